"""Who is whose spouse or parent, as far as it is known."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .. import rules
from ..models import Person, Relation, RelationKind
from ..permissions import RECORD
from .rows import require_known
from .trail import kept, told
from .watchers import tell_watchers

PARENTS = frozenset({RelationKind.MOTHER, RelationKind.FATHER, RelationKind.FOSTER_PARENT})
PAIRS = frozenset({RelationKind.SPOUSE, RelationKind.PARTNER})


@transaction.atomic
def relation_add(*, person: Person, kind: str, other: Person, actor: Actor) -> Relation:
    """`other` is the spouse, partner or parent of the person.

    Refused for somebody and themselves, across municipalities, where the two are related already, and for a parent who
    was born after the child.
    """
    for one in (person, other):
        can(actor, RECORD, one).require()
        require_known(one)
    _refuse_impossible(person, kind, other)
    relation = Relation.objects.create(
        person=person, municipality_id=person.municipality_id, kind=kind, other=other, other_key=other.register_key
    )
    for one in (person, other):
        kept(actor, one, {"relation": (None, _told_to(one, relation))}, "")
        told(actor, one.reference, "arrivals.person.relation", gettext_lazy("Verwandte erfasst."), fields=["relation"])
    tell_watchers([person.pk, other.pk], actor)
    return relation


@transaction.atomic
def relation_remove(*, relation: Relation, reason: str, actor: Actor) -> None:
    """These two are not related like this. Refused without a reason."""
    people = [one for one in (relation.person, relation.other) if one]
    for one in people:
        can(actor, RECORD, one).require()
        require_known(one)
    if not reason.strip():
        raise Refused(_("Geben Sie an, warum der Eintrag nicht stimmt."))
    before = {one.pk: _told_to(one, relation) for one in people}
    relation.delete()
    for one in people:
        kept(actor, one, {"relation": (before[one.pk], None)}, reason)
        told(actor, one.reference, "arrivals.person.relation", gettext_lazy("Verwandte entfernt."), fields=["relation"])
    tell_watchers([one.pk for one in people], actor)


def relations_found(person: Person) -> int:
    """Somebody of whom only the register's key was known has been recorded; how many relations lead there now."""
    if not person.register_key:
        return 0
    named = Relation.objects.filter(
        municipality=person.municipality_id, other=None, other_key=person.register_key
    ).exclude(person=person)
    return named.update(other=person)


def _told_to(one: Person, relation: Relation) -> dict[str, str]:
    """What the file of one of the two says of it: what the other is, and who, by reference."""
    other = relation.other.reference if relation.other else ""
    if one.pk == relation.person_id:
        return {"kind": str(relation.kind), "other": other}
    return {"kind": _seen_by_the_other(str(relation.kind)), "other": relation.person.reference}


def _seen_by_the_other(kind: str) -> str:
    return kind if kind in PAIRS else "child"


def _refuse_impossible(person: Person, kind: str, other: Person) -> None:
    if kind not in RelationKind.values:
        raise Refused(_("Wählen Sie aus, wie die beiden verwandt sind."))
    if person.pk == other.pk:
        raise Refused(_("Niemand ist mit sich selbst verwandt. Prüfen Sie die Referenz."))
    if person.municipality_id != other.municipality_id:
        raise Refused(_("Verwandte werden erfasst, wenn sie in derselben Gemeinde wohnen."))
    both = {person.pk, other.pk}
    if Relation.objects.filter(person__in=both, other__in=both).exists():
        raise Refused(_("Diese beiden sind schon miteinander verbunden."))
    born = rules.earliest_birth(other.birth_date, other.birth_year, other.birth_month)
    if kind in PARENTS and born and person.birth_year is not None and born.year > person.birth_year:
        raise Refused(_("Ein Elternteil ist nicht jünger als das Kind. Prüfen Sie, wer wer ist."))
