"""Which source bears which position in which year: a linear programme over plain values. Whole Rappen (FP 2.3).

Only pages and jobs that ask it load this module: it loads SciPy (HiGHS).

Nothing is borne that the terms of a source forbid (earmark, period, deadline), nothing before its money is there.
Among all ways that keep to that, one is found in which the money of the source that comes first is used as far as can
be, then that of the second, and so on. First comes whose money is refunded first; then the older vintage; then the
stated preference. That way least is refunded of all, and least is left uncovered (decision 0086). What nobody may or
can bear is told, never hidden. What people assigned by hand is fixed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

from ankunft.foundation.kernel.money import Money

from .purses import ByHand, Need, Place, Purse, faults, in_order, years_of
from .sources import misfit, misfit_sentence

LATER = 100_000
"""How much more it weighs which source bears something than in which year it does, and in whose plan."""
Assigned = Mapping[tuple[str, Place], int]
"""What a source bears of a position in a year."""


class Verdict(StrEnum):
    """What became of a source with regard to a position and year."""

    BEARS = "bears"
    BY_HAND = "by_hand"
    USED_UP = "used_up"
    RESERVED = "reserved"
    NOT_ALLOWED = "not_allowed"
    LATER = "later"


class Why(NamedTuple):
    """Why a source bears something, or does not, as a sentence: fixed German text, kept with the assignment."""

    source: str
    verdict: Verdict
    sentence: str


@dataclass(frozen=True, slots=True)
class Bearing:
    """That a source bears an amount of a position in a year; `why` goes through the sources in their order."""

    source: str
    position: str
    year: int
    amount: int
    why: tuple[Why, ...]
    is_by_hand: bool = False
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class Gap:
    """What of a position in a year nobody bears, and why none of the sources does."""

    position: str
    year: int
    amount: int
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who bears what, what sources have left at the end of each year, what they give back at their deadline.

    `order` is the order of the sources. Those of unknown amount are in neither `left` nor `refunded`.
    """

    order: tuple[str, ...]
    bearings: tuple[Bearing, ...]
    gaps: tuple[Gap, ...]
    left: Mapping[Place, int]
    refunded: Mapping[str, int]

    @property
    def uncovered(self) -> int:
        """What nobody bears in all."""
        return sum(gap.amount for gap in self.gaps)


def cover(purses: Sequence[Purse], needs: Sequence[Need], by_hand: Sequence[ByHand] = ()) -> Coverage:
    """Who bears what. Raises ValueError where `faults` finds something: ask `workable` first."""
    if wrong := faults(purses, needs, by_hand):
        raise ValueError(f"inputs contradict themselves: {wrong[0]}")
    ordered = in_order(purses)
    fixed: dict[tuple[str, Place], int] = defaultdict(int)
    for one in by_hand:
        fixed[one.source, (one.position, one.year)] += one.amount
    years = years_of(purses, needs)
    assigned = Network(ordered, needs, fixed, years).solve()
    return _Telling(ordered, years, fixed, assigned, by_hand).coverage(needs)


