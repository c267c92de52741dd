"""With whom an interview is to be: the family of an arrival, or of a person, as an address names them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from ankunft.domain.arrivals import rules, tasks
from ankunft.domain.arrivals.families import family_of
from ankunft.domain.arrivals.models import Arrival, ArrivalState, InterpreterNeed, Person
from ankunft.domain.interviews.models import Interview, InterviewState, Kind
from ankunft.domain.interviews.selectors import to_invite_again
from ankunft.foundation.access.policy import visible_to

ARRIVAL, PERSON = "zuzug", "person"
WAITING = (ArrivalState.OPEN, ArrivalState.INVITED)


@dataclass(frozen=True, slots=True)
class Subject:
    """The persons who can be invited together, of whom `invited` are proposed.

    `arrival` is that for which somebody waits, `begun_with` the person from whose page one comes.
    """

    persons: tuple[Person, ...]
    invited: tuple[Person, ...]
    arrival: Arrival | None = None
    begun_with: Person | None = None

    @property
    def kind(self) -> str:
        """Which interview is likely: the first information as long as somebody waits for it."""
        return Kind.FIRST_INFORMATION if self.arrival is not None else Kind.INTEGRATION

    @property
    def language(self) -> str:
        """In which of their languages somebody speaks with them: the first that is known."""
        return next((one.language for one in self.invited if one.language), "")

    @property
    def needs_interpreter(self) -> bool:
        return any(one.interpreter_need == InterpreterNeed.YES for one in self.invited)


def subject_of(request: HttpRequest) -> Subject:
    """Who is meant by `?zuzug=` or `?person=`; 404 where the actor sees nobody like that."""
    if typed := request.GET.get(ARRIVAL, ""):
        reference = rules.reference_in(typed, begins=rules.ARRIVAL)
        known = visible_to(request.actor, Arrival).select_related("person__municipality")
        arrival = get_object_or_404(known, reference=reference)
        family = tasks.family_of(arrival).persons
        return Subject(_with_relatives(family), family, arrival)
    if typed := request.GET.get(PERSON, ""):
        person = get_object_or_404(visible_to(request.actor, Person), reference=rules.reference_in(typed))
        waiting = visible_to(request.actor, Arrival).filter(person=person, state__in=WAITING)
        if (first := waiting.select_related("person__municipality").order_by("arrived_on").last()) is not None:
            family = tasks.family_of(first).persons
            return Subject(_with_relatives((person, *family)), family, first, begun_with=person)
        return Subject(_with_relatives((person,)), (person,), begun_with=person)
    raise Http404


def _with_relatives(persons: tuple[Person, ...]) -> tuple[Person, ...]:
    """These, and whoever belongs to the family of the first one in the same municipality."""
    first = persons[0]
    relatives = family_of(first) if first.anonymised_at is None else []
    known = {one.pk: one for one in (*persons, *relatives) if one.municipality_id == first.municipality_id}
    return tuple(known.values())


def planned_for(subject: Subject) -> Interview | None:
    """The appointment that there is already for the arrival, or the missed one that a second is to follow."""
    if subject.arrival is None:
        return None
    known = Interview.objects.filter(taking_part__arrival=subject.arrival)
    planned = known.filter(state=InterviewState.PLANNED).order_by("pk").first()
    return planned or to_invite_again(known).order_by("pk").first()
