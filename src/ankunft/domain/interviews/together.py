"""Which arrivals are one: a family that arrived together is informed once, and counts once (KS 4.3.1, 4.3.2)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from datetime import date

from django.db.models import Q

from ankunft.domain.arrivals.families import is_child
from ankunft.domain.arrivals.kinship import Member, Tie, families
from ankunft.domain.arrivals.models import Arrival, ArrivalState, Relation

from .models import Interview, InterviewState, Kind, Participant

CHUNK = 500
"""How many keys are asked for in one statement."""
HOUSEHOLD, ALONE = "household", "person"

Key = tuple[Hashable, ...]


def key_of(arrival: Arrival | None) -> Key | None:
    """By what it is told that two may be one: who came on the same day into the same household, or the same person.

    None for whom first information is not there: they are guests, and need no other interview.
    """
    if arrival is None or arrival.exclusion or arrival.state == ArrivalState.RECALLED:
        return None
    if arrival.household_id is None:
        return (ALONE, arrival.person_id, arrival.arrived_on)
    return (HOUSEHOLD, arrival.household_id, arrival.arrived_on)


def keys_of(arrivals: Iterable[Arrival | None]) -> frozenset[Key]:
    """The keys of these arrivals."""
    return frozenset(key for arrival in arrivals if (key := key_of(arrival)) is not None)


def as_families(arrivals: Mapping[int, Collection[Arrival]]) -> dict[int, frozenset[Hashable]]:
    """What each interview (by id) with these arrivals concerns: arrivals alone, or families that arrived together.

    Only where several interviews are for one household it is looked at who of it is a family: others may share a flat.
    """
    keys = {interview: keys_of(known) for interview, known in arrivals.items()}
    times = Counter(key for known in keys.values() for key in known)
    contested = {key for key, count in times.items() if count > 1 and key[0] == HOUSEHOLD}
    finer = family_keys(one for known in arrivals.values() for one in known if key_of(one) in contested)
    return {
        interview: frozenset(finer.get(one.pk, key) for one in known if (key := key_of(one)) is not None)
        for interview, known in arrivals.items()
    }


def family_keys(arrivals: Iterable[Arrival]) -> dict[int, Hashable]:
    """The family with which each arrival (by id) came; equal for those who came together as one.

    The family is that of the persons as recorded now, in the household into which they came then.
    """
    asked = {one.pk: one for one in arrivals if key_of(one) is not None}
    homes = {one.household_id for one in asked.values() if one.household_id is not None}
    groups: dict[tuple[int, date], list[Arrival]] = defaultdict(list)
    for chunk in chunks(homes):
        there = Arrival.objects.filter(household__in=chunk).exclude(state=ArrivalState.RECALLED)
        for one in there.select_related("person").order_by("pk"):
            groups[one.household_id or 0, one.arrived_on].append(one)
    ties = _ties([one.person_id for group in groups.values() for one in group])
    found: dict[int, Hashable] = {pk: (ALONE, one.person_id, one.arrived_on) for pk, one in asked.items()}
    for group in groups.values():
        found |= _families(group, ties)
    return {pk: found[pk] for pk in asked}


def _families(group: list[Arrival], ties: dict[int, list[Tie]]) -> dict[int, Hashable]:
    """The key of the family of each arrival of one household and day."""
    home = group[0].household_id
    members = [
        Member(one.person_id, home, one.person.family_name, is_child(one.person, one.arrived_on)) for one in group
    ]
    kin = families(members, [tie for one in group for tie in ties.get(one.person_id, ())])
    leader = {person: min(family) for family in kin for person in family}
    return {one.pk: ("family", home, one.arrived_on, leader[one.person_id]) for one in group}


def _ties(persons: Collection[int]) -> dict[int, list[Tie]]:
    """Who is related to whom, by person."""
    found: dict[int, list[Tie]] = defaultdict(list)
    for chunk in chunks(persons):
        rows = Relation.objects.filter(person__in=chunk, other__isnull=False)
        for one, other in rows.values_list("person_id", "other_id"):
            if other is not None:
                found[one].append(Tie(one, other))
    return found


def held_for(keys: Iterable[Key], besides: Collection[int]) -> list[Interview]:
    """The first-information interviews held for these arrivals that are not among those (ids) known."""
    found: dict[int, Interview] = {}
    for chunk in chunks(keys):
        wanted = set(chunk)
        alone = [key[1] for key in chunk if key[0] == ALONE]
        homes = [key[1] for key in chunk if key[0] == HOUSEHOLD]
        rows = Participant.objects.filter(
            Q(arrival__person__in=alone) | Q(arrival__household__in=homes),
            was_there=True,
            interview__state=InterviewState.HELD,
            interview__kind=Kind.FIRST_INFORMATION,
        )
        for one in rows.select_related("interview", "arrival"):
            if key_of(one.arrival) in wanted and one.interview_id not in besides:
                found[one.interview_id] = one.interview
    return list(found.values())


def for_the_same(interview: Interview) -> list[Interview]:
    """Other first-information interviews that were held for the arrivals that this one concerns."""
    if interview.kind != Kind.FIRST_INFORMATION:
        return []
    invited = Participant.objects.filter(interview=interview).select_related("arrival")
    return held_for(keys_of(one.arrival for one in invited), [interview.pk])


def chunks(keys: Iterable) -> Iterable[list]:  # type: ignore[type-arg]
    """The keys in lists that a statement can take."""
    listed = list(keys)
    return (listed[start : start + CHUNK] for start in range(0, len(listed), CHUNK))
