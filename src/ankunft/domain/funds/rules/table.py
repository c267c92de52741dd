"""The table of a plan: opening balance, what each position takes, closing balance, year by year (FP 2.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .rounding import rounded, shares
from .tree import Tree

Amounts = Mapping[int, Mapping[int, int]]
"""By year: by position: Rappen."""


class Balances(NamedTuple):
    """What is there at the beginning and end of each year, in Rappen; negative where more is spent."""

    opening: dict[int, int]
    closing: dict[int, int]


class Table(NamedTuple):
    """A table in whole units: by position and year what is spent (None: nothing is planned), and the balances."""

    years: Sequence[int]
    opening: dict[int, int]
    spent: dict[int, dict[int, int | None]]
    closing: dict[int, int]


def balances(
    opening: int, spent: Mapping[int, int], years: Sequence[int], received: Mapping[int, int] | None = None
) -> Balances:
    """The balances of years in a row: what one leaves the next begins with (FP 2.1).

    `spent` and `received` are Rappen by year; a year that is not in them has none.
    """
    at_start: dict[int, int] = {}
    at_end: dict[int, int] = {}
    balance = opening
    for year in years:
        at_start[year] = balance
        balance += (received or {}).get(year, 0) - spent.get(year, 0)
        at_end[year] = balance
    return Balances(at_start, at_end)


def table_of(opening: int, tree: Tree, amounts: Amounts, years: Sequence[int], unit: int = 1) -> Table:
    """The table of a plan in units of `unit` Rappen, of which every column adds up (`rounding`).

    `amounts` has the leaves only. ValueError where a position with others below it has an amount of its own.
    """
    sums = {year: tree.sums(amounts.get(year, {})) for year in years}
    exact = balances(opening, {year: _of_roots(tree, sums[year]) for year in years}, years)
    first = {year: rounded(exact.opening[year], unit) for year in years}
    last = {year: rounded(exact.closing[year], unit) for year in years}
    spent: dict[int, dict[int, int | None]] = {key: dict.fromkeys(years) for key, _ in tree.order()}
    for year in years:
        for key, units in _handed_down(tree, sums[year], first[year] - last[year], unit).items():
            spent[key][year] = units
    return Table(years, first, spent, last)


def _of_roots(tree: Tree, sums: Mapping[int, int]) -> int:
    return sum(sums.get(key, 0) for key in tree.roots)


def _handed_down(tree: Tree, sums: Mapping[int, int], total: int, unit: int) -> dict[int, int]:
    """By position its share of `total` units: from each sum to the positions below it that have an amount."""
    given: dict[int, int] = {}
    waiting = [(tree.roots, total)]
    while waiting:
        keys, units = waiting.pop()
        present = [key for key in keys if key in sums]
        for key, part in zip(present, shares(units, [sums[key] for key in present], unit), strict=True):
            given[key] = part
            if not tree.is_leaf(key):
                waiting.append((tree.children(key), part))
    return given
