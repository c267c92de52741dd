"""Emptying the database after a test that committed: in spite of the triggers that refuse it, and no more than that.

Django's own flush empties every table and then sends `post_migrate`, which makes permissions, triggers and the wall
once more: a second for each test. Here only the tables that hold rows are emptied, and what `post_migrate` has made
stays. Should a test have changed that, it is put right as Django does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.utils import CursorWrapper
from django.test import TransactionTestCase

from ankunft.foundation.audit import protection, tail

KEPT = ("django_content_type", "auth_permission")
"""What `post_migrate` fills: no test writes there."""

MADE = {
    "sqlite": ["SELECT type, name, sql FROM sqlite_master ORDER BY type, name"],
    "postgresql": [
        """SELECT tgrelid::regclass::text, tgname, tgenabled::text, pg_get_triggerdef(pg_trigger.oid), prosrc
        FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE NOT tgisinternal ORDER BY 1, 2""",
        """SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class
        WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace ORDER BY 1""",
        "SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2",
    ],
}
"""What a database consists of, apart from rows."""

KEPT_ROWS = [
    "SELECT app_label, model FROM django_content_type ORDER BY 1, 2",
    """SELECT app_label, model, codename, auth_permission.name
    FROM auth_permission JOIN django_content_type ON content_type_id = django_content_type.id ORDER BY 1, 2, 3""",
]
"""By their names: if they are made once more, their numbers are others."""

State = list[list[tuple[Any, ...]]]


def allow(patch: pytest.MonkeyPatch) -> None:
    """Tests that commit are followed by this flush; Django's own, where it is still wanted, drops the triggers first.

    The class is changed, not one connection: a test in a browser has an event loop and with it a connection of its own.
    """
    for operations in {type(connection.ops) for connection in connections.all()}:
        _allow_on(patch, operations)
    wanted = {connection.alias: made(connection) for connection in connections.all()}

    def teardown(case: TransactionTestCase) -> None:
        for alias in case._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
            empty(connections[alias])
            if made(connections[alias]) != wanted[alias]:
                # Numbers go on as they do after a rollback: what is laid out again elsewhere has those it had.
                call_command("flush", verbosity=0, interactive=False, reset_sequences=False, database=alias)

    patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)


def made(connection: BaseDatabaseWrapper) -> State:
    """What migrations and `post_migrate` have made, to see whether it is still so."""
    with connection.cursor() as cursor:
        return [_rows(cursor, statement) for statement in [*MADE[connection.vendor], *KEPT_ROWS]]


def empty(connection: BaseDatabaseWrapper) -> None:
    """Remove every row but those that `post_migrate` has made. The triggers are as they were."""
    # An emptied trail begins anew.
    tail.forget()
    tables = set(connection.introspection.django_table_names(only_existing=False)) - set(KEPT)
    statements = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    with connection.cursor() as cursor, transaction.atomic(using=connection.alias):
        for statement in statements(cursor, sorted(tables)):
            cursor.execute(statement)


def _on_sqlite(cursor: CursorWrapper, tables: list[str]) -> list[str]:
    asked = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables]
    filled = [name for (name,) in _rows(cursor, " UNION ALL ".join(asked))]
    names = ", ".join(f"'{table}'" for table in filled)
    guards = _rows(cursor, f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({names})")
    return [
        *(f'DROP TRIGGER "{name}"' for name, _ in guards),
        *(f'DELETE FROM "{table}"' for table in filled),
        *(sql for _, sql in guards),
    ]


def _on_postgresql(cursor: CursorWrapper, tables: list[str]) -> list[str]:
    """By its size a table is known to hold rows even where nobody may see them."""
    filled = [name for (name,) in _rows(cursor, FILLED, [tables])]
    guarded = [name for (name,) in _rows(cursor, GUARDED, [filled])]
    return [
        *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guarded),
        *([f"TRUNCATE {', '.join(filled)}"] if filled else []),
        *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in guarded),
    ]


FILLED = """
    WITH RECURSIVE filled (oid) AS (
        SELECT oid FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) > 0
        AND relnamespace = current_schema()::regnamespace AND relname = ANY(%s)
        UNION
        SELECT conrelid FROM pg_constraint JOIN filled ON confrelid = filled.oid WHERE contype = 'f'
    )
    SELECT oid::regclass::text FROM filled ORDER BY 1"""
"""With those that refer to them: PostgreSQL empties no table without these, even if they are empty."""

GUARDED = (
    "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = ANY(%s::regclass[])"
)


def _rows(cursor: CursorWrapper, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    cursor.execute(statement, parameters or None)
    return [tuple(row) for row in cursor.fetchall()]


def _allow_on(patch: pytest.MonkeyPatch, operations: type[BaseDatabaseOperations]) -> None:
    original: Callable[[Any, Sequence[str]], None] = operations.execute_sql_flush

    def execute_sql_flush(self: Any, statements: Sequence[str]) -> None:
        protection.remove(self.connection)
        # An emptied trail begins anew.
        tail.forget()
        original(self, statements)

    patch.setattr(operations, "execute_sql_flush", execute_sql_flush)
