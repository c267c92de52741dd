"""The least that settling has to do: the same inputs read and the same rows written by the driver, nothing else.

One connection that stays open, one transaction, plain SELECTs into tuples, `executemany` on SQLite and
COPY on PostgreSQL. No Django. What is read and written is checked against the settlement itself
(`tests.benchmarks.sameness`), so that this side can neither do more nor less.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Mapping
from typing import Any

import psycopg

MONTH = "2026-03"

READS = (
    "SELECT id, bfs_number, name, valid_from, valid_to, successor_id FROM territory_municipality ORDER BY bfs_number",
    "SELECT contribution, valid_from, rate, subsidised, act, paragraph, note FROM settlement_tariff "
    "ORDER BY contribution",
    "SELECT c.municipality_id, c.period, r.number, r.first_information_interviews, r.first_information_interpreters, "
    "r.integration_interviews, r.integration_interpreters "
    "FROM reporting_currentreport c JOIN reporting_halfyearreport r ON r.id = c.report_id WHERE c.period <= '2025-H2'",
    "SELECT municipality_id, state FROM reporting_halfyearreport "
    "WHERE period = '2025-H2' AND state IN ('draft', 'submitted', 'returned')",
    "SELECT municipality_id, year, officer_named, tasks_organised, number FROM reporting_selfdeclaration "
    "WHERE year <= 2026",
    "SELECT municipality_id, valid_from, entitled, reason FROM territory_entitlementrecord",
    "SELECT m.municipality_id, m.valid_from, a.lead_id, m.payee FROM territory_associationmembership m "
    "LEFT JOIN territory_association a ON a.id = m.association_id ORDER BY m.municipality_id",
    "SELECT reference_from, series_id FROM territory_serieschoice",
    "SELECT f.reference_date, f.municipality_id, f.foreign_residents, s.name, f.number, f.series_id "
    "FROM territory_populationfigure f JOIN territory_populationseries s ON s.id = f.series_id WHERE f.is_latest "
    "AND f.reference_date IN ('2020-12-31', '2021-12-31', '2022-12-31', '2023-12-31', '2024-12-31')",
    "SELECT l.municipality_id, l.period, l.contribution, l.rate, CAST(SUM(l.quantity) AS bigint) "
    "FROM settlement_line l JOIN settlement_run r ON r.id = l.run_id "
    "WHERE r.state = 'released' AND r.scheme = 'start.integration' AND r.payment_month <> '2026-03' "
    "GROUP BY l.municipality_id, l.period, l.contribution, l.rate HAVING SUM(l.quantity) <> 0",
    "SELECT l.municipality_id, l.period, l.contribution "
    "FROM settlement_line l JOIN settlement_run r ON r.id = l.run_id "
    "WHERE r.scheme = 'start.integration' AND r.payment_month < '2026-03' AND r.state <> 'released'",
    "SELECT id, municipality_id, payee_id, amount, state, paragraph, reason, period, contribution, decided_on "
    "FROM settlement_reclaim WHERE decided_on IS NOT NULL",
    "SELECT id, municipality_id, period, contribution, reason, state FROM settlement_refusal "
    "WHERE decided_on IS NOT NULL",
    "SELECT i.payee_id, i.open FROM settlement_invoice i JOIN settlement_run r ON r.id = i.run_id "
    "WHERE i.state IN ('open', 'partly_paid') AND r.scheme = 'start.integration'",
    "SELECT municipality_id, kind, case_verdict, interpreting_verdict, COUNT(*) FROM interviews_interview "
    "WHERE half_year = '2025-H2' GROUP BY municipality_id, kind, case_verdict, interpreting_verdict",
)

# What belongs to the draft: deleted and written anew.
REPLACED = ("settlement_line", "settlement_withheld", "settlement_payeebalance")

# What every calculation leaves behind: one step, one event.
APPENDED = ("workflow_step", "audit_event")

JSON = frozenset({"explanation", "before", "after"})

# What decides how safely a connection writes, and how much of the database it keeps in memory.
CIRCUMSTANCES = {
    "sqlite": ("PRAGMA journal_mode", "PRAGMA synchronous", "PRAGMA foreign_keys", "PRAGMA cache_size"),
    "postgresql": ("SHOW transaction_isolation", "SHOW synchronous_commit", "SHOW fsync"),
}

Rows = dict[str, list[tuple[Any, ...]]]


class Bare:
    """The driver alone, on the database of these Django settings."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.vendor = "postgresql" if settings["ENGINE"].endswith("postgresql") else "sqlite"
        self.driver = _postgresql(settings) if self.vendor == "postgresql" else _sqlite(settings)
        self.cursor = self.driver.cursor()
        if self.vendor == "postgresql":
            # Behind the second wall nothing would be counted.
            self.cursor.execute("SET ankunft.everything = 'on'")
        self.run: int = self.query(f"SELECT id FROM settlement_run WHERE payment_month = '{MONTH}'")[0][0]
        self.columns = {table: self._columns(table) for table in (*APPENDED, *REPLACED)}
        newest = "object_type = 'settlement.run' ORDER BY id DESC LIMIT 1"
        self.rows = self.stored() | {table: self._select(table, newest) for table in APPENDED}

    def work(self) -> None:
        """What is timed."""
        self.cursor.execute("BEGIN IMMEDIATE" if self.vendor == "sqlite" else "BEGIN")
        for statement in READS:
            self.query(statement)
        self.cursor.execute(f"UPDATE settlement_run SET version = version + 1, total = total WHERE id = {self.run}")
        for table in APPENDED:
            self._insert(table, self._anew(table))
        for table in REPLACED:
            self.cursor.execute(f"DELETE FROM {table} WHERE run_id = {self.run}")
            self._insert(table, self.rows[table])
        self.cursor.execute("COMMIT")

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        self.cursor.execute(statement)
        rows: list[tuple[Any, ...]] = self.cursor.fetchall()
        return rows

    def stored(self) -> Rows:
        """What belongs to the draft as it is in the database, in the order in which it was written."""
        return {table: self._select(table, f"run_id = {self.run} ORDER BY id") for table in REPLACED}

    def _columns(self, table: str) -> list[str]:
        """Every column but the key, which the database gives."""
        self.cursor.execute(f"SELECT * FROM {table} LIMIT 0")
        return [column[0] for column in self.cursor.description if column[0] != "id"]

    def _select(self, table: str, which: str) -> list[tuple[Any, ...]]:
        # JSON is written as text, as the settlement writes it.
        wanted = ", ".join(f"CAST({name} AS text)" if name in JSON else name for name in self.columns[table])
        return self.query(f"SELECT {wanted} FROM {table} WHERE {which}")

    def _anew(self, table: str) -> list[tuple[Any, ...]]:
        """What is appended again. No two events have the same digest, so a copy gets one of its own."""
        if "digest" not in self.columns[table]:
            return self.rows[table]
        at = self.columns[table].index("digest")
        return [(*row[:at], secrets.token_hex(32), *row[at + 1 :]) for row in self.rows[table]]

    def _insert(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        columns = ", ".join(self.columns[table])
        if self.vendor == "postgresql":
            with self.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" * len(self.columns[table]))
            self.cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def _sqlite(settings: Mapping[str, Any]) -> Any:
    driver = sqlite3.connect(settings["NAME"], isolation_level=None)
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON"):
        driver.execute(f"PRAGMA {pragma}")
    return driver


def _postgresql(settings: Mapping[str, Any]) -> Any:
    parameters = {key.lower(): settings[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}
    return psycopg.connect(dbname=settings["NAME"], autocommit=True, **parameters)
