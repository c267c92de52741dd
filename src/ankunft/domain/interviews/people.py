"""Who takes part: persons, the arrivals that an interview concerns, and who holds it for their municipality."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from ankunft.domain.arrivals.models import Arrival, ArrivalState, Person
from ankunft.domain.arrivals.rules import SWITZERLAND
from ankunft.domain.roles import INTEGRATION_OFFICER
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.permissions import organisation_code
from ankunft.domain.territory.readings import places
from ankunft.domain.territory.rules import successor_on
from ankunft.domain.territory.selectors import lead_of_each
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .facts import Guest
from .models import Kind, Participant


def require_together(persons: Sequence[Person], day: date) -> Municipality:
    """The municipality of these persons; Refused where there is nobody, or somebody who cannot take part that day."""
    if not persons:
        raise Refused(_("Wählen Sie, mit wem das Gespräch ist."))
    if len({person.pk for person in persons}) != len(persons):
        raise Refused(_("Eine Person ist mehrmals angegeben."))
    municipality = carrier(persons[0].municipality, day)
    if any(carrier(person.municipality, day).pk != municipality.pk for person in persons):
        raise Refused(
            _("Ein Gespräch ist mit Personen einer einzigen Gemeinde. Führen Sie es für jede Gemeinde einzeln.")
        )
    for person in persons:
        if person.anonymised_at is not None or person.merged_into_id is not None:
            raise Refused(
                _("%(reference)s ist anonymisiert oder mit einer anderen Person zusammengeführt.")
                % {"reference": person.reference}
            )
    require_there(persons, day)
    return municipality


def require_there(persons: Iterable[Person], day: date) -> None:
    """Refused where one of them had left, or died, before that day."""
    for person in persons:
        if person.left_on is not None and person.left_on < day:
            raise Refused(
                _("%(reference)s ist am %(day)s weggezogen.")
                % {"reference": person.reference, "day": f"{person.left_on:%d.%m.%Y}"}
            )


def carrier(municipality: Municipality, day: date) -> Municipality:
    """The municipality, or the one into which it was merged before that day: whose newcomers they are then."""
    if municipality.valid_to is None or municipality.valid_to >= day:
        return municipality
    found = successor_on(places(), municipality.pk, day)
    return municipality if found == municipality.pk else Municipality.objects.get(pk=found)


def guests(persons: Iterable[Person], kind: str, day: date) -> list[Guest]:
    """The persons with the arrival that a first information of that day concerns: the latest one until then."""
    people = list(persons)
    arrivals = latest_arrivals([person.pk for person in people], day) if kind == Kind.FIRST_INFORMATION else {}
    return [Guest(person.pk, arrivals.get(person.pk), is_swiss(person)) for person in people]


def latest_arrivals(persons: Sequence[int], day: date | None) -> dict[int, Arrival]:
    """The latest arrival of each person (by id) that was not recalled, until that day or of all, in one statement."""
    rows = Arrival.objects.filter(person__in=persons).exclude(state=ArrivalState.RECALLED)
    rows = rows.filter(arrived_on__lte=day) if day is not None else rows
    return {arrival.person_id: arrival for arrival in rows.order_by("arrived_on", "pk")}


def is_swiss(person: Person) -> bool:
    """Whether the person is Swiss, be it besides something else."""
    return SWITZERLAND in (person.nationality, *person.further_nationalities.split())


def participants(known: Sequence[Guest], municipality_id: int) -> list[Participant]:
    """Rows that still lack their interview."""
    return [
        Participant(
            municipality_id=municipality_id, person_id=one.person_id, arrival=one.arrival, was_swiss=one.was_swiss
        )
        for one in known
    ]


def first_arrival(known: Iterable[Guest]) -> Arrival | None:
    """The arrival of which an interview is the task: the earliest that it concerns."""
    arrivals = [one.arrival for one in known if one.arrival is not None]
    return min(arrivals, key=lambda arrival: (arrival.arrived_on, arrival.pk), default=None)


def household_of(persons: Iterable[Person]) -> int | None:
    """The household that all of them share; None if they share none."""
    households = {person.household_id for person in persons}
    return households.pop() if len(households) == 1 else None


def performer(
    municipality: Municipality, day: date, actor: Actor, *, leads: Callable[[date], Mapping[int, int]] = lead_of_each
) -> int:
    """Who holds the interview for the municipality: the lead of its association that day (KS 3.4.2), or it itself.

    An officer of the municipality itself holds it there, whatever association it is in. `leads` may remember.
    """
    if organisation_code(municipality.bfs_number) in actor.organisations(INTEGRATION_OFFICER):
        return municipality.pk
    return leads(day).get(municipality.pk, municipality.pk)
