"""What a check looks at, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ankunft.domain.reporting.rules import Figures
from ankunft.foundation.kernel.periods import HalfYear


class Severity(StrEnum):
    """An error refuses the report; a warning is corrected, or explained and waived."""

    ERROR = "error"
    WARNING = "warning"


class FindingKey(NamedTuple):
    """A finding without its sentence: which check, about which field, resting on which numbers."""

    code: str
    field: str
    basis: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has to say: a sentence for the person in front of it, and the field it is about.

    `numbers` are those on which it rests: with another one it is another finding.
    """

    severity: Severity
    code: str
    sentence: str
    field: str = ""
    numbers: tuple[int, ...] = ()

    @property
    def key(self) -> FindingKey:
        """By what the same warning is known again, and what was said about it."""
        return FindingKey(self.code, self.field, "/".join(map(str, self.numbers)))


@dataclass(frozen=True, slots=True)
class Subject:
    """A half-year report as the checks see it: plain values, so that thousands are checked without a query each.

    `valid_from` and `valid_to` are those of the municipality; `previous` are the accepted totals of
    the half-year before, if any; `recorded` what recorded interviews count to, where there are any; `families` how
    many single persons and families arrived whom first information is for, where arrivals are recorded; `day` is the
    day on which the report is (to be) handed in.
    """

    municipality: str
    valid_from: date
    valid_to: date | None
    period: HalfYear
    figures: Figures
    day: date
    previous: Figures | None = None
    recorded: Figures | None = None
    families: int | None = None
