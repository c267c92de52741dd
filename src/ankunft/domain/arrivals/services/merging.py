"""Making one of two recorded persons, so that nothing is lost and it can be taken back (decision 0056)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, cast

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.foundation.access.policy import can
from ankunft.foundation.encryption import decrypt, encrypt
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..models import Duplicate, DuplicateState, NameKey, Person, Relation
from ..permissions import DECIDE_DUPLICATE
from .duplicates import decided
from .name_keys import name_keys_forget, name_keys_write
from .rows import require_known, updated
from .trail import kept, told
from .watchers import tell_watchers

CHOICES: Mapping[str, tuple[str, ...]] = {
    "family_name": ("family_name",),
    "given_name": ("given_name",),
    "birth": ("birth_date", "birth_month", "birth_year"),
    "sex": ("sex",),
    "nationality": ("nationality", "further_nationalities"),
    "language": ("language",),
    "interpreter_need": ("interpreter_need",),
    "phone": ("phone",),
    "email": ("email",),
    "household": ("household_id",),
    "ahv_number": ("ahv_number_encrypted", "ahv_index"),
    "register_key": ("register_key",),
    "left_on": ("left_on", "left_year"),
}
"""What is chosen between the two, and the columns that belong to it."""
_DAYS = frozenset({"birth_date", "left_on"})


@transaction.atomic
def persons_merge(
    *,
    duplicate: Duplicate,
    into: Person,
    take: Iterable[str] = (),
    versions: tuple[int, int] | None = None,
    actor: Actor,
) -> Person:
    """The two are one: `into` stays and gets all that belongs to the other, who keeps their columns and leads there.

    `take` names of `CHOICES` what holds of the other; of all else holds what `into` has, and what only the other has
    is taken too. `versions` are those that were in view, of `duplicate.person` and `duplicate.other`. A data lock of
    either stays. Refused where one of them is anonymous or merged already, and where somebody changed one meanwhile.
    """
    can(actor, DECIDE_DUPLICATE, duplicate).require()
    pair = _fresh(duplicate)
    if versions is not None and versions != tuple(person.version for person in pair):
        raise Refused(_("Inzwischen hat jemand eine der beiden bearbeitet. Bitte neu laden und prüfen."))
    stays, goes = pair if pair[0].pk == into.pk else pair[::-1]
    for person in pair:
        require_known(person)
    columns = _columns(stays, goes, frozenset(take))
    before = {name: getattr(stays, name) for name in columns}
    rows = Person.objects.filter(pk=goes.pk, version=goes.version)
    if not rows.update(merged_into=stays, version=F("version") + 1):
        raise Refused(_("Inzwischen hat jemand eine der beiden bearbeitet. Bitte neu laden und prüfen."))
    name_keys_forget([goes.pk])
    moved = _moved(goes, stays)
    merged = updated(stays, columns)
    _told_of(stays, merged, columns, actor)
    undo = {"stays": stays.pk, "goes": goes.pk, "before": before, "after": columns, "moved": moved}
    decided(
        duplicate,
        DuplicateState.MERGED,
        actor,
        gettext_lazy("Zwei Personen zusammengeführt."),
        undo=encrypt(json.dumps(undo, default=date.isoformat)),
    )
    told(actor, goes.reference, "arrivals.person.merge", gettext_lazy("Zusammengeführt."), into=stays.reference)
    told(actor, stays.reference, "arrivals.person.merge", gettext_lazy("Zusammengeführt."), merged=goes.reference)
    tell_watchers([stays.pk, goes.pk], actor)
    return merged


@transaction.atomic
def merge_undo(*, duplicate: Duplicate, actor: Actor) -> tuple[Person, Person]:
    """They were two after all: what was moved goes back, and what was taken over is again as it was.

    What somebody changed since stays, and so does what was added since, with the one that stayed. Refused where the
    one that stayed was merged into a third meanwhile: that one is taken back first.
    """
    can(actor, DECIDE_DUPLICATE, duplicate).require()
    if duplicate.state != DuplicateState.MERGED or not duplicate.undo:
        raise Refused(_("Diese beiden sind nicht zusammengeführt."))
    undo = json.loads(decrypt(duplicate.undo))
    people = Person.objects.select_related("municipality").in_bulk([undo["stays"], undo["goes"]])
    stays, goes = people[undo["stays"]], people[undo["goes"]]
    require_known(stays)
    decided(duplicate, DuplicateState.OPEN, actor, gettext_lazy("Zusammenführung rückgängig gemacht."))
    columns = {
        name: _stored(name, value)
        for name, value in undo["before"].items()
        if getattr(stays, name) == _stored(name, undo["after"][name])
    }
    try:
        with transaction.atomic():
            restored = updated(stays, columns)
            Person.objects.filter(pk=goes.pk).update(merged_into=None, version=F("version") + 1)
    except IntegrityError as error:
        raise Refused(
            _("AHV-Nummer oder Registerschlüssel gehören inzwischen beiden. Ändern Sie zuerst eine.")
        ) from error
    name_keys_write(goes)
    _moved_back(undo["moved"], stays, goes)
    _told_of(stays, restored, columns, actor)
    for person in (stays, goes):
        told(actor, person.reference, "arrivals.person.unmerge", gettext_lazy("Zusammenführung rückgängig gemacht."))
    tell_watchers([stays.pk, goes.pk], actor)
    return restored, Person.objects.select_related("municipality").get(pk=goes.pk)


def _fresh(duplicate: Duplicate) -> tuple[Person, Person]:
    people = Person.objects.select_related("municipality").in_bulk([duplicate.person_id, duplicate.other_id])
    return people[duplicate.person_id], people[duplicate.other_id]


def _columns(stays: Person, goes: Person, take: frozenset[str]) -> dict[str, Any]:
    """What changes of the one that stays."""
    columns: dict[str, Any] = {}
    for choice, names in CHOICES.items():
        missing = choice != "left_on" and not any(getattr(stays, name) for name in names)
        if choice in take or missing:
            columns |= {name: getattr(goes, name) for name in names}
    if goes.data_lock:
        columns["data_lock"] = True
    return {name: value for name, value in columns.items() if getattr(stays, name) != value}


def _told_of(before: Person, after: Person, columns: dict[str, Any], actor: Actor) -> None:
    """Keep in the file what the merger changed of the one that stays."""
    shown = {"household_id": "", "ahv_index": "", "left_year": "", "ahv_number_encrypted": "ahv_number"}
    changed = {
        shown.get(name, name): (_plain(name, getattr(before, name)), _plain(name, getattr(after, name)))
        for name in columns
        if shown.get(name, name)
    }
    if changed:
        kept(actor, after, changed, "")


def _plain(name: str, value: Any) -> Any:
    """Of an AHV number only that there is one."""
    return bool(value) if name == "ahv_number_encrypted" else value


def _links() -> Iterator[tuple[str, type[models.Model], models.ForeignKey[Any, Any]]]:
    """Everything that belongs to persons, in later rooms too: each column that leads to one, by name."""
    for relation in Person._meta.related_objects:
        model, field = relation.related_model, relation.field
        if model not in (Duplicate, NameKey):
            name = f"{model._meta.label}.{field.name}"
            yield name, model, cast("models.ForeignKey[Any, Any]", field)


def _moved(goes: Person, stays: Person) -> dict[str, list[int]]:
    """Everything of the one leads to the other now; what the other has as well stays where it is.

    A permit or level of the same day is such; a relation between the two would lead to itself.
    """
    moved = {}
    for name, model, field in _links():
        rows = model._default_manager.filter(**{field.name: goes.pk})
        for fields in _unique_with(model, field.name):
            there = model._default_manager.filter(
                **{field.name: stays.pk}, **{one: models.OuterRef(one) for one in fields}
            )
            rows = rows.exclude(models.Exists(there))
        if model is Relation:
            rows = rows.exclude(person__in=(stays, goes), other__in=(stays, goes))
        if keys := list(rows.order_by("pk").values_list("pk", flat=True)):
            model._default_manager.filter(pk__in=keys).update(**{field.name: stays.pk})
            moved[name] = keys
    return moved


def _moved_back(moved: Mapping[str, list[int]], stays: Person, goes: Person) -> None:
    for name, model, field in _links():
        rows = model._default_manager.filter(pk__in=moved.get(name, []), **{field.name: stays.pk})
        rows.update(**{field.name: goes.pk})


def _unique_with(model: type[models.Model], name: str) -> Iterator[tuple[str, ...]]:
    """With which other columns the column that leads to a person is unique."""
    if model is Relation:
        yield ("kind", "other") if name == "person" else ("kind", "person")
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and name in constraint.fields:
            yield tuple(field for field in constraint.fields if field != name)


def _stored(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if value and name in _DAYS else value
