"""Persons for the tests of this room."""

from __future__ import annotations

from datetime import date
from itertools import count

from ankunft.domain.arrivals import services
from ankunft.domain.arrivals.models import Arrival, Person
from ankunft.domain.arrivals.values import PersonEntry
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.actor import Actor

AHV = "756.9217.0769.85"
DIGITS = "7569217076985"
_numbers = count(1)


def entry(**values: object) -> PersonEntry:
    """An entry without faults, with these values."""
    plain: dict[str, object] = {
        "family_name": f"Demo-Muster {next(_numbers)}",
        "given_name": "Ada",
        "sex": "female",
        "nationality": "ER",
        "birth_date": date(1990, 5, 17),
    }
    return PersonEntry(**{**plain, **values})  # type: ignore[arg-type]


def person(of: Municipality, *, actor: Actor | None = None, **values: object) -> Person:
    """A person of that municipality, as the operator records one."""
    return services.person_record(municipality=of, entry=entry(**values), actor=actor or Actor.operator(), is_demo=True)


def arrival(town: Municipality, *, of: Person | None = None, actor: Actor | None = None, **values: object) -> Arrival:
    """Somebody of that municipality (somebody new, unless told) arrived from Eritrea on 2 November 2026."""
    plain: dict[str, object] = {"arrived_on": date(2026, 11, 2), "from_country": "ER", "source": "entry"}
    return services.arrival_record(
        person=of or person(town),
        actor=actor or Actor.operator(),
        **{**plain, **values},  # type: ignore[arg-type]
    )
