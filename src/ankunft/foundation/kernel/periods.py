"""Half-years, quarters, years and months as values with a beginning, an end and a neighbour."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

_HALF_YEAR = re.compile(r"([0-9]{4})-H([12])")
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_YEAR = re.compile(r"[0-9]{4}")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


@dataclass(frozen=True, order=True, slots=True)
class Year:
    """A calendar year, written `2025`."""

    year: int

    def __post_init__(self) -> None:
        _require_year(self.year)

    @classmethod
    def parse(cls, text: str) -> Year:
        """Read `2025`; ValueError for anything else."""
        if not _YEAR.fullmatch(text):
            raise ValueError(f"not a year: {text!r}")
        return cls(int(text))

    @property
    def start(self) -> date:
        return date(self.year, 1, 1)

    @property
    def end(self) -> date:
        return date(self.year, 12, 31)

    def previous(self) -> Year:
        return Year(self.year - 1)

    def next(self) -> Year:
        return Year(self.year + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}"


@dataclass(frozen=True, order=True, slots=True)
class HalfYear:
    """January to June (1) or July to December (2) of a year, written `2025-H2`."""

    year: int
    half: int

    def __post_init__(self) -> None:
        _require_year(self.year)
        if self.half not in (1, 2):
            raise ValueError("a half-year is 1 or 2")

    @classmethod
    def parse(cls, text: str) -> HalfYear:
        """Read `2025-H2`; ValueError for anything else."""
        match = _HALF_YEAR.fullmatch(text)
        if match is None:
            raise ValueError(f"not a half-year: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def containing(cls, day: date) -> HalfYear:
        return cls(day.year, 1 if day.month <= 6 else 2)

    @property
    def start(self) -> date:
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def end(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    def previous(self) -> HalfYear:
        return HalfYear(self.year, 1) if self.half == 2 else HalfYear(self.year - 1, 2)

    def next(self) -> HalfYear:
        return HalfYear(self.year, 2) if self.half == 1 else HalfYear(self.year + 1, 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-H{self.half}"


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """Three months of a year, written `2024-Q3`."""

    year: int
    number: int

    def __post_init__(self) -> None:
        _require_year(self.year)
        if not 1 <= self.number <= 4:
            raise ValueError("a quarter is 1 to 4")

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read `2024-Q3`; ValueError for anything else."""
        match = _QUARTER.fullmatch(text)
        if match is None:
            raise ValueError(f"not a quarter: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def containing(cls, day: date) -> Quarter:
        return cls(day.year, (day.month + 2) // 3)

    @property
    def start(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def end(self) -> date:
        return Month(self.year, 3 * self.number).end

    def previous(self) -> Quarter:
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    def next(self) -> Quarter:
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-Q{self.number}"


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month, written `2026-03`."""

    year: int
    month: int

    def __post_init__(self) -> None:
        _require_year(self.year)
        if not 1 <= self.month <= 12:
            raise ValueError("a month is 1 to 12")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `2026-03`; ValueError for anything else."""
        match = _MONTH.fullmatch(text)
        if match is None:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @property
    def start(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def end(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def _require_year(year: int) -> None:
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"a year is {MINYEAR} to {MAXYEAR}")
