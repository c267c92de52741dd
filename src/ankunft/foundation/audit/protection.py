"""Which rows do not change any more: the database refuses to change, remove, replace or add to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from . import triggers


@dataclass(frozen=True, slots=True)
class Stage:
    """From when on which columns of a row are settled.

    `condition` is SQL over OLD, which row is settled; empty means every row. `changing` are columns that still change
    in a settled row; empty means none.
    """

    condition: str = ""
    changing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Protection:
    """A table whose rows do not change (any more), in one stage or in several.

    `on_insert` is SQL over NEW, which row is not taken in any more; empty means that rows may always be added.
    """

    table: str
    stages: tuple[Stage, ...]
    on_insert: str

    @property
    def condition(self) -> str:
        """SQL over OLD: the row is settled by any stage; empty means every row."""
        conditions = [stage.condition for stage in self.stages]
        if not all(conditions):
            return ""
        return conditions[0] if len(conditions) == 1 else " OR ".join(f"({one})" for one in conditions)

    def name(self, operation: str) -> str:
        return f"{self.table}_refuses_{operation.lower()}"

    def operations(self, vendor: str) -> tuple[str, ...]:
        """What is refused. SQLite needs a word on every INSERT: with OR REPLACE it removes rows silently."""
        if vendor != "postgresql":
            return ("INSERT", "UPDATE", "DELETE")
        return (*(("INSERT",) if self.on_insert else ()), "UPDATE", "DELETE", "TRUNCATE")


_protections: dict[str, Protection] = {}


def protect(
    table: str,
    condition: str = "",
    *,
    on_insert: str = "",
    changing: tuple[str, ...] = (),
    further: tuple[Stage, ...] = (),
) -> None:
    """Declare that rows of `table`, where the SQL `condition` over OLD holds, refuse UPDATE, DELETE and REPLACE.

    No row may come into a state in which the SQL `on_insert` over NEW holds, neither by INSERT nor by UPDATE.
    Both name every column with OLD or NEW. An UPDATE that leaves all columns but those of `changing` as they are goes
    through. What is settled step by step has `further` stages: an UPDATE has to satisfy every one that holds.
    Called by apps when they are ready.
    """
    _protections[table] = Protection(table, (Stage(condition, changing), *further), on_insert)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every declared trigger whose table exists, replacing what is there. Idempotent."""
    tables = set(connection.introspection.table_names())
    create = triggers.postgresql if connection.vendor == "postgresql" else triggers.sqlite
    with connection.cursor() as cursor:
        for protection in _protections.values():
            if protection.table in tables:
                for statement in create(cursor, protection):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every declared trigger: for tests that must empty the database."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for protection in _protections.values():
            if protection.table in tables:
                for operation in protection.operations(connection.vendor):
                    suffix = f" ON {protection.table}" if connection.vendor == "postgresql" else ""
                    cursor.execute(f"DROP TRIGGER IF EXISTS {protection.name(operation)}{suffix}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of declared triggers that the database does not have."""
    present = triggers.present(connection)
    return sorted(name for name in _names(connection) if name not in present)


def altered(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that the database has, but which say something else than was declared."""
    present = triggers.present(connection)
    wanted: dict[str, str] = {}
    with connection.cursor() as cursor:
        for protection in _protections.values():
            wanted |= triggers.wanted(connection.vendor, cursor, protection)
    return sorted(name for name, said in wanted.items() if name in present and present[name] != said)


def _names(connection: BaseDatabaseWrapper) -> list[str]:
    return [
        protection.name(operation)
        for protection in _protections.values()
        for operation in protection.operations(connection.vendor)
    ]


def install_after_migrate(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    install(connections[using])
