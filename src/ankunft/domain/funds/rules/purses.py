"""What is to be borne and what there is to bear it, before it is asked who bears what. Whole Rappen (FP 2.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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
    """What a position needs in the year of its use. `own` is the source that the plan of the position is about."""

    position: str
    use: Use
    amount: int
    own: str = ""

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
    """What contradicts the rest."""

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


class Workable(NamedTuple):
    """What of the inputs does not contradict the rest, and what was wrong with what was left out."""

    purses: Sequence[Purse]
    by_hand: Sequence[ByHand]
    faults: Sequence[Fault]


def workable(purses: Sequence[Purse], needs: Sequence[Need], by_hand: Sequence[ByHand] = ()) -> Workable:
    """The inputs without what contradicts itself, so that one slip does not hide who bears everything else.

    A source that is below zero bears nothing until it is no longer. Of what was said by hand is left out what nobody
    planned, what the terms forbid, everything of a need that got more than it has, and what a source does not have:
    of the later years first. Raises ValueError for a need below zero, and for anything that is there twice.
    """
    _require_sound(purses, needs)
    years = years_of(purses, needs)
    kept, found = _allowed(purses, needs, by_hand)
    sound = []
    for purse in purses:
        filled, overdrawn = _filled(purse, years)
        sound.append(filled)
        own, beyond = _affordable(filled, [one for one in kept if one.source == purse.key], years)
        kept = [one for one in kept if one.source != purse.key or one in own]
        found += overdrawn + beyond
    return Workable(sound, kept, found)


def faults(purses: Sequence[Purse], needs: Sequence[Need], by_hand: Sequence[ByHand] = ()) -> Sequence[Fault]:
    """What `workable` would leave out; nothing where everything fits together. Raises ValueError as it does."""
    return workable(purses, needs, by_hand).faults


def _require_sound(purses: Sequence[Purse], needs: Sequence[Need]) -> None:
    if len({need.place for need in needs}) < len(needs) or len({purse.key for purse in purses}) < len(purses):
        raise ValueError("a source or a need is there twice")
    if any(need.amount < 0 for need in needs):
        raise ValueError("a need is below zero")


def _allowed(
    purses: Sequence[Purse], needs: Sequence[Need], by_hand: Sequence[ByHand]
) -> tuple[list[ByHand], list[Fault]]:
    """What was said by hand of needs that there are, within the terms, and not more than each of them has."""
    known, places = {purse.key: purse for purse in purses}, {need.place: need for need in needs}
    kept: dict[Place, list[ByHand]] = defaultdict(list)
    found = []
    for one in by_hand:
        purse, need = known.get(one.source), places.get((one.position, one.year))
        where = (one.source, one.position, one.year, one.amount)
        if purse is None or need is None or one.amount <= 0:
            found.append(Fault(FaultKind.UNKNOWN, *where))
        elif why := misfit(purse.terms, need.use):
            found.append(Fault(FaultKind.HAND_FORBIDDEN, *where, why))
        else:
            kept[need.place].append(one)
    for place in list(kept):
        above = sum(one.amount for one in kept[place]) - places[place].amount
        if above > 0:
            found.append(Fault(FaultKind.HAND_ABOVE_NEED, "", *place, above))
            del kept[place]
    return [one for own in kept.values() for one in own], found


def _filled(purse: Purse, years: Iterable[int]) -> tuple[Purse, list[Fault]]:
    """The source as if what it is below zero had been put in, and the first year in which it is."""
    if purse.income is None:
        return purse, []
    income: dict[int, int] = {}
    found: list[Fault] = []
    coming = before = 0
    for year in years:
        coming += purse.income.get(year, 0)
        if coming < 0 and not found:
            found.append(Fault(FaultKind.NEGATIVE_SUPPLY, purse.key, "", year, -coming))
        income[year] = max(coming, 0) - before
        before = max(coming, 0)
    return (replace(purse, income=income) if found else purse), found


def _affordable(purse: Purse, said: Sequence[ByHand], years: Sequence[int]) -> tuple[list[ByHand], list[Fault]]:
    """What was said by hand as far as the source has it, earlier years first."""
    if purse.income is None:
        return list(said), []
    kept: list[ByHand] = []
    found = []
    for one in sorted(said, key=lambda one: (one.year, one.position)):
        if short := _short(purse.income, [*kept, one], years):
            found.append(Fault(FaultKind.HAND_ABOVE_SUPPLY, one.source, one.position, *short))
        else:
            kept.append(one)
    return kept, found


def _short(income: Mapping[int, int], said: Sequence[ByHand], years: Sequence[int]) -> tuple[int, int] | None:
    """The first year at whose end so much is not there, and how much is lacking; None where there is enough."""
    free = 0
    for year in years:
        free += income.get(year, 0) - sum(one.amount for one in said if one.year == year)
        if free < 0:
            return year, -free
    return None


def years_of(purses: Iterable[Purse], needs: Iterable[Need]) -> range:
    """All years in which somebody needs or gets something, and those between."""
    years = {need.use.year for need in needs}
    years |= {year for purse in purses for year in purse.income or ()}
    return range(min(years), max(years) + 1) if years else range(0)
