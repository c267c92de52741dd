"""How long one payment month takes for the whole country, against bare driver calls in the same run.

    python -m tests.benchmarks.settle                          SQLite
    ANKUNFT_TEST_DATABASE=postgresql python -m tests.benchmarks.settle

Bare means: the same tables read by plain SELECTs into tuples and the same rows written back by the
driver (executemany on SQLite, COPY on PostgreSQL), one transaction, no Django.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

RUN_MONTH = "2026-03"
READS = (
    "SELECT id, bfs_number, name, valid_from, valid_to, successor_id FROM territory_municipality ORDER BY bfs_number",
    "SELECT contribution, valid_from, rate, subsidised, act, paragraph, note FROM settlement_tariff",
    "SELECT c.municipality_id, c.period, r.number, r.accepted_on, r.first_information_interviews, "
    "r.first_information_interpreters, r.integration_interviews, r.integration_interpreters "
    "FROM reporting_currentreport c JOIN reporting_halfyearreport r ON r.id = c.report_id WHERE c.period <= '2025-H2'",
    "SELECT municipality_id, state FROM reporting_halfyearreport "
    "WHERE period = '2025-H2' AND state IN ('draft', 'submitted', 'returned')",
    "SELECT municipality_id, year FROM reporting_selfdeclaration WHERE year <= 2026 AND number = 1",
    "SELECT municipality_id, year, officer_named, tasks_organised FROM reporting_selfdeclaration ORDER BY number",
    "SELECT municipality_id, valid_from, entitled, reason FROM territory_entitlementrecord",
    "SELECT m.municipality_id, m.valid_from, a.lead_id, m.payee FROM territory_associationmembership m "
    "LEFT JOIN territory_association a ON a.id = m.association_id ORDER BY m.municipality_id",
    "SELECT f.reference_date, f.municipality_id, f.foreign_residents, s.name, f.number, f.series_id "
    "FROM territory_populationfigure f JOIN territory_populationseries s ON s.id = f.series_id WHERE f.is_latest "
    "AND f.reference_date IN ('2020-12-31', '2021-12-31', '2022-12-31', '2023-12-31', '2024-12-31')",
    "SELECT l.municipality_id, l.contribution, l.period, l.rate, SUM(l.quantity) FROM settlement_line l "
    "JOIN settlement_run r ON r.id = l.run_id "
    "WHERE (r.state = 'released' OR r.payment_month < '2026-03') AND NOT r.payment_month = '2026-03' "
    "GROUP BY l.municipality_id, l.contribution, l.period, l.rate",
)
WRITES = {
    "settlement_line": "run_id, municipality_id, payee_id, contribution, period, quantity, rate, amount, "
    "legal_reference, is_correction, settled_before, explanation",
    "settlement_withheld": "run_id, municipality_id, period, contribution, reason, message",
    "settlement_payeebalance": "run_id, municipality_id, credit, reclaimed, payment, invoice",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--municipalities", type=int, nargs="*", default=[104, 500, 1000, 2110])
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    print(
        f"{'municipalities':>14} {'lines':>7} {'statements':>10} {'bare s':>8} {'settle s':>9} {'ratio':>6} {'MiB':>6}"
    )
    for municipalities in arguments.municipalities:
        measure_in_own_process(municipalities, arguments.runs)


def measure_in_own_process(municipalities: int, runs: int) -> None:
    """One size in a process of its own, so that its peak of memory is its own."""
    process = multiprocessing.get_context("spawn").Process(target=measure, args=(municipalities, runs))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def measure(municipalities: int, runs: int) -> None:
    """Build a database of that size, then time settling and the bare calls in turn."""
    with tempfile.TemporaryDirectory() as home:
        _configure(Path(home))
        from django.core.management import call_command
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from ankunft.domain.settlement.models import Line, Run
        from ankunft.domain.settlement.services import run_calculate
        from ankunft.foundation.kernel.actor import Actor
        from tests.benchmarks import nation

        call_command("migrate", verbosity=0)
        nation.build(municipalities)

        def settle() -> None:
            run_calculate(month=nation.MONTH, actor=Actor.operator())

        with CaptureQueriesContext(connection) as captured:
            settle()
        run = Run.objects.get(payment_month=RUN_MONTH)
        bare = _bare(connection, run.pk)
        ours, theirs = _in_turn(settle, bare, runs)
        print(
            f"{municipalities:>14} {Line.objects.filter(run=run).count():>7} {len(captured):>10} "
            f"{statistics.median(theirs):>8.3f} {statistics.median(ours):>9.3f} "
            f"{statistics.median(a / b for a, b in zip(ours, theirs, strict=True)):>6.2f} "
            f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:>6.0f}",
            flush=True,
        )
        connection.close()


def _in_turn(settle: Callable[[], None], bare: Callable[[], None], runs: int) -> tuple[list[float], list[float]]:
    """Both timed alternately, so that a machine that slows down slows both."""
    ours, theirs = [], []
    for number in range(runs + 1):
        for function, times in ((bare, theirs), (settle, ours)):
            gc.collect()
            start = time.perf_counter()
            function()
            if number:
                times.append(time.perf_counter() - start)
    return ours, theirs


def _bare(connection: Any, run: int) -> Callable[[], None]:
    """The same reading and the same writing with the driver alone; the rows to write are those of the settled run."""
    connect, is_postgresql = _driver(connection)
    with closing(connect()) as driver:
        cursor = driver.cursor()
        rows = {}
        for table, columns in WRITES.items():
            cursor.execute(f"SELECT {columns} FROM {table} WHERE run_id = {run}")
            rows[table] = [_plain(row) for row in cursor.fetchall()]

    def work() -> None:
        with closing(connect()) as driver:
            cursor = driver.cursor()
            if not is_postgresql:
                cursor.execute("BEGIN IMMEDIATE")
            for statement in READS:
                cursor.execute(statement)
                cursor.fetchall()
            for table, columns in WRITES.items():
                cursor.execute(f"DELETE FROM {table} WHERE run_id = {run}")
                if is_postgresql:
                    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                        for row in rows[table]:
                            copy.write_row(row)
                else:
                    marks = ", ".join("?" * len(columns.split(",")))
                    cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows[table])
            driver.commit()

    return work


def _driver(connection: Any) -> tuple[Callable[[], Any], bool]:
    settings = connection.settings_dict
    if connection.vendor == "postgresql":
        import psycopg

        parameters = {key.lower(): settings[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}
        return lambda: psycopg.connect(dbname=settings["NAME"], **parameters), True
    import sqlite3

    def connect() -> sqlite3.Connection:
        driver = sqlite3.connect(settings["NAME"], isolation_level=None)
        driver.execute("PRAGMA synchronous=NORMAL")
        driver.execute("PRAGMA foreign_keys=ON")
        return driver

    return connect, False


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """JSON that the driver decoded is written as text again, as we write it."""
    import json

    return tuple(json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value for value in row)


def _configure(home: Path) -> None:
    os.environ["ANKUNFT_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "ankunft.config.settings"
    if os.environ.get("ANKUNFT_TEST_DATABASE") == "postgresql":
        from tests.support import postgres

        cluster = postgres.start()
        os.environ["ANKUNFT_DATABASE_URL"] = cluster.url.rpartition("/")[0] + "/postgres"
        import atexit

        atexit.register(cluster.stop)
    import django

    django.setup()


if __name__ == "__main__":
    main()