class Network:
    """The linear programme is a network in which money flows from sources, over years, to needs.

    Columns: what each source bears of each need that it may bear; what a source of known amount carries over from one
    year to the next. Rows: what comes into a source in a year and from the year before is borne or carried over; of a
    need not more is borne than it has. Every coefficient is 1 or -1 and every bound a whole number of Rappen, so that
    the corners of the programme are whole Rappen, and the simplex method ends in a corner.
    """

    def __init__(self, purses: Sequence[Purse], needs: Sequence[Need], fixed: Assigned, years: range) -> None:
        self.years = years
        self.purses = purses
        hand: dict[Place, int] = defaultdict(int)
        self.taken: dict[Place, int] = defaultdict(int)
        for (key, place), amount in fixed.items():
            hand[place] += amount
            self.taken[key, place[1]] += amount
        self.open = {need.place: need.amount - hand[need.place] for need in needs}
        self.pairs = [
            (rank, need)
            for need in needs
            for rank, purse in enumerate(purses)
            if self.open[need.place] and misfit(purse.terms, need.use) is None
        ]

    def solve(self) -> dict[tuple[str, Place], int]:
        """What each source bears of each need besides what is fixed, in whole Rappen."""
        if not self.pairs:
            return {}
        equal, coming = self._balances()
        below, wanted = self._wants()
        columns = equal.shape[1]
        found = linprog(
            np.concatenate([self._weights(), np.zeros(columns - len(self.pairs))]),
            A_ub=below,
            b_ub=wanted,
            A_eq=equal if equal.shape[0] else None,
            b_eq=coming if equal.shape[0] else None,
            method="highs-ds",
        )
        if not found.success:
            raise ArithmeticError(f"no assignment was found: {found.message}")
        amounts = np.rint(found.x[: len(self.pairs)]).astype(np.int64).tolist()
        assigned = {
            (self.purses[rank].key, need.place): amount
            for (rank, need), amount in zip(self.pairs, amounts, strict=True)
            if amount
        }
        self._prove(assigned)
        return assigned

    def _weights(self) -> NDArray[np.float64]:
        """Below zero: the earlier a source comes, the more its use is worth; then the earlier the use, the better.

        Of two uses in the same year that in the source's own plan is better.
        """
        count, last = len(self.purses), max(self.years)
        worth = [
            (count - rank) * (LATER + 2 * (last - need.use.year) + (need.own == self.purses[rank].key))
            for rank, need in self.pairs
        ]
        return -np.array(worth, float)

    def _balances(self) -> tuple[csr_array, NDArray[np.float64]]:
        """For each source of known amount and year: borne + carried over - carried in = what comes in."""
        known = [rank for rank, purse in enumerate(self.purses) if purse.income is not None]
        row_of = {(rank, year): row for row, (rank, year) in enumerate((r, y) for r in known for y in self.years)}
        rows, columns, values = [], [], []
        for column, (rank, need) in enumerate(self.pairs):
            if (rank, need.use.year) in row_of:
                rows.append(row_of[rank, need.use.year])
                columns.append(column)
                values.append(1)
        for (rank, year), row in row_of.items():
            column = len(self.pairs) + row
            rows.append(row)
            columns.append(column)
            values.append(1)
            if (rank, year + 1) in row_of:
                rows.append(row_of[rank, year + 1])
                columns.append(column)
                values.append(-1)
        coming = [self._coming(self.purses[rank], year) for rank, year in row_of]
        return (
            csr_array((values, (rows, columns)), shape=(len(row_of), len(self.pairs) + len(row_of))),
            np.array(coming, float),
        )

    def _coming(self, purse: Purse, year: int) -> int:
        return (purse.income or {}).get(year, 0) - self.taken[purse.key, year]

    def _wants(self) -> tuple[csr_array, NDArray[np.float64]]:
        places = sorted({need.place for _rank, need in self.pairs})
        row_of = {place: row for row, place in enumerate(places)}
        rows = [row_of[need.place] for _rank, need in self.pairs]
        carried = sum(1 for purse in self.purses if purse.income is not None) * len(self.years)
        shape = (len(places), len(self.pairs) + carried)
        below = csr_array((np.ones(len(rows)), (rows, range(len(rows)))), shape=shape)
        return below, np.array([self.open[place] for place in places], float)

    def _prove(self, assigned: Assigned) -> None:
        """That whole Rappen keep to everything: nothing below zero, above a need, or before the money is there."""
        borne: dict[Place, int] = defaultdict(int)
        used: dict[tuple[str, int], int] = defaultdict(int)
        for (key, place), amount in assigned.items():
            borne[place] += amount
            used[key, place[1]] += amount
        sound = all(amount > 0 for amount in assigned.values())
        sound = sound and all(amount <= self.open[place] for place, amount in borne.items())
        for purse in self.purses:
            free = 0
            for year in self.years:
                free += self._coming(purse, year) - used[purse.key, year]
                sound = sound and (purse.income is None or free >= 0)
        if not sound:
            raise ArithmeticError("the assignment does not hold in whole Rappen")


