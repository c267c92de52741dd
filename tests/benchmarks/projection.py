"""How long a projection takes, against the bare NumPy computation of the same draws.

    python -m tests.benchmarks.projection

Bare means: `Generator(PCG64(seed)).triangular` for all positions, years and futures at once, added up to the balances
of each source at the end of each year, and their percentiles. Ours does in addition: whole Rappen for every single
amount, the months, when a source runs dry, what is refunded and what lacks at each deadline; and it holds a megabyte
of numbers at a time instead of all. Before anything is timed both must come to the same percentiles. Both take turns.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import time
from collections.abc import Callable
from datetime import date

import numpy as np

from ankunft.domain.funds.rules.futures import LEVELS, Cell, Inputs, Pot
from ankunft.domain.funds.rules.projection import project
from ankunft.domain.funds.rules.ranges import Triangle

FIRST = 2024
SEED = 2057


class NotTheSame(AssertionError):
    """The two sides come to other figures; a ratio between them would say nothing."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--positions", type=int, default=200)
    parser.add_argument("--sources", type=int, default=10)
    parser.add_argument("--years", type=int, default=8)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=11)
    arguments = parser.parse_args()
    inputs = made_up(arguments.positions, arguments.sources, arguments.years)
    before = _peak()
    our_figures = ours(inputs, arguments.draws)
    growth = _peak() - before
    _require_same(our_figures, bare(inputs, arguments.draws))
    pairs = []
    for _number in range(arguments.runs):
        pairs.append((_timed(bare, inputs, arguments.draws), _timed(ours, inputs, arguments.draws)))
    ratio = statistics.median(our[0] / plain[0] for plain, our in pairs)
    cpu = statistics.median(our[1] / plain[1] for plain, our in pairs)
    print(
        f"{arguments.positions} positions, {arguments.sources} sources, {arguments.years} years, "
        f"{arguments.draws} draws: "
        f"bare {statistics.median(plain[0] for plain, _our in pairs):.3f} s, "
        f"ours {statistics.median(our[0] for _plain, our in pairs):.3f} s, ratio {ratio:.2f}, "
        f"CPU {statistics.median(plain[1] for plain, _our in pairs):.3f} and "
        f"{statistics.median(our[1] for _plain, our in pairs):.3f} s, ratio {cpu:.2f}; "
        f"ours needs {growth} MiB"
    )


def made_up(positions: int, sources: int, years: int) -> Inputs:
    """Every position has a range of its own in every year; every source a deadline in the period."""
    chance = random.Random(SEED)
    last = FIRST + years - 1
    pots = [Pot(f"s{number:02}", 10**9, date(FIRST + number % years, 12, 31)) for number in range(sources)]
    cells = []
    for position in range(positions):
        for year in range(FIRST, last + 1):
            likely = chance.randrange(10**6, 10**8)
            rest = Triangle(likely * 3 // 4, likely, likely * 3 // 2)
            cells.append(Cell(f"p{position:03}", f"s{position % sources:02}", year, rest))
    return Inputs(FIRST, last, pots, cells)


def ours(inputs: Inputs, draws: int) -> list[tuple[int, ...]]:
    """The percentiles of the balance before the first refund is due, of each source: the same as the bare side's."""
    result = project(inputs, SEED, draws, progress=lambda _done, _total: None)
    return [
        band.percentiles
        for pot, outcome in zip(inputs.pots, result.outcomes, strict=True)
        for year, band in outcome.balances.items()
        if pot.refund_due and year <= pot.refund_due.year
    ]


def bare(inputs: Inputs, draws: int) -> list[tuple[int, ...]]:
    """All draws in one array."""
    cells = sorted(inputs.cells, key=lambda cell: (cell.source, cell.year, cell.position))
    low, likely, high = np.array([(cell.rest.low, cell.rest.likely, cell.rest.high) for cell in cells], float).T  # type: ignore[union-attr]
    amounts = np.random.Generator(np.random.PCG64(SEED)).triangular(low, likely, high, (draws, len(cells)))
    members = len(cells) // (len(inputs.pots) * len(inputs.years))
    totals = amounts.reshape(draws, len(inputs.pots), len(inputs.years), members).sum(axis=3)
    balances = 10**9 - totals.cumsum(axis=2)
    percentiles = np.percentile(balances, LEVELS, axis=0, method="inverted_cdf")
    return [
        tuple(round(float(one)) for one in percentiles[:, number, year])
        for number, pot in enumerate(inputs.pots)
        for year in range(len(inputs.years))
        if pot.refund_due and FIRST + year <= pot.refund_due.year
    ]


def _require_same(our: list[tuple[int, ...]], plain: list[tuple[int, ...]]) -> None:
    """To a franc: the bare side adds fractions of Rappen up."""
    if len(our) != len(plain) or any(
        abs(one - other) > 100
        for ours_, theirs in zip(our, plain, strict=True)
        for one, other in zip(ours_, theirs, strict=True)
    ):
        raise NotTheSame(f"{our[:3]} {plain[:3]}")


def _timed(side: Callable[[Inputs, int], object], inputs: Inputs, draws: int) -> tuple[float, float]:
    """Seconds by the clock, and of the process."""
    begin, worked = time.perf_counter(), time.process_time()
    side(inputs, draws)
    return time.perf_counter() - begin, time.process_time() - worked


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
