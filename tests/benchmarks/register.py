"""How long a delivery of 100'000 move-ins takes, against bare lxml parsing and executemany of the same rows.

    python -m tests.benchmarks.register                                       SQLite
    ANKUNFT_TEST_DATABASE=postgresql python -m tests.benchmarks.register      PostgreSQL

Bare means: every message of the same archive unpacked and parsed by lxml (not checked against any schema), and the rows
that Ankunft stored of them (persons with the keys of their names, households, permits, relations, arrivals, messages)
written again into the same emptied tables by `executemany` of the driver, in one transaction. Both in one run, each in
a process of its own; the sides take turns several times, and the median of the ratios is told. Memory is the peak of
the process that writes, and of the largest process that reads. CPU seconds are those of all processes but the server of
PostgreSQL: on a machine that others use too they say more than seconds by the clock.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from .grounds import database

HEADER = (
    f"{'messages':>9} {'ours s':>7} {'per s':>6} {'parse s':>8} {'rows s':>7} {'bare s':>7} {'rate':>5} "
    f"{'CPU s':>6} {'bare':>6} "
    f"{'MiB':>5} {'growth':>6} {'reader MiB':>10}"
)
MUNICIPALITIES = range(2401, 2441)
TABLES = ("household", "person", "namekey", "permit", "relation", "arrival", "registermessage")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3, help="so often the sides take turns, in new databases")
    arguments = parser.parse_args()
    print(HEADER, flush=True)
    for messages in arguments.messages:
        with tempfile.TemporaryDirectory() as folder:
            archive = Path(folder) / "zuzuege.zip"
            for _run in range(arguments.runs):
                with database():
                    for step in (build, ours, bare):
                        _in_own_process(step, str(archive), messages)
            _print_middle(archive, messages, arguments.runs)


def _print_middle(archive: Path, messages: int, runs: int) -> None:
    """The median of the ratios of the runs; each run is one pair of neighbours."""
    rates, work = zip(*(map(float, line.split()) for line in _ratios(archive).read_text().splitlines()), strict=True)
    print(
        f"{messages:>9} {runs} runs: rate {median(rates):.2f} ({min(rates):.2f} to {max(rates):.2f}), "
        f"CPU {median(work):.2f} times the bare side's ({min(work):.2f} to {max(work):.2f})",
        flush=True,
    )


def _ratios(archive: Path) -> Path:
    return archive.with_suffix(".ratios")


def _in_own_process(function: Callable[[str, int], None], archive: str, messages: int) -> None:
    process = multiprocessing.get_context("spawn").Process(target=function, args=(archive, messages))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def build(archive: str, messages: int) -> None:
    """The archive, and an empty database with forty municipalities."""
    _start()
    from django.core.management import call_command

    from ankunft.domain.territory.models import Municipality

    if not Path(archive).exists():
        _pack(archive, messages)
    call_command("migrate", verbosity=0)
    for number in MUNICIPALITIES:
        Municipality.objects.create(bfs_number=number, name=f"Demo-Dorf {number}", valid_from=date(1960, 1, 1))


def _pack(archive: str, messages: int) -> None:
    from tests.support import ech

    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for number in range(messages):
            place = MUNICIPALITIES[number // 4 % len(MUNICIPALITIES)]
            relations = [("spouse", ech.invented(number + 1))] if number % ech.LARGEST_FAMILY == 0 else []
            content = ech.message("moveIn", number, bfs_number=place, relations=relations)
            target.writestr(f"{number:06}.xml", content)


def ours(archive: str, messages: int) -> None:
    """Take the archive in, and leave the figures beside it."""
    _start()
    from ankunft.domain.arrivals.models import Channel
    from ankunft.domain.arrivals.register.taking_in import take_in
    from ankunft.foundation.access import wall
    from ankunft.foundation.kernel.actor import Actor

    operator = Actor.operator()
    with wall.open_for(operator):
        before = _peak(resource.RUSAGE_SELF)
        started, worked = time.perf_counter(), _cpu()
        delivery = take_in(Path(archive), channel=Channel.COMMAND, actor=operator)
        seconds, work = time.perf_counter() - started, _cpu() - worked
    if (delivery.applied, delivery.refused) != (messages, 0):
        raise SystemExit(f"taken over {delivery.applied}, refused {delivery.refused}: {delivery.refusals.first()}")
    peak = _peak(resource.RUSAGE_SELF)
    figures = (seconds, work, peak, peak - before, _peak(resource.RUSAGE_CHILDREN))
    Path(archive).with_suffix(".txt").write_text(" ".join(map(str, figures)))


def bare(archive: str, messages: int) -> None:
    """Parse and write the same, and print the line of both."""
    _start()
    parsing, parsed = _timed(lambda: _parse(archive))
    writing, written = _write()
    seconds, work, peak, growth, reader = map(float, Path(archive).with_suffix(".txt").read_text().split())
    total = parsing + writing
    with _ratios(Path(archive)).open("a") as target:
        target.write(f"{total / seconds} {work / (parsed + written)}\n")
    print(
        f"{messages:>9} {seconds:>7.1f} {messages / seconds:>6.0f} {parsing:>8.1f} {writing:>7.1f} {total:>7.1f} "
        f"{total / seconds:>5.2f} {work:>6.1f} {parsed + written:>6.1f} {peak:>5.0f} {growth:>6.0f} {reader:>10.0f}",
        flush=True,
    )


def _parse(archive: str) -> None:
    from lxml import etree

    with zipfile.ZipFile(archive) as source:
        for name in source.namelist():
            etree.fromstring(source.read(name))


def _write() -> tuple[float, float]:
    """Seconds that the driver needs for the rows alone, by the clock and of CPU."""
    from django.db import connection, transaction

    from ankunft.foundation.access import wall
    from ankunft.foundation.kernel.actor import Actor

    mark = "?" if connection.vendor == "sqlite" else "%s"
    with wall.open_for(Actor.operator()), connection.cursor() as wrapped:
        rows = {table: _rows(wrapped, table) for table in TABLES}
        with transaction.atomic():
            for table in reversed(TABLES):
                wrapped.execute(f"DELETE FROM arrivals_{table}")
        statements = {}
        for table, (columns, _values) in rows.items():
            marks = ", ".join([mark] * len(columns))
            statements[table] = f"INSERT INTO arrivals_{table} ({', '.join(columns)}) VALUES ({marks})"
        # The driver's own cursor: nothing of Django between.
        assert connection.connection is not None
        driver = connection.connection.cursor()
        driver.execute("BEGIN")
        return _timed(lambda: _insert(driver, statements, rows))


def _rows(cursor: Any, table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    cursor.execute(f"SELECT * FROM arrivals_{table} ORDER BY id")
    return [column[0] for column in cursor.description], cursor.fetchall()


def _insert(driver: Any, statements: dict[str, str], rows: dict[str, Any]) -> None:
    for table, (_columns, values) in rows.items():
        driver.executemany(statements[table], values)
    driver.execute("COMMIT")


def _timed(function: Callable[[], None]) -> tuple[float, float]:
    """Seconds by the clock, and of CPU."""
    started, worked = time.perf_counter(), _cpu()
    function()
    return time.perf_counter() - started, _cpu() - worked


def _cpu() -> float:
    """Seconds that this process and those that it started and that ended have worked."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _start() -> None:
    from tests.support.schemas import folder_of

    folder = folder_of("ech")
    if folder is None:
        raise SystemExit("The official schemas of eCH are not in ../shared/data/xsd/ech beside the project.")
    os.environ["ANKUNFT_ECH_SCHEMAS"] = str(folder)
    import django

    django.setup()


def _peak(who: int) -> float:
    """The most memory ever held, in MiB."""
    return resource.getrusage(who).ru_maxrss / 1024


if __name__ == "__main__":
    main()
