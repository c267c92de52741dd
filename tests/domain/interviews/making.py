"""Families who arrived, and interviews with them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ankunft.domain.arrivals.models import Arrival, ArrivalState, Household, Permit, Person
from ankunft.domain.arrivals.rules import ARRIVAL, new_reference
from ankunft.domain.interviews import services
from ankunft.domain.interviews.models import Interview, Kind
from ankunft.domain.interviews.values import AppointmentEntry, HeldEntry
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.domain.arrivals.making import person

FIRST, LATER = Kind.FIRST_INFORMATION, Kind.INTEGRATION
ARRIVED = date(2026, 10, 1)
HELD = date(2026, 11, 10)
PDF = b"%PDF-1.7\nunterschrieben"


def arrived(of: Municipality, *, on: date = ARRIVED, household: Household | None = None, **values: Any) -> Person:
    """A person who arrived in that municipality on that day, from abroad unless `exclusion` says otherwise."""
    exclusion, permit = values.pop("exclusion", ""), values.pop("permit", "")
    one = person(of, **values)
    if household is not None:
        Person.objects.filter(pk=one.pk).update(household=household)
        one.refresh_from_db()
    Arrival.objects.create(
        reference=new_reference(ARRIVAL),
        municipality=of,
        person=one,
        household=household,
        arrived_on=on,
        exclusion=exclusion,
        target_on=on,
        state=ArrivalState.OPEN,
        source="entry",
        recorded_at=clock.now(),
    )
    if permit:
        Permit.objects.create(person=one, municipality=of, category=permit, valid_from=on)
    return one


def family(of: Municipality, count: int, name: str = "Demo-Haddad", **values: Any) -> list[Person]:
    """So many persons of one name who arrived together in a household."""
    home = Household.objects.create(municipality=of, street="Demoweg")
    return [arrived(of, household=home, family_name=name, **values) for _ in range(count)]


def state_of(one: Person) -> str:
    """How far the first information of the person has come."""
    return Arrival.objects.get(person=one).state


def appointment(on: date = date(2026, 12, 1), **values: Any) -> AppointmentEntry:
    starts_at: Any = datetime(on.year, on.month, on.day, 14, 0, tzinfo=clock.ZURICH)
    return AppointmentEntry(**{"starts_at": starts_at, "place": "Stadthaus", **values})


def conduct(on: date = HELD, **values: Any) -> HeldEntry:
    return HeldEntry(**{"held_on": on, "led_by": "A. Demo-Keller", **values})


def planned(
    persons: list[Person], actor: Actor | None = None, on: date = date(2026, 12, 1), **values: Any
) -> Interview:
    kind = values.pop("kind", FIRST)
    return services.interview_plan(
        persons=persons, kind=kind, entry=appointment(on, **values), actor=actor or Actor.operator(), is_demo=True
    )


def held(
    persons: list[Person],
    actor: Actor | None = None,
    on: date = HELD,
    *,
    evidence: bool = False,
    late: str = "",
    **values: Any,
) -> Interview:
    """An interview that was held without an appointment, with evidence on paper if wanted; `late` says why only now."""
    who, kind = actor or Actor.operator(), values.pop("kind", FIRST)
    interview = services.interview_record(
        persons=persons, kind=kind, entry=conduct(on, **values), reason=late, actor=who, is_demo=True
    )
    if evidence:
        services.evidence_on_paper(interview=interview, actor=who)
    return again(interview)


def again(interview: Interview) -> Interview:
    """As it is stored now."""
    return Interview.objects.select_related("municipality", "performed_by").get(pk=interview.pk)


def verdicts(interview: Interview) -> tuple[str, str]:
    stored = again(interview)
    return stored.case_verdict, stored.interpreting_verdict
