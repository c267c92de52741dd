"""Proposing pairs of persons that may be one, and keeping two apart for good."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..duplicates import compared_in, perhaps_the_same, traits_of
from ..likeness import Likeness, proposals
from ..models import Duplicate, DuplicateState, Person
from ..permissions import DECIDE_DUPLICATE

DUPLICATE = "arrivals.duplicate"


@transaction.atomic
def duplicates_propose(*, municipality: Municipality) -> int:
    """Look for pairs among all of a municipality; returns how many are open now.

    What was decided stays decided; what is open and speaks for itself no longer goes. No event: nothing of a person
    changes, and what is proposed follows from the records.
    """
    known = Duplicate.objects.filter(municipality=municipality)
    _follow(municipality.pk, proposals(traits_of(compared_in(municipality.pk))), known)
    return Duplicate.objects.filter(municipality=municipality, state=DuplicateState.OPEN).count()


def duplicates_seek(*, persons: Iterable[Person]) -> None:
    """The same for these persons alone, in the caller's transaction, whenever what they are known by was written.

    A few statements for each, all answered by indexes: for many at once there is the sweep.
    """
    for person in persons:
        known = Duplicate.objects.filter(Q(person=person) | Q(other=person))
        pairs = proposals(traits_of(perhaps_the_same(person)), touching=frozenset({person.pk}))
        _follow(person.municipality_id, pairs, known)


def _follow(municipality: int, pairs: Iterable[tuple[int, int, Likeness]], known: Iterable[Duplicate]) -> None:
    """Make what is known what was found now."""
    found = {(one, other): alike for one, other, alike in pairs}
    gone, changed = [], []
    for pair in known:
        alike = found.pop((pair.person_id, pair.other_id), None)
        if pair.state != DuplicateState.OPEN:
            continue
        if alike is None:
            gone.append(pair.pk)
        elif (pair.score, pair.reasons) != (alike.score, _plain(alike)):
            pair.score, pair.reasons = alike.score, _plain(alike)
            changed.append(pair)
    if gone:
        Duplicate.objects.filter(pk__in=gone).delete()
    Duplicate.objects.bulk_update(changed, ["score", "reasons"], batch_size=500)
    Duplicate.objects.bulk_create(
        [
            Duplicate(
                municipality_id=municipality, person_id=one, other_id=other, score=alike.score, reasons=_plain(alike)
            )
            for (one, other), alike in found.items()
        ],
        batch_size=500,
        ignore_conflicts=True,
    )


def duplicates_propose_everywhere() -> None:
    """The same for every municipality that has persons: a chore of the worker."""
    with wall.open_for(Actor.operator()):
        there = set(Person.objects.order_by().values_list("municipality", flat=True).distinct())
        for municipality in Municipality.objects.filter(pk__in=there):
            duplicates_propose(municipality=municipality)


@transaction.atomic
def duplicate_keep_apart(*, duplicate: Duplicate, actor: Actor) -> Duplicate:
    """They are two: they are never proposed again."""
    can(actor, DECIDE_DUPLICATE, duplicate).require()
    return decided(duplicate, DuplicateState.DISTINCT, actor, gettext_lazy("Als zwei verschiedene Personen bestätigt."))


@transaction.atomic
def duplicate_reopen(*, duplicate: Duplicate, actor: Actor) -> Duplicate:
    """That they are two is doubted again."""
    can(actor, DECIDE_DUPLICATE, duplicate).require()
    if duplicate.state != DuplicateState.DISTINCT:
        raise Refused(_("Über diese beiden ist noch nicht so entschieden."))
    return decided(duplicate, DuplicateState.OPEN, actor, gettext_lazy("Wieder zu prüfen, ob es eine Person ist."))


def decided(duplicate: Duplicate, state: str, actor: Actor, summary: object, undo: str = "") -> Duplicate:
    """Note the decision, if the pair is still as it was in view; the event names both references."""
    is_open = state == DuplicateState.OPEN
    rows = Duplicate.objects.filter(pk=duplicate.pk, state=duplicate.state).update(
        state=state,
        decided_at=None if is_open else clock.now(),
        decided_by="" if is_open else actor.label,
        undo=undo,
    )
    if not rows or duplicate.state == state:
        raise Refused(_("Darüber hat inzwischen jemand entschieden. Bitte neu laden und prüfen."))
    references = sorted((duplicate.person.reference, duplicate.other.reference))
    record(
        actor,
        Entry(f"{DUPLICATE}.{state}", DUPLICATE, " ".join(references), summary),  # type: ignore[arg-type]
    )
    duplicate.refresh_from_db()
    return duplicate


def _plain(alike: Likeness) -> list[dict[str, object]]:
    return [{"code": reason.code, "points": reason.points} for reason in alike.reasons]
