"""How long the money lasts: Monte Carlo over the rests of positions, with a seed (FP 2.4). Amounts in whole Rappen.

Only pages and jobs that project load this module: it loads NumPy.

Every draw is one future: for each position and year one number between 0 and 1 of `Generator(PCG64(seed))`, turned
into a rest as `ranges` says. Positions are drawn independently of each other. A rest falls evenly on the open months
of its year. What is certain (balance, tranches, transfers, bookings) is the same in every draw. The same seed and
inputs give the same figures, in whatever order the inputs come and however many draws are calculated at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from ankunft.foundation.kernel.periods import Month

from .futures import DRAWS, LEVELS, Band, Cell, Inputs, Outcome, Pot, Result
from .ranges import MONTHS, Ratios, Rest, Triangle, months_over

AT_A_TIME = 1 << 17
"""So many numbers are in memory at a time (a megabyte), whatever the number of positions and draws."""

Amounts = NDArray[np.int64]
Numbers = NDArray[np.float64]


def project(
    inputs: Inputs,
    seed: int,
    draws: int = DRAWS,
    at_a_time: int = AT_A_TIME,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """What becomes of the sources in that many futures. `progress` is told how many of them are drawn, and of how many.

    Raises ValueError where a cell names a source or a year that is not in the inputs, or nothing is drawn.
    """
    if draws < 1:
        raise ValueError("a projection draws at least once")
    totals = _drawn(inputs, seed, draws, at_a_time, progress)
    return Result(seed, draws, tuple(_outcome(inputs, pot, totals[number]) for number, pot in enumerate(inputs.pots)))


def _drawn(
    inputs: Inputs, seed: int, draws: int, at_a_time: int, progress: Callable[[int, int], None] | None
) -> Amounts:
    """The sums of the rests by source, year and draw."""
    years = len(inputs.years)
    totals = np.zeros((len(inputs.pots) * years, draws), dtype=np.int64)
    blocks = _blocks(inputs)
    columns = len(inputs.cells)
    if columns:
        generator = np.random.Generator(np.random.PCG64(seed))
        step = max(at_a_time // columns, 1)
        for begin in range(0, draws, step):
            numbers = generator.random((min(step, draws - begin), columns))
            for block in blocks:
                amounts = block.turn(numbers[:, block.columns])
                sums = np.add.reduceat(np.rint(amounts, out=amounts), block.starts, axis=1)
                totals[block.places, begin : begin + step] += sums.T.astype(np.int64)
            if progress is not None:
                progress(min(begin + step, draws), draws)
    return totals.reshape(len(inputs.pots), years, draws)


@dataclass(frozen=True, slots=True)
class _Block:
    """Cells beside each other that one formula turns into amounts, and where sums of them belong.

    A sum begins at each of `starts` and is added to the row of `places`.
    """

    columns: slice
    starts: NDArray[np.intp]
    places: NDArray[np.intp]
    turn: Callable[[Numbers], Numbers]


def _blocks(inputs: Inputs) -> list[_Block]:
    """The cells in an order of their own, whatever the order in which they came: by formula, source and year."""
    rows = {
        (pot.key, year): row for row, (pot, year) in enumerate((pot, y) for pot in inputs.pots for y in inputs.years)
    }
    keyed = sorted(
        (_formula(cell.rest), _row(rows, cell), cell.position, number) for number, cell in enumerate(inputs.cells)
    )
    blocks = []
    column = 0
    for formula, group in groupby(keyed, key=lambda one: one[0]):
        members = list(group)
        rests = [inputs.cells[number].rest for *_rest, number in members]
        places = [row for _formula, row, *_rest in members]
        starts = [at for at, row in enumerate(places) if at == 0 or row != places[at - 1]]
        blocks.append(
            _Block(
                slice(column, column + len(members)),
                np.array(starts),
                np.array([places[at] for at in starts]),
                _between(rests) if formula else _triangles(rests),
            )
        )
        column += len(members)
    return blocks


def _formula(rest: Rest) -> int:
    """0 for triangles, else of how many ratios the history is: each is turned by a formula of its own."""
    return len(rest.ratios) if isinstance(rest, Ratios) else 0


def _row(rows: Mapping[tuple[str, int], int], cell: Cell) -> int:
    row = rows.get((cell.source, cell.year))
    if row is None:
        raise ValueError(f"{cell.position} {cell.year}: no such source or year: {cell.source}")
    return row


def _triangles(rests: Sequence[Rest]) -> Callable[[Numbers], Numbers]:
    """The inverse of the triangular distribution, for several at once."""
    shapes = np.array([(one.low, one.likely, one.high) for one in rests if isinstance(one, Triangle)], dtype=np.float64)
    low, likely, high = shapes.T
    width = high - low
    left, right = width * (likely - low), width * (high - likely)
    turning = np.divide(likely - low, width, out=np.zeros_like(width), where=width > 0)

    def turn(numbers: Numbers) -> Numbers:
        rising = numbers < turning
        amounts = np.where(rising, numbers * left, (1.0 - numbers) * right)
        np.sqrt(amounts, out=amounts)
        turned: Numbers = np.where(rising, low + amounts, high - amounts)
        return turned

    return turn


def _between(rests: Sequence[Rest]) -> Callable[[Numbers], Numbers]:
    """Between the amounts that the ratios of a history give, each gap equally likely, for several at once."""
    histories = [one for one in rests if isinstance(one, Ratios)]
    nodes = np.array([[round(one.planned * ratio) for ratio in one.ratios] for one in histories], dtype=np.float64)
    gaps = np.diff(nodes, axis=1)
    last = gaps.shape[1] - 1
    offsets = np.arange(len(histories)) * (last + 1)
    begins, widths = np.ascontiguousarray(nodes[:, :-1]).ravel(), gaps.ravel()

    def turn(numbers: Numbers) -> Numbers:
        places = numbers * (last + 1)
        gap = places.astype(np.intp)
        places -= gap
        gap += offsets
        turned: Numbers = begins[gap] + widths[gap] * places
        return turned

    return turn


def _outcome(inputs: Inputs, pot: Pot, totals: Amounts) -> Outcome:
    """The way of one source through the months of the period, in all draws at once."""
    draws = totals.shape[1]
    known = np.full(draws, pot.opening, dtype=np.int64)
    alive = known >= 0
    balances: dict[int, Band] = {}
    dry: dict[Month, int] = {}
    if not alive.all():
        dry[Month(inputs.first_year, 1)] = draws
    refunded = None
    lacking = None
    due = pot.due_month
    for number, year in enumerate(inputs.years):
        over = months_over(inputs.over, year)
        balance = known
        for count in range(1, MONTHS + 1):
            month = Month(year, count)
            known = known + inputs.certain.get((pot.key, month), 0)
            balance = known - _borne(totals[number], count - over, MONTHS - over)
            fallen = alive & (balance < 0)
            if gone := int(np.count_nonzero(fallen)):
                dry[month] = gone
                alive &= ~fallen
            if month == due:
                refunded, lacking = _band(np.maximum(balance, 0)), _band(np.maximum(-balance, 0))
                known = known - np.maximum(balance, 0)
        balances[year] = _band(balance)
        known = known - (totals[number] if over < MONTHS else 0)
    if lacking is None:
        lacking = _band(np.maximum(-balance, 0))
    return Outcome(pot.key, balances, dry, pot.refund_due, refunded, lacking)


def _borne(total: Amounts, gone: int, months: int) -> Amounts | int:
    """What of a rest has fallen on the first `gone` of its open months."""
    if gone <= 0 or months <= 0:
        return 0
    return total if gone == months else total * gone // months


def _band(amounts: Amounts) -> Band:
    """Percentiles as amounts that were drawn (nearest rank): whole Rappen, never between two."""
    draws = len(amounts)
    ranks = [-(-level * draws // 100) - 1 for level in LEVELS]
    ordered = np.partition(amounts, ranks)
    return Band(tuple(int(ordered[rank]) for rank in ranks), round(Fraction(int(amounts.sum()), draws)))
