"""How uncertain the rest of a position's year is: pure functions over plain values. Amounts in Rappen (FP 2.4).

What is booked in months that are over is certain. The rest of the year is a distribution, from the best that is known
of the position, in this order:

1. the range that its owner gave for the year: a triangular distribution (low, likely, high), less what is booked;
2. its own history: how much of what was planned was booked in spans of a year, each a quarter later than the one
   before, at least `ENOUGH` of them. A ratio is drawn between the lowest and the highest one that was, and
   applied to what is planned for the open months. Where nothing was ever booked there is no history;
3. what is planned for the open months, `SPREAD` per cent up and down: a triangular distribution.

Every distribution is a piecewise function of one number between 0 and 1, so that one draw is one number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import isqrt

from ankunft.foundation.kernel.periods import Month

SPREAD = 25
"""Per cent by which a rest without history and range may be below or above what is planned."""
ENOUGH = 4
"""So many spans of a year make a history."""
MONTHS, QUARTERS = 12, 4


class Basis(StrEnum):
    """Where the distribution of a rest comes from."""

    BOOKED = "booked"
    RANGE = "range"
    HISTORY = "history"
    SPREAD = "spread"


@dataclass(frozen=True, slots=True)
class Triangle:
    """A triangular distribution of a rest, in Rappen."""

    low: int
    likely: int
    high: int
    basis: Basis = Basis.RANGE

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.likely <= self.high:
            raise ValueError("a range goes from low over likely to high, and not below zero")

    @property
    def expected(self) -> int:
        """The mean, to the Rappen."""
        return round(Fraction(self.low + self.likely + self.high, 3))

    def below(self, percent: int) -> int:
        """The amount that is not exceeded with that probability (per cent), to the Rappen below."""
        width, left, right = self.high - self.low, self.likely - self.low, self.high - self.likely
        if percent * width <= left * 100:
            return self.low + isqrt(percent * width * left // 100)
        return self.high - isqrt((100 - percent) * width * right // 100)


@dataclass(frozen=True, slots=True)
class Ratios:
    """A rest by history: planned Rappen times a ratio between those that were, in ascending order.

    The gaps between neighbours are equally likely, and so is every ratio within a gap.
    """

    planned: int
    ratios: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        if self.planned < 0 or len(self.ratios) < 2 or any(later < one for one, later in pairwise(self.ratios)):
            raise ValueError("a history has several ratios in ascending order, of something planned")

    @property
    def basis(self) -> Basis:
        return Basis.HISTORY

    @property
    def expected(self) -> int:
        """The mean, to the Rappen."""
        gaps = [(one + later) / 2 for one, later in pairwise(self.ratios)]
        return round(self.planned * sum(gaps, Fraction(0)) / len(gaps))

    def below(self, percent: int) -> int:
        """The amount that is not exceeded with that probability (per cent), to the Rappen."""
        place = Fraction(percent * (len(self.ratios) - 1), 100)
        gap = min(int(place), len(self.ratios) - 2)
        one, later = self.ratios[gap], self.ratios[gap + 1]
        return round(self.planned * (one + (later - one) * (place - gap)))


Rest = Triangle | Ratios


@dataclass(frozen=True, slots=True)
class Given:
    """What a position's owner says of a whole year, in Rappen."""

    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class Closed:
    """A quarter or year of a position that is over: what was planned, what was booked (Rappen)."""

    planned: int
    booked: int


@dataclass(frozen=True, slots=True)
class Year:
    """What is known of a position and year. `booked` is what the months that are over have borne, `over` how many.

    Without `is_planned` nothing is planned, which is not zero.
    """

    planned: int
    booked: int = 0
    over: int = 0
    given: Given | None = None
    history: Sequence[Closed] = ()
    is_planned: bool = True

    @property
    def open_plan(self) -> int:
        """What is planned for the months that are not over: the plan in equal months, rounded down."""
        return max(self.planned, 0) * (MONTHS - self.over) // MONTHS


