"""What is entered about a person, as plain values."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class PersonEntry(NamedTuple):
    """A person as a municipality enters it. An empty AHV number: not known, or left out.

    Of a birth is given the date, or year and month, or the year alone (eCH-0044). `interpreter_need` is `yes`, `no`,
    or empty where nobody has asked. `register_key` is by which the register of residents knows the person
    (`category:id`).
    """

    family_name: str
    given_name: str
    sex: str
    nationality: str
    birth_date: date | None = None
    birth_year: int | None = None
    ahv_number: str = ""
    birth_month: int | None = None
    further_nationalities: tuple[str, ...] = ()
    language: str = ""
    interpreter_need: str = ""
    phone: str = ""
    email: str = ""
    register_key: str = ""


class HouseholdEntry(NamedTuple):
    """Where a household lives. `register_id` is the register's (eCH-0011 householdID)."""

    street: str = ""
    house_number: str = ""
    postcode: str = ""
    town: str = ""
    register_id: str = ""


class PermitEntry(NamedTuple):
    """A permit from a day on: `category` as people call it (B, C, F, S …), `code` as registers do (eCH-0006)."""

    category: str
    valid_from: date
    valid_until: date | None = None
    entered_on: date | None = None
    code: str = ""


class LanguageEntry(NamedTuple):
    """How well somebody knew a language on a day: `oral` and `written` are levels, empty where nobody has looked."""

    language: str
    as_of: date
    oral: str = ""
    written: str = ""
