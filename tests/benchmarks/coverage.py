"""How long it takes to say which source bears which position in which year: the solver alone, and all of it.

    python -m tests.benchmarks.coverage

The solver's time (of the process: it uses one core) is that within `scipy.optimize.linprog`; all of it is `cover()`,
from plain values to whole Rappen proved and explained. Three situations: plenty of money, about as much as is needed,
and half of it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Sequence
from datetime import date
from typing import Any

from ankunft.domain.funds.rules import coverage
from ankunft.domain.funds.rules.coverage import Coverage, cover
from ankunft.domain.funds.rules.purses import Need, Purse
from ankunft.domain.funds.rules.sources import Terms, Use

FIRST = 2024
PURPOSES = [f"purpose{number}" for number in range(12)]
GROUPS = [f"group{number}" for number in range(4)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--positions", type=int, default=200)
    parser.add_argument("--sources", type=int, default=10)
    parser.add_argument("--years", type=int, default=8)
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    stopwatch = Stopwatch()
    coverage.linprog = stopwatch  # type: ignore[assignment]
    for name, percent in (("plenty", 250), ("about enough", 120), ("half", 60)):
        purses, needs = made_up(arguments.positions, arguments.sources, arguments.years, percent)
        solving, whole = [], []
        for _number in range(arguments.runs):
            begin = time.process_time()
            found = cover(purses, needs)
            whole.append(time.process_time() - begin)
            solving.append(stopwatch.seconds)
        print(
            f"{name}: {stopwatch.columns} columns, solver {statistics.median(solving):.3f} s "
            f"(at most {max(solving):.3f}), in all {statistics.median(whole):.3f} s; {_told(found, needs)}"
        )


class Stopwatch:
    """The solver, timed."""

    def __init__(self) -> None:
        self.solve = coverage.linprog
        self.seconds = 0.0
        self.columns = 0

    def __call__(self, weights: Sequence[float], **programme: Any) -> Any:
        begin = time.process_time()
        found = self.solve(weights, **programme)
        self.seconds = time.process_time() - begin
        self.columns = len(weights)
        return found


def made_up(positions: int, sources: int, years: int, percent: int) -> tuple[list[Purse], list[Need]]:
    """Money in every year, so many per cent of what is needed; every source may bear three purposes of four."""
    chance = random.Random(percent)
    span = range(FIRST, FIRST + years)
    needs = [
        Need(f"p{position:03}", Use(purpose, year, frozenset([group])), chance.randrange(10**6, 10**8))
        for position in range(positions)
        for purpose, group in [(chance.choice(PURPOSES), chance.choice(GROUPS))]
        for year in span
    ]
    each = sum(need.amount for need in needs) * percent // (100 * sources * years)
    purses = [
        Purse(
            f"s{number}",
            f"Quelle {number}",
            Terms(
                date(2018, 1, 1),
                "Grundlage",
                frozenset(chance.sample(PURPOSES, 9)),
                frozenset(chance.sample(GROUPS, 3)),
                refund_due=date(FIRST + chance.randrange(1, years), 12, 31) if number < sources * 3 // 4 else None,
            ),
            {year: chance.randrange(each // 2, each * 3 // 2) for year in span},
            f"KIP {number}",
            number,
        )
        for number in range(sources)
    ]
    return purses, needs


def _told(found: Coverage, needs: Sequence[Need]) -> str:
    needed = sum(need.amount for need in needs)
    return (
        f"{len(found.bearings)} assignments, {found.uncovered * 100 // needed} per cent uncovered, "
        f"refunded {sum(found.refunded.values()) // 10**8} million francs"
    )


if __name__ == "__main__":
    main()
