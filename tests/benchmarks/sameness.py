"""That the bare side does the same work as the settlement: refuses to measure anything else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection

from ankunft.domain.settlement.inputs import gather
from ankunft.foundation.access import wall
from ankunft.foundation.kernel.periods import Month
from tests.benchmarks.bare import CIRCUMSTANCES, MONTH, READS, Bare

TABLES = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)"?')

Reading = tuple[tuple[str, ...], int, int]


class NotTheSame(AssertionError):
    """The two sides do different work; a ratio between them would say nothing."""


def require(bare: Bare, settle: Callable[[], None]) -> None:
    """The same reads statement by statement, the same rows left behind, equally safely."""
    _require_equal("read", _readings_of_settlement(), Counter(_reading(sql, bare.query(sql)) for sql in READS))
    ours = _growth(settle)
    rows = bare.stored()
    _require_equal("add rows or versions", ours, _growth(bare.work))
    _require_equal("leave rows", rows, bare.stored())
    _require_equal("connect", _circumstances(_fetch), _circumstances(bare.query))


def _require_equal(what: str, ours: Any, theirs: Any) -> None:
    if ours != theirs:
        raise NotTheSame(f"settle and the bare calls do not {what} alike:\n{ours}\n{theirs}"[:4000])


def _readings_of_settlement() -> Counter[Reading]:
    """Every statement by which the settlement gathers its inputs.

    What reads of no table tells the second wall who asks; the bare side has no such thing to do, and ours is timed
    with it.
    """
    asked: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        if TABLES.search(sql):
            asked.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        gather(Month.parse(MONTH))
    return Counter(_reading(sql, _fetch(sql, parameters)) for sql, parameters in asked)


def _reading(sql: str, rows: list[tuple[Any, ...]]) -> Reading:
    """From which tables, how many rows, how many columns."""
    return tuple(sorted(TABLES.findall(sql))), len(rows), len(rows[0]) if rows else 0


def _growth(work: Callable[[], None]) -> Counter[str]:
    """By how many rows each table grows, and by how many versions the run."""
    before = _sizes()
    work()
    after = _sizes()
    return Counter({name: after[name] - before[name] for name in after})


def _sizes() -> dict[str, int]:
    sizes = {table: _fetch(f"SELECT COUNT(*) FROM {table}")[0][0] for table in connection.introspection.table_names()}
    return sizes | {"version": _fetch(f"SELECT version FROM settlement_run WHERE payment_month = '{MONTH}'")[0][0]}


def _circumstances(query: Callable[[str], Any]) -> list[Any]:
    return [query(statement) for statement in CIRCUMSTANCES[connection.vendor]]


def _fetch(sql: str, parameters: Any = None) -> list[tuple[Any, ...]]:
    # Behind the second wall nothing would be counted, and nothing seen to grow.
    with wall.for_figures(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
