"""Who sees which interviews."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from ankunft.domain.arrivals.models import Arrival, ArrivalState, Person
from ankunft.foundation.kernel.actor import Actor

from . import facts, people
from .explain import Explanation, explanations
from .facts import Guest, facts_of
from .models import Evidence, Interview, InterviewState, Participant
from .permissions import own_municipalities
from .rules import Facts
from .values import HeldEntry

__all__ = [
    "arriving_together",
    "facts_of",
    "parts_visible_to",
    "preview",
    "preview_without_appointment",
    "standing_after",
    "to_invite_again",
    "visible_to",
]

Part = TypeVar("Part", bound=Model)


def visible_to(actor: Actor) -> QuerySet[Interview]:
    """The interviews of the officer's municipalities, members of an association included."""
    return parts_visible_to(actor, Interview).select_related("municipality", "performed_by")


def parts_visible_to(actor: Actor, model: type[Part]) -> QuerySet[Part]:
    """The records of a part of interviews (evidence, steps, …) that belong to the officer's municipalities."""
    records = model._default_manager.all()
    return records if actor.is_operator else records.filter(municipality__in=own_municipalities(actor))


def standing_after(missed: Collection[int]) -> QuerySet[Interview]:
    """What took the place of these missed interviews: second appointments, but not those that were called off."""
    return Interview.objects.filter(follows__in=missed).exclude(state=InterviewState.CANCELLED)


def to_invite_again(known: QuerySet[Interview]) -> QuerySet[Interview]:
    """Of these, whom nobody came to and nothing took the place of: those persons are to be invited again.

    Unless they have left, or were invited, informed or excused meanwhile in another way.
    """
    later = Interview.objects.filter(follows=OuterRef("pk")).exclude(state=InterviewState.CANCELLED)
    planned = Participant.objects.filter(arrival=OuterRef("arrival"), interview__state=InterviewState.PLANNED)
    about_no_arrival = Q(arrival=None, interview__arrival=None)
    about_one = Q(arrival__state=ArrivalState.INVITED) & ~Exists(planned)
    there = Participant.objects.filter(interview=OuterRef("pk"), person__left_on=None)
    return known.filter(~Exists(later), Exists(there.filter(about_no_arrival | about_one)), state=InterviewState.MISSED)


def arriving_together(arrival: Arrival) -> QuerySet[Person]:
    """With whom an interview about that arrival is: everybody who came on the same day into the same household."""
    together = Arrival.objects.filter(pk=arrival.pk)
    if arrival.household_id is not None:
        together = Arrival.objects.filter(
            municipality=arrival.municipality_id, household=arrival.household_id, arrived_on=arrival.arrived_on
        ).exclude(state=ArrivalState.RECALLED)
    persons = Person.objects.filter(arrivals__in=together, anonymised_at=None, merged_into=None)
    return persons.select_related("municipality").order_by("birth_year", "pk").distinct()


def preview(*, interview: Interview, entry: HeldEntry) -> list[Explanation]:
    """What would be said of a planned or held interview if it were recorded like this. Nothing is written."""
    invited = list(interview.taking_part.select_related("person", "arrival").order_by("pk"))
    named = set(entry.present)
    there = [one for one in invited if not named or one.person.reference in named]
    known = [Guest(one.person_id, one.arrival, people.is_swiss(one.person)) for one in there]
    has_evidence = Evidence.objects.filter(interview=interview, removed_at=None).exists()
    return _preview(interview.kind, known, entry, has_evidence, besides=interview.pk)


def preview_without_appointment(*, persons: Sequence[Person], kind: str, entry: HeldEntry) -> list[Explanation]:
    """The same of an interview with these persons that is recorded without an appointment."""
    return _preview(kind, people.guests(persons, kind, entry.held_on), entry, has_evidence=False)


def _preview(
    kind: str, known: Sequence[Guest], entry: HeldEntry, has_evidence: bool, *, besides: int | None = None
) -> list[Explanation]:
    permits = facts.permits_on({one.person_id: [entry.held_on] for one in known})
    entered = Facts(
        kind=kind,
        held_on=entry.held_on,
        taking_part=tuple(facts.taking(one, permits[one.person_id, entry.held_on]) for one in known),
        outsourced=entry.outsourced,
        led_by_responsible=entry.led_by_responsible,
        has_need=bool(entry.needs or entry.reason.strip()),
        has_evidence=has_evidence,
        interpreting=entry.interpreting,
        interpreting_order=entry.interpreting_order,
    )
    said = facts.verdicts(facts.with_another(entered, known, besides=besides))
    return explanations(kind, said, participants=entry.participants or max(len(known), 1))
