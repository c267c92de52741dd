"""Invented interviews with the invented families of a demonstration, of two half-years and more."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from ankunft.domain import demo_people
from ankunft.domain.arrivals.demo import OFFICERS_PLACES
from ankunft.domain.arrivals.models import Arrival
from ankunft.domain.demo_people import OFFICER
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from . import services
from .models import Interpreting, Interview, Kind
from .selectors import arriving_together
from .values import AppointmentEntry, HeldEntry, StepEntry

PROVIDER = "HEKS Linguadukt"
PLACE = "Verwaltung, Sitzungszimmer Demo"
TOPICS = ("rights_and_duties", "municipality", "registration", "german", "insurance", "offers")
MISSED, CANCELLED = "Demo-Haddad", "Demo-Barzani"


class Held(NamedTuple):
    """An interview that was held so many days after the arrival of a family, with what came of it."""

    family: str
    after: int
    interpreting: str = Interpreting.NONE
    evidence: bool = True
    kind: str = Kind.FIRST_INFORMATION
    needs: tuple[str, ...] = ()
    reason: str = ""
    notes: str = ""
    steps: tuple[str, ...] = ()
    follow_up: int | None = None
    """In so many days from today."""


HELD = (
    Held("Demo-Perera", 30, Interpreting.PARTNER),
    Held("Demo-Petrova", 26),
    Held("Demo-Müller", 35),
    Held("Demo-Shevchenko", 28, Interpreting.PARTNER),
    Held("Demo-Bianchi", 30, needs=("recognition",)),
    Held("Demo-García", 21, needs=("employment",)),
    Held("Demo-Suksai", 33, Interpreting.PARTNER, needs=("language",)),
    Held("Demo-Yılmaz", 25, needs=("language",)),
    Held("Demo-Kowalska", 28, needs=("schooling",)),
    Held("Demo-Warsame", 40, Interpreting.PARTNER, evidence=False, needs=("language", "literacy")),
    Held("Demo-Kovács", 30, Interpreting.OTHER, needs=("language",)),
    Held(
        "Demo-Noori",
        40,
        Interpreting.PARTNER,
        evidence=False,
        needs=("language", "social_contacts"),
        notes="Demo: möchte rasch einen Deutschkurs besuchen.",
        steps=("Demo: Anmeldung zum Kurs A1", "Demo: Termin bei der Budgetberatung"),
        follow_up=-1,
    ),
    Held(
        "Demo-Yılmaz",
        150,
        kind=Kind.INTEGRATION,
        needs=("employment", "language"),
        reason="Demo: Der Kurs wurde abgebrochen, eine Stelle fehlt.",
        steps=("Demo: Kurs A2 wieder aufnehmen",),
        follow_up=14,
    ),
)
PLANNED = {"Demo-Oliveira": 0, "Demo-Krasniqi": 3, "Demo-Almeida": 6, "Demo-Ionescu": 9}
"""In how many days a family has its appointment."""


@transaction.atomic
def load_demo(actor: Actor) -> None:
    """Record the invented interviews once: as the officer those of the own association, as the operator the others."""
    if Interview.objects.filter(is_demo=True).exists():
        return
    officer = demo_people.demo_actor(OFFICER)
    today = clock.today()
    for one in HELD:
        _held(one, officer, actor)
    for family, days in PLANNED.items():
        _planned(family, today + timedelta(days=days), officer, actor)
    with clock.moved_to(today - timedelta(days=9)):
        missed = _planned(MISSED, today - timedelta(days=4), officer, actor)
    with clock.moved_to(today - timedelta(days=3)):
        services.interview_missed(interview=missed, actor=officer)
    cancelled = _planned(CANCELLED, today + timedelta(days=5), officer, actor)
    services.interview_cancel(interview=cancelled, reason="Demo: Die Person ist im Spital.", actor=actor)


def _held(one: Held, officer: Actor, operator: Actor) -> None:
    arrival, who = _family(one.family, officer, operator)
    held_on = min(_working_day(arrival.arrived_on + timedelta(days=one.after)), clock.today())
    interpreted = one.interpreting != Interpreting.NONE
    ordered = one.interpreting == Interpreting.PARTNER
    entry = HeldEntry(
        held_on=held_on,
        led_by="A. Demo-Keller",
        language=arrival.person.language,
        interpreting=one.interpreting,
        interpreting_provider=PROVIDER if ordered else "Demo-Verein" if interpreted else "",
        interpreting_order=f"LD-{held_on.year}-{10_000 + one.after}" if ordered else "",
        topics=TOPICS if one.kind == Kind.FIRST_INFORMATION else ("situation", "progress", "german", "work"),
        needs=one.needs,
        reason=one.reason,
        notes=one.notes,
        steps=tuple(StepEntry(text, held_on + timedelta(days=21 * nth)) for nth, text in enumerate(one.steps, start=1)),
        follow_up_on=max(held_on, clock.today() + timedelta(days=one.follow_up)) if one.follow_up is not None else None,
    )
    persons = list(arriving_together(arrival))
    interview = services.interview_record(persons=persons, kind=one.kind, entry=entry, actor=who, is_demo=True)
    if one.evidence:
        services.evidence_on_paper(interview=interview, where="Demo: Ordner der Gemeinde", actor=who)


def _planned(family: str, day: date, officer: Actor, operator: Actor) -> Interview:
    arrival, who = _family(family, officer, operator)
    day = max(_working_day(day), clock.today()) if day != clock.today() else day
    needs_interpreter = arrival.person.interpreter_need == "yes"
    entry = AppointmentEntry(
        starts_at=datetime(day.year, day.month, day.day, 16, 0, tzinfo=clock.ZURICH),
        place=PLACE,
        led_by="A. Demo-Keller",
        language=arrival.person.language,
        interpreting=Interpreting.PARTNER if needs_interpreter else Interpreting.NONE,
        interpreting_provider=PROVIDER if needs_interpreter else "",
        interpreting_order=f"LD-{day.year}-{20_000 + day.day}" if needs_interpreter else "",
    )
    persons = list(arriving_together(arrival))
    return services.interview_plan(persons=persons, kind=Kind.FIRST_INFORMATION, entry=entry, actor=who, is_demo=True)


def _family(name: str, officer: Actor, operator: Actor) -> tuple[Arrival, Actor]:
    """The arrival by which the family is known, and who works for it."""
    arrivals = Arrival.objects.filter(is_demo=True, person__family_name=name).order_by("pk")
    arrival = arrivals.select_related("person", "municipality")[0]
    return arrival, officer if arrival.municipality.bfs_number in OFFICERS_PLACES else operator


def _working_day(day: date) -> date:
    """That day, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day
