"""Ground that many tests stand on: its services run once in a process, afterwards its rows are laid out again.

The rows are those that the services left, on an empty database and on that day. A test finds no difference but that
it does not wait, and that sequences have gone on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from ankunft.foundation.access import wall
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.support.flush import KEPT

Rows = dict[str, Any]
"""By table what it holds: JSON of PostgreSQL, or rows as SQLite has them."""

_kept: dict[tuple[str, date], Rows] = {}


def ground(build: Callable[[], object]) -> None:
    """Run `build`, or lay out what it left before. Where something else stands already, or commits count, it is run."""
    key = (_name(build), clock.today())
    with wall.open_for(Actor.operator()), connection.cursor() as cursor:
        empty = connection.in_atomic_block and not _filled(cursor)
        if empty and key in _kept:
            _lay_out(cursor, _kept[key])
            return
    build()
    if empty and _may_lay_out():
        with wall.open_for(Actor.operator()), connection.cursor() as cursor:
            _kept[key] = {table: _read(cursor, table) for table in _filled(cursor)}


def forget(build: Callable[[], object]) -> None:
    """Let it be built anew."""
    for key in [key for key in _kept if key[0] == _name(build)]:
        del _kept[key]


def _name(build: Callable[[], object]) -> str:
    return f"{build.__module__}.{build.__qualname__}"


def _columns() -> dict[str, str]:
    """Every table of the project's records with the columns that are written."""
    return {
        model._meta.db_table: ", ".join(
            f'"{field.column}"' for field in model._meta.concrete_fields if not field.generated
        )
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.db_table not in KEPT
    }


def _filled(cursor: CursorWrapper) -> list[str]:
    asked = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in _columns()]
    cursor.execute(" UNION ALL ".join(asked))
    return [name for (name,) in cursor.fetchall()]


def _may_lay_out() -> bool:
    """Whether triggers can be passed over: a database that was given by its address need not allow it."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int >= 150000")
        if not cursor.fetchone()[0]:
            return False
        cursor.execute("SELECT has_parameter_privilege(current_user, 'session_replication_role', 'SET')")
        return bool(cursor.fetchone()[0])


def _read(cursor: CursorWrapper, table: str) -> Any:
    columns = _columns()[table]
    if connection.vendor == "postgresql":
        cursor.execute(f'SELECT json_agg(kept)::text FROM (SELECT {columns} FROM "{table}") AS kept')
        return cursor.fetchone()[0]
    # The plus keeps the driver from turning values into dates and back.
    cursor.execute(f'SELECT {columns.replace(chr(34), "+" + chr(34), 1)} FROM "{table}"')
    return cursor.fetchall()


def _lay_out(cursor: CursorWrapper, kept: Rows) -> None:
    columns = _columns()
    with transaction.atomic(), _triggers_off(cursor, list(kept)):
        for table, rows in kept.items():
            into = f'INSERT INTO "{table}" ({columns[table]})'
            if connection.vendor == "postgresql":
                rows_of = f'SELECT {columns[table]} FROM json_populate_recordset(NULL::"{table}", %s::json)'
                cursor.execute(f"{into} {rows_of}", [rows])
            else:
                marks = ", ".join(["%s"] * (columns[table].count(", ") + 1))
                cursor.executemany(f"{into} VALUES ({marks})", rows)


@contextmanager
def _triggers_off(cursor: CursorWrapper, tables: list[str]) -> Iterator[None]:
    """What is settled by now was laid down before it was."""
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")
        return
    names = ", ".join(f"'{table}'" for table in tables)
    cursor.execute(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({names})")
    guards = cursor.fetchall()
    for name, _ in guards:
        cursor.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, sql in guards:
        cursor.execute(sql)