class _Telling:
    """The assignment in the words of whoever reads it."""

    def __init__(
        self, purses: Sequence[Purse], years: range, fixed: Assigned, assigned: Assigned, by_hand: Sequence[ByHand]
    ) -> None:
        self.purses = purses
        self.years = years
        self.assigned = assigned
        self.by_hand: dict[tuple[str, Place], list[ByHand]] = defaultdict(list)
        for one in by_hand:
            self.by_hand[one.source, (one.position, one.year)].append(one)
        self.left: dict[Place, int] = {}
        self.refunded: dict[str, int] = {}
        used: dict[Place, int] = defaultdict(int)
        for borne in (fixed, assigned):
            for (key, (_position, year)), amount in borne.items():
                used[key, year] += amount
        for purse in purses:
            if purse.income is not None:
                self._balance(purse, purse.income, used)

    def _balance(self, purse: Purse, income: Mapping[int, int], used: Mapping[Place, int]) -> None:
        """What is left year by year, and what of it is given back when the refund is due."""
        due = purse.refund_due.year if purse.refund_due else None
        free = 0
        for year in self.years:
            free += income.get(year, 0) - used[purse.key, year]
            if due is not None and year >= due and purse.key not in self.refunded:
                self.refunded[purse.key] = free
            self.left[purse.key, year] = free if due is None or year <= due else free - self.refunded[purse.key]

    def coverage(self, needs: Sequence[Need]) -> Coverage:
        bearings: list[Bearing] = []
        gaps: list[Gap] = []
        for need in sorted(needs, key=lambda need: (need.use.year, need.position)):
            missing, why = need.amount, []
            for rank, purse in enumerate(self.purses):
                amounts = self._amounts(purse, need.place)
                missing -= sum(amount for amount, _hand in amounts)
                why.append(self._why(rank, purse, need, amounts, missing))
                bearings += [
                    Bearing(purse.key, *need.place, amount, tuple(why), hand is not None, purse.income is not None)
                    for amount, hand in amounts
                ]
            if missing:
                gaps.append(Gap(*need.place, missing, tuple(why)))
        order = tuple(purse.key for purse in self.purses)
        return Coverage(order, tuple(bearings), tuple(gaps), self.left, self.refunded)

    def _amounts(self, purse: Purse, place: Place) -> list[tuple[int, ByHand | None]]:
        """What it bears by hand, then what it bears besides."""
        amounts: list[tuple[int, ByHand | None]] = [(one.amount, one) for one in self.by_hand[purse.key, place]]
        found = self.assigned.get((purse.key, place), 0)
        return [*amounts, (found, None)] if found else amounts

    def _why(self, rank: int, purse: Purse, need: Need, amounts: list[tuple[int, ByHand | None]], missing: int) -> Why:
        if amounts:
            return self._bears(rank, purse, need.use.year, amounts, missing)
        if found := misfit(purse.terms, need.use):
            return Why(purse.key, Verdict.NOT_ALLOWED, misfit_sentence(purse.name, purse.terms, found))
        if not missing:
            return Why(purse.key, Verdict.LATER, f"{purse.name} wird dafür nicht gebraucht.")
        if self.left.get((purse.key, need.use.year), 0):
            return Why(purse.key, Verdict.RESERVED, f"Was {purse.name} noch hat, wird später gebraucht.")
        return Why(purse.key, Verdict.USED_UP, f"{purse.name} ist Ende {need.use.year} aufgebraucht.")

    def _bears(self, rank: int, purse: Purse, year: int, amounts: list[tuple[int, ByHand | None]], missing: int) -> Why:
        total = Money(sum(amount for amount, _hand in amounts))
        said = [f"Von Hand: {hand.reason}" for _amount, hand in amounts if hand]
        if len(said) < len(amounts):
            said.append(f"Zweck, Zielgruppe und Jahr passen; {self._turn(rank, purse)}.")
        if purse.income is None:
            said.append(f"Wie viel {purse.name} hat, ist nicht erfasst: getragen nur, soweit Mittel da sind.")
        elif missing and not self.left[purse.key, year]:
            said.append(f"Damit ist {purse.name} Ende {year} aufgebraucht.")
        verdict = Verdict.BY_HAND if all(hand for _amount, hand in amounts) else Verdict.BEARS
        return Why(purse.key, verdict, " ".join([f"{purse.name} trägt {total}.", *said]))

    def _turn(self, rank: int, purse: Purse) -> str:
        """Why it is the turn of this source, in the words of its rank."""
        if purse.refund_due:
            return f"was am {purse.refund_due:%d.%m.%Y} zurückzuerstatten ist, kommt vor Späterem"
        if purse.vintage:
            return "der ältere Jahrgang kommt zuerst"
        return f"in der festgelegten Reihenfolge an {rank + 1}. Stelle"
