"""What the rules are told of interviews, gathered from the records in a constant number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ankunft.domain.arrivals.models import Arrival, ArrivalState, Exclusion, Permit

from . import rules
from .models import Evidence, Interview, Kind, Need, Participant
from .rules import Candidate, Facts, Taking, Verdict
from .together import Key, as_families, chunks, held_for, keys_of


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
    known = _arrivals(held.values(), guests)
    pending = _keys(known)
    while pending and (others := held_for(pending, held)):
        # Whoever is met in them may have been met in further ones.
        more = _guests([one.pk for one in others])
        held |= {one.pk: one for one in others}
        guests |= more
        found = _arrivals(others, more)
        pending = _keys(found) - _keys(known)
        known |= found
    return _with_second(_plain(held, guests), known, _forgotten(held))


def with_another(entered: Facts, guests: Sequence[Guest], *, besides: int | None = None) -> Facts:
    """The facts as entered, told besides whether another interview counts for the same arrivals.

    `besides` is the interview that is being recorded: what is stored of it does not count here.
    """
    this = [one.arrival for one in guests if one.arrival is not None]
    keys = keys_of(this)
    if entered.kind != rules.FIRST_INFORMATION or not keys:
        return entered
    known_by = besides or 0
    others = {one.pk: one for one in held_for(keys, [known_by])}
    found = _guests(list(others))
    known = {**_arrivals(others.values(), found), known_by: this}
    return _with_second({**_plain(others, found), known_by: entered}, known, _forgotten(others))[known_by]


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
    for chunk in chunks(days):
        rows = Permit.objects.filter(person__in=chunk).order_by("person", "valid_from")
        for person, begins, category in rows.values_list("person_id", "valid_from", "category"):
            series[person].append((begins, category))
    found = {}
    for person, wanted in days.items():
        for day in wanted:
            found[person, day] = next((which for since, which in reversed(series[person]) if since <= day), "")
    return found


def _arrivals(interviews: Iterable[Interview], guests: dict[int, list[Guest]]) -> dict[int, list[Arrival]]:
    """The arrivals of those who were there, by first-information interview."""
    return {
        one.pk: [guest.arrival for guest in guests.get(one.pk, ()) if guest.arrival is not None]
        for one in interviews
        if one.kind == Kind.FIRST_INFORMATION
    }


def _keys(arrivals: dict[int, list[Arrival]]) -> frozenset[Key]:
    return keys_of(one for known in arrivals.values() for one in known)


def _forgotten(interviews: dict[int, Interview]) -> dict[int, str]:
    """The stored verdicts of those interviews whose people are all forgotten: they stay as they are."""
    return {key: one.case_verdict for key, one in interviews.items() if one.forgotten_at is not None}


def _guests(interviews: list[int]) -> dict[int, list[Guest]]:
    """Who was there, by interview."""
    found: dict[int, list[Guest]] = defaultdict(list)
    for chunk in chunks(interviews):
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
    plain: dict[int, Facts], known: dict[int, list[Arrival]], forgotten: dict[int, str]
) -> dict[int, Facts]:
    """The same facts with who is second; of interviews whose people are forgotten the stored verdict holds."""

    def qualifies(key: int) -> bool:
        return (forgotten.get(key) or rules.case_verdict(plain[key])) == Verdict.COUNTS

    concerned = as_families(known)
    _count, second = rules.counting(
        Candidate(key, plain[key].held_on, arrivals, qualifies(key)) for key, arrivals in concerned.items()
    )
    return {key: replace(facts, already_counted=key in second) for key, facts in plain.items()}


def _with_rows(model: type[Evidence] | type[Need], held: Collection[int], **which: object) -> set[int]:
    found: set[int] = set()
    for chunk in chunks(held):
        rows = model._default_manager.filter(interview__in=chunk, **which).order_by()
        found.update(rows.values_list("interview_id", flat=True))
    return found


def _held_on(interview: Interview) -> date:
    assert interview.held_on is not None, "only interviews that were held have facts"
    return interview.held_on
