"""Triggers that refuse UPDATE and DELETE, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class Protection:
    """A table whose rows do not change (any more). `condition` is SQL over OLD; empty means always."""

    table: str
    condition: str

    def name(self, operation: str) -> str:
        return f"{self.table}_refuses_{operation.lower()}"


_protections: dict[str, Protection] = {}


def protect(table: str, condition: str = "") -> None:
    """Declare that rows of `table`, where the SQL `condition` over OLD holds, refuse UPDATE and DELETE.

    Called by apps when they are ready.
    """
    _protections[table] = Protection(table, condition)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every declared trigger whose table exists, replacing what is there. Idempotent."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for protection in _protections.values():
            if protection.table in tables:
                for statement in _statements(connection.vendor, protection):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every declared trigger: for tests that must empty the database."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for protection in _protections.values():
            if protection.table in tables:
                for operation in _operations(connection.vendor):
                    suffix = f" ON {protection.table}" if connection.vendor == "postgresql" else ""
                    cursor.execute(f"DROP TRIGGER IF EXISTS {protection.name(operation)}{suffix}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of declared triggers that the database does not have."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return sorted(
        protection.name(operation)
        for protection in _protections.values()
        for operation in _operations(connection.vendor)
        if protection.name(operation) not in present
    )


def install_after_migrate(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    install(connections[using])


def _operations(vendor: str) -> tuple[str, ...]:
    return ("UPDATE", "DELETE", "TRUNCATE") if vendor == "postgresql" else ("UPDATE", "DELETE")


def _statements(vendor: str, protection: Protection) -> list[str]:
    message = f"{protection.table}: settled records are not changed"
    if vendor == "postgresql":
        return _postgresql(protection, message)
    when = f" WHEN {protection.condition}" if protection.condition else ""
    statements = []
    for operation in _operations(vendor):
        name = protection.name(operation)
        statements += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {operation} ON {protection.table}{when} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
        ]
    return statements


def _postgresql(protection: Protection, message: str) -> list[str]:
    function = f"{protection.table}_refuses_change"
    condition = protection.condition or "TRUE"
    statements = [
        f"""CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION '{message}'; END IF;
            IF {condition} THEN RAISE EXCEPTION '{message}'; END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END $$"""
    ]
    for operation in _operations("postgresql"):
        name = protection.name(operation)
        level = "STATEMENT" if operation == "TRUNCATE" else "ROW"
        statements += [
            f"DROP TRIGGER IF EXISTS {name} ON {protection.table}",
            f"CREATE TRIGGER {name} BEFORE {operation} ON {protection.table} "
            f"FOR EACH {level} EXECUTE FUNCTION {function}()",
        ]
    return statements
