"""How long one payment month takes for the whole country, against bare driver calls in the same run.

    python -m tests.benchmarks.settle                                       SQLite
    ANKUNFT_TEST_DATABASE=postgresql python -m tests.benchmarks.settle      PostgreSQL

Bare means: the same inputs read and the same rows written by the driver alone (see `tests.benchmarks.bare`).
Before anything is timed, both sides are compared: what they read, what they write, how safely.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.benchmarks import grounds

HEADER = (
    f"{'municipalities':>14} {'lines':>6} {'statements':>10} {'bare s':>7} {'settle s':>8} {'ratio':>6} "
    f"{'CPU ratio':>9} {'MiB':>5} {'growth':>6}"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--municipalities", type=int, nargs="*", default=[104, 500, 1000, 2110])
    parser.add_argument("--interviews", type=int, default=0, help="recorded in the half-year that is paid")
    parser.add_argument("--runs", type=int, default=15)
    arguments = parser.parse_args()
    print(HEADER, flush=True)
    for municipalities in arguments.municipalities:
        with grounds.database():
            _in_own_process(build, municipalities, arguments.interviews)
            _in_own_process(measure, municipalities, arguments.runs)


def _in_own_process(function: Callable[..., None], *arguments: int) -> None:
    """So that the peak of memory is that of this step alone."""
    process = multiprocessing.get_context("spawn").Process(target=function, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def build(municipalities: int, interviews: int) -> None:
    """Four years of reports and seven released runs."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests.benchmarks import nation

    call_command("migrate", verbosity=0)
    nation.build(municipalities, interviews)
    if connection.vendor == "postgresql":
        # As autovacuum would do by and by, but not in the middle of a measurement.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def measure(municipalities: int, runs: int) -> None:
    """Time settling and the bare calls in turn, and print one line of figures."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from ankunft.domain.settlement.services import run_calculate
    from ankunft.foundation.kernel.actor import Actor
    from tests.benchmarks import nation, sameness
    from tests.benchmarks.bare import Bare

    def settle() -> None:
        run_calculate(month=nation.MONTH, actor=Actor.operator())

    connection.ensure_connection()
    before = _peak()
    settle()
    peak = _peak()
    with CaptureQueriesContext(connection) as captured:
        settle()
    bare = Bare(connection.settings_dict)
    sameness.require(bare, settle)
    ours, theirs = _in_turn(settle, bare.work, runs)
    # What the server of PostgreSQL computes is not in this process's time.
    cpu = f"{_ratio(ours.cpu, theirs.cpu):.2f}" if connection.vendor == "sqlite" else "-"
    print(
        f"{municipalities:>14} {len(bare.rows['settlement_line']):>6} {len(captured):>10} "
        f"{statistics.median(theirs.wall):>7.3f} {statistics.median(ours.wall):>8.3f} "
        f"{_ratio(ours.wall, theirs.wall):>6.2f} {cpu:>9} {peak:>5.0f} {peak - before:>6.0f}",
        flush=True,
    )


@dataclass
class Times:
    """Seconds by the clock, and seconds of this process's CPU, of every run."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def time(self, function: Callable[[], None]) -> None:
        gc.collect()
        wall, cpu = time.perf_counter(), time.process_time()
        function()
        self.cpu.append(time.process_time() - cpu)
        self.wall.append(time.perf_counter() - wall)


def _in_turn(settle: Callable[[], None], bare: Callable[[], None], runs: int) -> tuple[Times, Times]:
    """Both timed alternately, so that a machine that slows down slows both."""
    ours, theirs = Times(), Times()
    for _ in range(runs):
        theirs.time(bare)
        ours.time(settle)
    return ours, theirs


def _ratio(ours: list[float], theirs: list[float]) -> float:
    """The median of the ratios of neighbouring runs."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def _peak() -> float:
    """The most memory this process ever held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
