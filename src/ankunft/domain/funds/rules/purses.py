"""What is to be borne and what there is to bear it, before it is asked who bears what. Whole Rappen (FP 2.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from .sources import Misfit, Terms, Use, misfit

Place = tuple[str, int]
"""A position and a year."""


@dataclass(frozen=True, slots=True)
class Purse:
    """A source as it may be used: its terms, and what comes in (below zero: goes to another source) by year.

    What was there before the first year comes in with that. `income` is None where it is not known how much there is:
    then nothing limits it, and whatever it bears depends on that. `vintage` is the programme by whose years a lump sum
    is kept apart; `number` puts the sources into their stated order, older vintages first.
    """

    key: str
    name: str
    terms: Terms | None
    income: Mapping[int, int] | None
    vintage: str = ""
    number: int = 0

    @property
    def refund_due(self) -> date | None:
        """When its money is refunded; None where it never is, or nobody knows when."""
        return self.terms.refund_due if self.terms else None


def in_order(purses: Sequence[Purse]) -> list[Purse]:
    """The sources in the order in which they bear: earliest refund first, then as they are numbered (FP 2.3).

    A vintage whose deadline is not known comes before every younger one: older money is refunded no later.
    """
    days: dict[str, date] = {}
    soonest = date.max
    for purse in sorted(purses, key=lambda purse: (-purse.number, purse.key)):
        days[purse.key] = purse.refund_due or (soonest if purse.vintage else date.max)
        if purse.vintage:
            soonest = min(soonest, days[purse.key])
    return sorted(purses, key=lambda purse: (days[purse.key], purse.number, purse.key))


@dataclass(frozen=True, slots=True)
class Need:
    """What a position needs in the year of its use."""

    position: str
    use: Use
    amount: int

    @property
    def place(self) -> Place:
        return (self.position, self.use.year)


@dataclass(frozen=True, slots=True)
class ByHand:
    """That a source bears that much of a position in a year, because somebody said so, and why."""

    source: str
    position: str
    year: int
    amount: int
    reason: str


class FaultKind(StrEnum):
    """Why nothing can be assigned."""

    NEGATIVE_NEED = "negative_need"
    TWICE = "twice"
    UNKNOWN = "unknown"
    NEGATIVE_SUPPLY = "negative_supply"
    HAND_FORBIDDEN = "hand_forbidden"
    HAND_ABOVE_NEED = "hand_above_need"
    HAND_ABOVE_SUPPLY = "hand_above_supply"


class Fault(NamedTuple):
    """What is wrong with the inputs, and where: source, position, year, and by how many Rappen or for which reason."""

    kind: FaultKind
    source: str = ""
    position: str = ""
    year: int = 0
    amount: int = 0
    misfit: Misfit | None = None


def faults(purses: Sequence[Purse], needs: Sequence[Need], by_hand: Sequence[ByHand] = ()) -> list[Fault]:
    """Everything that makes the inputs contradict themselves; nothing where they can be worked with."""
    found = [Fault(FaultKind.NEGATIVE_NEED, "", *need.place, need.amount) for need in needs if need.amount < 0]
    places = {need.place: need for need in needs}
    known = {purse.key: purse for purse in purses}
    if len(places) < len(needs) or len(known) < len(purses):
        found.append(Fault(FaultKind.TWICE))
    found += _hand_faults(known, places, by_hand)
    if not found:
        found += _supply_faults(purses, needs, by_hand)
    return found


def _hand_faults(known: Mapping[str, Purse], places: Mapping[Place, Need], by_hand: Sequence[ByHand]) -> list[Fault]:
    found = []
    sums: dict[Place, int] = defaultdict(int)
    for one in by_hand:
        purse, need = known.get(one.source), places.get((one.position, one.year))
        where = (one.source, one.position, one.year)
        if purse is None or need is None or one.amount <= 0:
            found.append(Fault(FaultKind.UNKNOWN, *where, one.amount))
            continue
        sums[need.place] += one.amount
        if why := misfit(purse.terms, need.use):
            found.append(Fault(FaultKind.HAND_FORBIDDEN, *where, one.amount, why))
    for place, amount in sums.items():
        if amount > places[place].amount:
            found.append(Fault(FaultKind.HAND_ABOVE_NEED, "", *place, amount - places[place].amount))
    return found


def _supply_faults(purses: Sequence[Purse], needs: Sequence[Need], by_hand: Sequence[ByHand]) -> list[Fault]:
    """Where a source is below zero by what comes and goes alone, or by what was assigned by hand."""
    years = years_of(purses, needs)
    taken: dict[Place, int] = defaultdict(int)
    for one in by_hand:
        taken[one.source, one.year] += one.amount
    found = []
    for purse in purses:
        if purse.income is None:
            continue
        coming = free = 0
        for year in years:
            coming += purse.income.get(year, 0)
            free += purse.income.get(year, 0) - taken[purse.key, year]
            if free < 0:
                kind = FaultKind.NEGATIVE_SUPPLY if coming < 0 else FaultKind.HAND_ABOVE_SUPPLY
                found.append(Fault(kind, purse.key, "", year, -free))
                break
    return found


def years_of(purses: Iterable[Purse], needs: Iterable[Need]) -> range:
    """All years in which somebody needs or gets something, and those between."""
    years = {need.use.year for need in needs}
    years |= {year for purse in purses for year in purse.income or ()}
    return range(min(years), max(years) + 1) if years else range(0)