def months_over(over: Month | None, year: int) -> int:
    """How many months of a year are booked to the end."""
    if over is None or year > over.year:
        return 0
    return MONTHS if year < over.year else over.month


def spans(quarters: Sequence[Closed]) -> list[Closed]:
    """The years that end with each quarter, from the quarters of a position one after the other.

    Whole years: what is paid twice a year would look much more uncertain than it is, quarter by quarter.
    """
    ends = range(QUARTERS, len(quarters) + 1)
    return [
        Closed(
            sum(one.planned for one in quarters[end - QUARTERS : end]),
            sum(one.booked for one in quarters[end - QUARTERS : end]),
        )
        for end in ends
    ]


def given_fault(given: Given) -> bool:
    """Whether a range does not go from low over likely to high, or begins below zero."""
    return not 0 <= given.low <= given.likely <= given.high


def rest(year: Year) -> Rest:
    """The distribution of what the open months of a year will cost; nothing where the year is over."""
    if year.over >= MONTHS:
        return Triangle(0, 0, 0, Basis.BOOKED)
    if year.given is not None:
        low, likely, high = (max(one - year.booked, 0) for one in (year.given.low, year.given.likely, year.given.high))
        return Triangle(low, likely, high, Basis.RANGE)
    known = [one for one in year.history if one.planned > 0]
    # Where nothing was ever booked there is no history: what has not begun yet is not certain to cost nothing.
    if len(known) >= ENOUGH and any(one.booked > 0 for one in known):
        ratios = sorted(Fraction(max(one.booked, 0), one.planned) for one in known)
        return Ratios(year.open_plan, tuple(ratios))
    planned = year.open_plan
    return Triangle(planned * (100 - SPREAD) // 100, planned, -(-planned * (100 + SPREAD) // 100), Basis.SPREAD)


def part(whole: Rest, share: Fraction) -> Rest:
    """The part of a rest that one of several sources bears: as uncertain as the whole, to the Rappen."""
    if isinstance(whole, Ratios):
        return Ratios(round(whole.planned * share), whole.ratios)
    low, likely, high = (round(one * share) for one in (whole.low, whole.likely, whole.high))
    return Triangle(low, likely, high, whole.basis)


def shares(open_plan: int, assigned: Sequence[int]) -> list[Fraction]:
    """Which part of a rest each of several sources bears that were assigned so much of it by hand (Rappen).

    What was assigned beyond the rest is nothing: the first bear it. Whoever was assigned something where nothing is
    planned bears the whole.
    """
    left = Fraction(1)
    found = []
    for amount in assigned:
        wanted = Fraction(amount, open_plan) if open_plan > 0 else Fraction(1 if amount > 0 else 0)
        found.append(min(wanted, left))
        left -= found[-1]
    return found


@dataclass(frozen=True, slots=True)
class Outlook:
    """A position's year as it will probably end, in Rappen: what is booked, what the rest is expected to be.

    Nine times in ten the whole year is between `low` and `high`.
    """

    booked: int
    expected_rest: int
    low: int
    high: int
    basis: Basis

    @property
    def expected(self) -> int:
        """What the year will probably cost; these add up over positions and years."""
        return self.booked + self.expected_rest


def outlook(year: Year) -> Outlook:
    """The projection of one position and year by itself."""
    open_months = rest(year)
    return Outlook(
        year.booked,
        open_months.expected,
        year.booked + open_months.below(5),
        year.booked + open_months.below(95),
        open_months.basis,
    )


def told(basis: Basis, periods: int = 0) -> str:
    """Where the distribution comes from, in words: fixed German text, kept with projections."""
    return {
        Basis.BOOKED: "Das Jahr ist abgeschlossen: nur Verbuchtes.",
        Basis.RANGE: "Bandbreite der zuständigen Stelle (tief, wahrscheinlich, hoch): Dreiecksverteilung.",
        Basis.HISTORY: f"Eigene Geschichte: verbucht zu geplant in {periods} Jahresspannen.",
        Basis.SPREAD: f"Plan der offenen Monate, {SPREAD} Prozent nach unten und oben: Dreiecksverteilung.",
    }[basis]
