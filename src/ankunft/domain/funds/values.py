"""What people hand to the services of the plan: whole Rappen, calendar years."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class YearAmount(NamedTuple):
    """What is expected for a year and, where known, between which amounts it may lie (all Rappen)."""

    year: int
    amount: int
    low: int | None = None
    high: int | None = None


class Given(NamedTuple):
    """What is given for a position. Without amounts: nothing is planned. Not quantified: known, at an unknown cost."""

    amounts: tuple[YearAmount, ...] = ()
    comment: str = ""
    is_quantified: bool = True


class NewPaper(NamedTuple):
    """A paper that comes with an input: what it is, and its bytes (PDF, JPEG or PNG)."""

    label: str
    content: bytes


class Said(NamedTuple):
    """What a body says: one of the stances, its words, and where it was decided."""

    stance: str
    text: str = ""
    reference: str = ""


class NewPosition(NamedTuple):
    """A position to be added; `parent` and `structure` are codes, empty where there is none."""

    code: str
    label: str
    purpose: str
    parent: str = ""
    structure: str = ""
    legal_basis: str = ""


class Opening(NamedTuple):
    """With what a version begins: the balance (Rappen) and where it comes from."""

    balance: int
    source: str


class Ruling(NamedTuple):
    """A decision that was taken: its number or name, by whom, and on which day."""

    name: str
    by: str
    on: date


class NewSource(NamedTuple):
    """A funding source to be added: its code, name, kind and, of a lump sum, its vintage."""

    code: str
    label: str
    kind: str
    vintage: str = ""


class NewProgramme(NamedTuple):
    """A programme period to be added, with the last days for its submission and agreement as far as they are known."""

    code: str
    label: str
    first_year: int
    last_year: int
    submission_due: date | None = None
    agreement_due: date | None = None
    basis: str = ""


class GoalEntry(NamedTuple):
    """A goal as it is written; `area` is the number of its funding area."""

    area: int
    text: str
    indicator: str = ""


class Share(NamedTuple):
    """What a source (by code) bears of a measure in a year, in Rappen."""

    source: str
    year: int
    amount: int


class MeasureEntry(NamedTuple):
    """A measure as it is written; `position` is the key of the position onto which it is booked."""

    label: str
    responsible: str = ""
    indicator: str = ""
    position: int | None = None
    funding: tuple[Share, ...] = ()
