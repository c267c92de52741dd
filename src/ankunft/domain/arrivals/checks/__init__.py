"""What is wrong with what was entered: one validation, one function, one file."""

from __future__ import annotations

from ..values import PersonEntry
from . import ahv_number, birth, contact, names, nationality, register_key, sex
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


__all__ = ["Fault", "person_faults"]
