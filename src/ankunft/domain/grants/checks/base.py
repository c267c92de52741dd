"""What a check of an application looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ankunft.domain.grants.rules import Budget


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence for the person in front of it, and the field of the form that it is about."""

    code: str
    sentence: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """An application as the checks see it: plain values.

    `not_entitled` says why the municipality gets no contributions on that day (empty: it does, KS 4.2), `exists`
    whether it is still there; `day` is the day on which the application is (to be) handed in.
    """

    goal: str
    target_group: str
    measures: str
    begins_on: date | None
    ends_on: date | None
    budget: Budget
    longest_months: int
    municipality: str
    exists: bool
    not_entitled: str
    day: date
