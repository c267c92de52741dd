"""Who is whose family, read from relations and households; the rule itself is in `kinship`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock

from .kinship import ADULT, Member, Tie, families
from .models import Person, Relation, RelationKind

ROUNDS = 3
"""How far relations are followed where no household is known: child, parent, the parent's spouse."""
CHILD = "child"


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody in a family or household: what they are to the person (empty where nobody said), and how it is known."""

    person: Person
    kind: str = ""
    relation: Relation | None = None


def living() -> QuerySet[Person]:
    """The persons who are there: not left, not anonymous, and nobody who turned out to be another one."""
    return Person.objects.filter(left_on=None, anonymised_at=None, merged_into=None)


def living_in(households: Collection[int]) -> QuerySet[Person]:
    """Who lives in these households."""
    return living().filter(household__in=households)


def family_of(person: Person) -> list[Person]:
    """The person's family, the person among them, the oldest first."""
    people, ties = _around([person])
    mine = next(one for one in families(_members(people.values()), ties) if person.pk in one)
    return sorted((people[pk] for pk in mine), key=_age)


def families_of(persons: Iterable[Person]) -> list[list[Person]]:
    """These persons grouped by family, those of their families who are not among them left out.

    In a fixed number of statements, in the order in which the persons are given.
    """
    asked = {person.pk: person for person in persons}
    people, ties = _around(asked.values())
    groups = [
        [person for pk, person in asked.items() if pk in one] for one in families(_members(people.values()), ties)
    ]
    places = {pk: place for place, pk in enumerate(asked)}
    return sorted((group for group in groups if group), key=lambda group: places[group[0].pk])


def relatives_of(person: Person) -> list[Relative]:
    """Everybody in relation or household with the person, each once: relatives first, whether they live here or not."""
    rows = Relation.objects.filter(Q(person=person) | Q(other=person), other__isnull=False)
    found: dict[int, Relative] = {}
    for relation in rows.select_related("person__municipality", "other__municipality"):
        if relation.person_id == person.pk and relation.other:
            found[relation.other.pk] = Relative(relation.other, relation.kind, relation)
        elif relation.person_id != person.pk:
            found[relation.person.pk] = Relative(relation.person, _turned(relation.kind), relation)
    if person.household_id:
        for housemate in living_in([person.household_id]).exclude(pk=person.pk).select_related("municipality"):
            found.setdefault(housemate.pk, Relative(housemate))
    known = (one for one in found.values() if one.person.anonymised_at is None)
    return sorted(known, key=lambda one: (not one.kind, _age(one.person)))


def kind_label(kind: str) -> str:
    """What somebody is to the person, in words."""
    labels = {
        "": _("wohnt im selben Haushalt"),
        RelationKind.SPOUSE: _("Ehefrau oder Ehemann"),
        RelationKind.PARTNER: _("eingetragene Partnerin oder Partner"),
        CHILD: _("Kind"),
    }
    return labels.get(kind) or str(RelationKind(kind).label)


def is_child(person: Person, day: date) -> bool:
    """Whether the person is certainly under age on that day; not if nothing is known of the birth."""
    if person.birth_date:
        born = person.birth_date
        return (day.year - born.year - ((day.month, day.day) < (born.month, born.day))) < ADULT
    return person.birth_year is not None and day.year - person.birth_year < ADULT


def _turned(kind: str) -> str:
    return kind if kind in (RelationKind.SPOUSE, RelationKind.PARTNER) else CHILD


def _around(persons: Iterable[Person]) -> tuple[dict[int, Person], list[Tie]]:
    """Everybody who can be in a family with these, and how they are tied."""
    people = {person.pk: person for person in persons}
    ties: dict[int, Tie] = {}
    for _round in range(ROUNDS):
        homes = {one.household_id for one in people.values() if one.household_id}
        people |= {one.pk: one for one in living_in(homes).exclude(pk__in=people).select_related("municipality")}
        rows = Relation.objects.filter(Q(person__in=people) | Q(other__in=people), other__isnull=False)
        found = {pk: Tie(one, other) for pk, one, other in rows.values_list("pk", "person", "other") if other}
        further = {pk for tie in found.values() for pk in tie} - people.keys()
        ties |= found
        if not further:
            break
        people |= {one.pk: one for one in living().filter(pk__in=further).select_related("municipality")}
    return people, list(ties.values())


def _members(people: Iterable[Person]) -> list[Member]:
    today = clock.today()
    return [Member(one.pk, one.household_id, one.family_name, is_child(one, today)) for one in people]


def _age(person: Person) -> tuple[int, date, int]:
    return person.birth_year or 9999, person.birth_date or date.max, person.pk
