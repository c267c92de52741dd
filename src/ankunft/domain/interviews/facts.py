"""What the rules are told of interviews, gathered from the records in a constant number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from ankunft.domain.arrivals.models import Arrival, ArrivalState, Exclusion, Permit

from . import rules
from .models import Evidence, Interview, InterviewState, Kind, Need, Participant
from .rules import Candidate, Facts, Taking, Verdict

CHUNK = 500
"""How many keys are asked for in one statement."""


class Verdicts(NamedTuple):
    """What the rules say of an interview: of its case rate and of its interpreting rate."""

    case: Verdict
    interpreting: Verdict


class Guest(NamedTuple):
    """Somebody who takes part, whether recorded already or only entered."""

    person_id: int
    arrival: Arrival | None
    was_swiss: bool


def facts_of(interview: Interview) -> Facts:
    """What is known of one interview that was held."""
    return facts_of_many([interview])[interview.pk]


def verdicts_of(interviews: Collection[Interview]) -> dict[int, Verdicts]:
    """What the rules say of interviews that were held, by id."""
    return {key: verdicts(facts) for key, facts in facts_of_many(interviews).items()}


def verdicts(facts: Facts) -> Verdicts:
    """What the rules say of these facts."""
    case = rules.case_verdict(facts)
    return Verdicts(case, rules.interpreting_verdict(facts, case))


def facts_of_many(interviews: Collection[Interview]) -> dict[int, Facts]:
    """What is known of interviews that were held, by id, and of those besides that are for the same arrivals."""
    held = {one.pk: one for one in interviews}
    guests = _guests(list(held))
    known = arrivals_by(held.values(), guests)
    pending = _arrivals(known.values())
    while pending and (others := _others_for(pending, held)):
        # Whoever is met in them may have been met in further ones.
        more = _guests([one.pk for one in others])
        held |= {one.pk: one for one in others}
        guests |= more
        found = arrivals_by(others, more)
        pending = _arrivals(found.values()) - _arrivals(known.values())
        known |= found
    forgotten = {key: one.case_verdict for key, one in held.items() if one.forgotten_at is not None}
    return _with_second(_plain(held, guests), known, forgotten)


def with_another(entered: Facts, guests: Sequence[Guest], *, besides: int | None = None) -> Facts:
    """The facts as entered, told besides whether another interview counts for the same arrivals.

    `besides` is the interview that is being recorded: what is stored of it does not count here.
    """
    if entered.kind != rules.FIRST_INFORMATION:
        return entered
    keys = frozenset(filter(None, (key_of(one.arrival) for one in guests)))
    others = {one.pk: one for one in _others_for(keys, [])} if keys else {}
    others.pop(besides or 0, None)
    found = _guests(list(others))
    known = arrivals_by(others.values(), found)
    this = besides or 0
    facts = {**_plain(others, found), this: entered}
    forgotten = {key: one.case_verdict for key, one in others.items() if one.forgotten_at is not None}
    return _with_second(facts, {**known, this: keys}, forgotten)[this]


def taking(guest: Guest, permit: str) -> Taking:
    """What matters of somebody who took part. Without an arrival nothing speaks against having come from abroad.

    Of whom the arrival is known, it says whether they were Swiss when they came (KS 3.2 no. 2).
    """
    if (arrival := guest.arrival) is None:
        return Taking(is_swiss=guest.was_swiss, permit=permit)
    exclusion = arrival.exclusion
    return Taking(
        is_swiss=exclusion == Exclusion.SWISS,
        from_abroad=exclusion != Exclusion.WITHIN_SWITZERLAND and arrival.state != ArrivalState.RECALLED,
        main_residence=exclusion != Exclusion.SECONDARY_RESIDENCE,
        permit=permit,
    )


def permits_on(days: dict[int, Iterable[date]]) -> dict[tuple[int, date], str]:
    """The category of the permit (eCH-0006) that each person (by id) had on each of these days."""
    series: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for chunk in _chunks(days):
        rows = Permit.objects.filter(person__in=chunk).order_by("person", "valid_from")
        for person, begins, category in rows.values_list("person_id", "valid_from", "category"):
            series[person].append((begins, category))
    found = {}
    for person, wanted in days.items():
        for day in wanted:
            found[person, day] = next((which for since, which in reversed(series[person]) if since <= day), "")
    return found


def arrivals_by(interviews: Iterable[Interview], guests: dict[int, list[Guest]]) -> dict[int, frozenset[Hashable]]:
    """The arrivals that each first-information interview concerns, a family that arrived together being one."""
    return {
        one.pk: frozenset(filter(None, (key_of(guest.arrival) for guest in guests.get(one.pk, ()))))
        for one in interviews
        if one.kind == Kind.FIRST_INFORMATION
    }


def for_the_same(interview: Interview) -> list[Interview]:
    """Other first-information interviews that were held for the arrivals that this one concerns."""
    if interview.kind != Kind.FIRST_INFORMATION:
        return []
    invited = Participant.objects.filter(interview=interview).select_related("arrival")
    keys = {key_of(one.arrival) for one in invited if one.arrival is not None} - {None}
    return _others_for(keys, [interview.pk])


def key_of(arrival: Arrival | None) -> Hashable:
    """By what it is told that two are one: who came on the same day into the same household came together.

    None for whom first information is not there: they are guests, and need no other interview.
    """
    if arrival is None or arrival.exclusion or arrival.state == ArrivalState.RECALLED:
        return None
    if arrival.household_id is None:
        return ("arrival", arrival.pk)
    return ("household", arrival.household_id, arrival.arrived_on)


def _arrivals(known: Iterable[frozenset[Hashable]]) -> frozenset[Hashable]:
    return frozenset[Hashable]().union(*known)


def _others_for(keys: Iterable[Hashable], held: Collection[int]) -> list[Interview]:
    """The first-information interviews held for these arrivals that are not among those known."""
    found: dict[int, Interview] = {}
    for chunk in _chunks(keys):
        of_arrivals = [key[1] for key in chunk if key[0] == "arrival"]
        households = {key[1:] for key in chunk if key[0] == "household"}
        wanted = Q(arrival__in=of_arrivals) | Q(arrival__household__in={household for household, _day in households})
        rows = Participant.objects.filter(wanted, was_there=True, interview__state=InterviewState.HELD)
        for one in rows.filter(interview__kind=Kind.FIRST_INFORMATION).select_related("interview", "arrival"):
            arrival = one.arrival
            fits = arrival is not None and (
                arrival.household_id is None or (arrival.household_id, arrival.arrived_on) in households
            )
            if fits and one.interview_id not in held:
                found[one.interview_id] = one.interview
    return list(found.values())


def _guests(interviews: list[int]) -> dict[int, list[Guest]]:
    """Who was there, by interview."""
    found: dict[int, list[Guest]] = defaultdict(list)
    for chunk in _chunks(interviews):
        rows = Participant.objects.filter(interview__in=chunk, was_there=True).select_related("arrival").order_by("pk")
        for one in rows:
            found[one.interview_id].append(Guest(one.person_id, one.arrival, one.was_swiss))
    return found


def _plain(held: dict[int, Interview], guests: dict[int, list[Guest]]) -> dict[int, Facts]:
    """The facts of each interview by itself."""
    days: dict[int, set[date]] = defaultdict(set)
    for key, there in guests.items():
        for guest in there:
            days[guest.person_id].add(_held_on(held[key]))
    permits = permits_on(dict(days))
    evident = _with_rows(Evidence, held, removed_at=None)
    needy = _with_rows(Need, held)
    return {
        key: Facts(
            kind=one.kind,
            held_on=_held_on(one),
            taking_part=tuple(taking(guest, permits[guest.person_id, _held_on(one)]) for guest in guests.get(key, ())),
            outsourced=one.outsourced,
            led_by_responsible=one.led_by_responsible,
            has_need=one.has_reason or key in needy,
            has_evidence=key in evident,
            interpreting=one.interpreting,
            interpreting_order=one.interpreting_order,
        )
        for key, one in held.items()
    }


def _with_second(
    plain: dict[int, Facts], known: dict[int, frozenset[Hashable]], forgotten: dict[int, str]
) -> dict[int, Facts]:
    """The same facts with who is second; of interviews whose people are forgotten the stored verdict holds."""

    def qualifies(key: int) -> bool:
        return (forgotten.get(key) or rules.case_verdict(plain[key])) == Verdict.COUNTS

    _count, second = rules.counting(
        Candidate(key, plain[key].held_on, arrivals, qualifies(key)) for key, arrivals in known.items()
    )
    return {key: replace(facts, already_counted=key in second) for key, facts in plain.items()}


def _with_rows(model: type[Evidence] | type[Need], held: Collection[int], **which: object) -> set[int]:
    found: set[int] = set()
    for chunk in _chunks(held):
        rows = model._default_manager.filter(interview__in=chunk, **which).order_by()
        found.update(rows.values_list("interview_id", flat=True))
    return found


def _held_on(interview: Interview) -> date:
    assert interview.held_on is not None, "only interviews that were held have facts"
    return interview.held_on


def _chunks(keys: Iterable) -> Iterable[list]:  # type: ignore[type-arg]
    listed = list(keys)
    return (listed[start : start + CHUNK] for start in range(0, len(listed), CHUNK))
