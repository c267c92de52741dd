"""A family as somebody enters it at once: persons, where they live, and that they arrived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..models import Arrival, Exclusion, Person, Source
from ..values import HouseholdEntry, PersonEntry
from .arrivals import arrival_record, exclusion_of
from .households import household_set
from .persons import person_record


class FamilyRecorded(NamedTuple):
    """What was recorded: everybody, the arrivals, and those for whom start.integration is not there."""

    persons: list[Person]
    arrivals: list[Arrival]
    outside: list[Person]


@transaction.atomic
def family_record(
    *,
    municipality: Municipality,
    entries: Sequence[PersonEntry],
    home: HouseholdEntry | None = None,
    arrived_on: date,
    from_country: str,
    nonetheless: bool = False,
    actor: Actor,
    is_demo: bool = False,
) -> FamilyRecorded:
    """Record those who arrived together, at one address (`home`; somebody alone may have none yet).

    Whoever start.integration is not for (KS 3.2 no. 2), such as a Swiss spouse, is recorded as a person without a task,
    unless they are informed `nonetheless`. Refused where it is for nobody, and as recording each of them is.
    """
    persons = [person_record(municipality=municipality, entry=entry, actor=actor, is_demo=is_demo) for entry in entries]
    outside = [] if nonetheless else [person for person in persons if exclusion_of(person, from_country)]
    if len(outside) == len(persons):
        reasons = dict.fromkeys(str(Exclusion(exclusion_of(person, from_country)).label) for person in persons)
        raise Refused(
            _(
                "Nicht start.integration: %(reason)s. "
                "Sie können trotzdem informieren (unten ankreuzen); bezahlt wird das nicht."
            )
            % {"reason": ", ".join(reasons)}
        )
    household = household_set(persons=persons, entry=home, actor=actor, is_demo=is_demo) if home else None
    arrivals = [
        arrival_record(
            person=person,
            household=household,
            arrived_on=arrived_on,
            from_country=from_country,
            source=Source.ENTRY,
            nonetheless=nonetheless,
            actor=actor,
            is_demo=is_demo,
        )
        for person in persons
        if person not in outside
    ]
    return FamilyRecorded(persons, arrivals, outside)
