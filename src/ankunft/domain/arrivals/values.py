"""What is entered about a person, as plain values."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class PersonEntry(NamedTuple):
    """A person as a municipality enters it. An empty AHV number: not known, or left out."""

    family_name: str
    given_name: str
    sex: str
    nationality: str
    birth_date: date | None = None
    birth_year: int | None = None
    ahv_number: str = ""
