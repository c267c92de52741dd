"""What is projected and what comes out: plain values, without what calculates them. In whole Rappen (FP 2.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ankunft.foundation.kernel.periods import Month

from .ranges import MONTHS, Rest

DRAWS = 10_000
LEVELS = (5, 25, 50, 75, 95)
"""The percentiles that are told."""
METHOD = "PCG64, 1 Zahl je Position und Jahr, Dreieck und Geschichte, Monate gleichmässig; Fassung 1"
"""How it is calculated; kept with every result, so that a later version of the program tells them apart."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The rest of a position in a year, and the source that bears it."""

    position: str
    source: str
    year: int
    rest: Rest


@dataclass(frozen=True, slots=True)
class Pot:
    """A source: its balance when the first year begins, and the day on which what is left is refunded (None: never)."""

    key: str
    opening: int
    refund_due: date | None = None

    @property
    def due_month(self) -> Month | None:
        """The last month that is over by the day of the refund: what is left then goes back."""
        if self.refund_due is None:
            return None
        month = Month(self.refund_due.year, self.refund_due.month)
        if self.refund_due == month.end:
            return month
        return Month(month.year, month.month - 1) if month.month > 1 else Month(month.year - 1, MONTHS)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is projected. `over` is the last month whose bookings are complete, None where none is.

    `certain` is what is known to come (above zero) or to have gone (below zero), by source and month.
    """

    first_year: int
    last_year: int
    pots: Sequence[Pot]
    cells: Sequence[Cell]
    certain: Mapping[tuple[str, Month], int] = field(default_factory=dict)
    over: Month | None = None

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)


@dataclass(frozen=True, slots=True)
class Band:
    """The percentiles of `LEVELS` of an amount at the end of a period (Rappen), and its mean to the Rappen."""

    percentiles: tuple[int, ...]
    mean: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a source: balances at year-ends, when it runs dry, what is refunded.

    `dry` counts the draws in which the balance falls below zero, by the month in which it first does. `refunded` is
    what is left on the day of the refund and given back then, None where that day is not in the period; `lacking` what
    is missing by then, or else by the end of the period.
    """

    source: str
    balances: Mapping[int, Band]
    dry: Mapping[Month, int]
    refund_due: date | None
    refunded: Band | None
    lacking: Band

    @property
    def dry_draws(self) -> int:
        """In how many draws it runs dry within the period."""
        return sum(self.dry.values())

    def dry_by(self, draws: int, percent: int = 50) -> Month | None:
        """The month by whose end it has run dry in that many per cent of all draws; None where it does so in fewer."""
        gone = 0
        for month in sorted(self.dry):
            gone += self.dry[month]
            if gone * 100 >= draws * percent:
                return month
        return None


@dataclass(frozen=True, slots=True)
class Result:
    """A projection: its seed, how many draws, and what becomes of each source, in the order of the inputs."""

    seed: int
    draws: int
    outcomes: tuple[Outcome, ...]
