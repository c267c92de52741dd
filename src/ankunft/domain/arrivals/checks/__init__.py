"""What is wrong with what was entered: one validation, one function, one file."""

from __future__ import annotations

from datetime import date

from ..values import PersonEntry
from . import ahv_number, arrival, birth, contact, names, nationality, register_key, sex
from .base import Fault

CHECKS = (
    names.check,
    birth.check,
    sex.check,
    nationality.check,
    ahv_number.check,
    contact.check,
    register_key.check,
)


def person_faults(entry: PersonEntry) -> list[Fault]:
    """Everything that is wrong with an entry, each as a sentence with the field it belongs to."""
    return [fault for check in CHECKS for fault in check(entry)]


def arrival_faults(born: date | None, arrived_on: date, from_country: str) -> list[Fault]:
    """What is wrong with a day of arrival and the country somebody came from; `born` is the earliest possible day."""
    return list(arrival.check(born, arrived_on, from_country))


__all__ = ["Fault", "arrival_faults", "person_faults"]
