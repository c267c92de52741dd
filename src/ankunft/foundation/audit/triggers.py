"""The triggers behind a protection, as SQL of each database."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper


class Settled(Protocol):
    """From when on which columns are settled; see `protection.Stage`."""

    @property
    def condition(self) -> str: ...
    @property
    def changing(self) -> tuple[str, ...]: ...


class Guarded(Protocol):
    """What is known of a protected table; see `protection.Protection`."""

    @property
    def table(self) -> str: ...
    @property
    def condition(self) -> str: ...
    @property
    def on_insert(self) -> str: ...
    @property
    def stages(self) -> Sequence[Settled]: ...
    def name(self, operation: str) -> str: ...
    def operations(self, vendor: str) -> tuple[str, ...]: ...


def sqlite(cursor: CursorWrapper, guarded: Guarded) -> list[str]:
    """Statements that put the triggers of one table in place."""
    keys = [key for key in _unique_keys(cursor, guarded.table) if not _is_covered(guarded, key)]
    added = f"({guarded.on_insert}) OR " if guarded.on_insert else ""
    changed = " OR ".join(
        f"({stage.condition or 'TRUE'}){_touched(cursor, guarded.table, stage)}" for stage in guarded.stages
    )
    another = _replaced(guarded, keys, "standing.rowid <> OLD.rowid AND ")
    when = {
        "INSERT": f"{added}{_replaced(guarded, keys, '')}",
        # UPDATE OR REPLACE removes a row as well: another one than the row that is changed.
        "UPDATE": f"{changed} OR {added}{another}",
        "DELETE": guarded.condition or "TRUE",
    }
    statements = []
    for operation, condition in when.items():
        name = guarded.name(operation)
        statements += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {operation} ON {guarded.table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{_message(guarded)}'); END",
        ]
    return statements


def postgresql(_cursor: CursorWrapper, guarded: Guarded) -> list[str]:
    """Statements that put the triggers of one table in place."""
    function = f"{guarded.table}_refuses_change"
    refuse = f"RAISE EXCEPTION '{_message(guarded)}'; END IF;"
    added = f"IF TG_OP <> 'DELETE' THEN IF {guarded.on_insert} THEN {refuse} END IF;" if guarded.on_insert else ""
    statements = [
        f"""CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'TRUNCATE' THEN {refuse}
            {added}
            IF TG_OP = 'INSERT' THEN RETURN NEW; END IF;
            {" ".join(_refused(stage, refuse) for stage in guarded.stages)}
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END $$"""
    ]
    for operation in guarded.operations("postgresql"):
        name = guarded.name(operation)
        level = "STATEMENT" if operation == "TRUNCATE" else "ROW"
        statements += [
            f"DROP TRIGGER IF EXISTS {name} ON {guarded.table}",
            f"CREATE TRIGGER {name} BEFORE {operation} ON {guarded.table} "
            f"FOR EACH {level} EXECUTE FUNCTION {function}()",
        ]
    return statements


PRESENT = {
    "sqlite": "SELECT name, sql, '' FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """
        SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true), prosrc
        FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND pg_table_is_visible(tgrelid)""",
}


def present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """What every trigger of the database says, by its name."""
    with connection.cursor() as cursor:
        cursor.execute(PRESENT[connection.vendor])
        return {name: _plain(definition, body) for name, definition, body in cursor.fetchall()}


def wanted(vendor: str, cursor: CursorWrapper, guarded: Guarded) -> dict[str, str]:
    """What the triggers of one table must say, by their names."""
    statements = (postgresql if vendor == "postgresql" else sqlite)(cursor, guarded)
    body = next((text.split("$$")[1] for text in statements if text.startswith("CREATE OR REPLACE")), "")
    return {text.split()[2]: _plain(text, body) for text in statements if text.startswith("CREATE TRIGGER")}


def _plain(definition: str, body: str) -> str:
    return " ".join(f"{definition} {body}".split())


def _message(guarded: Guarded) -> str:
    return f"{guarded.table}: settled records are not changed"


def _refused(stage: Settled, refuse: str) -> str:
    """PL/pgSQL: a settled row is not changed, but for the columns that may change; `refuse` ends the IF around it."""
    settled = f"IF {stage.condition or 'TRUE'} THEN"
    if not stage.changing:
        return f"{settled} {refuse}"
    names = ", ".join(f"'{name}'" for name in stage.changing)
    differs = f"to_jsonb(NEW) - ARRAY[{names}] <> to_jsonb(OLD) - ARRAY[{names}]"
    return f"{settled} IF TG_OP = 'UPDATE' THEN IF {differs} THEN {refuse} ELSE {refuse} END IF;"


def _touched(cursor: CursorWrapper, table: str, stage: Settled) -> str:
    """SQL of SQLite: and a column changes that may not change any more."""
    if not stage.changing:
        return ""
    cursor.execute(f"PRAGMA table_info({table})")
    fixed = [name for _, name, *_ in cursor.fetchall() if name not in stage.changing]
    return " AND (" + " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in fixed) + ")"


def _replaced(guarded: Guarded, keys: list[tuple[str, ...]], other: str) -> str:
    """SQL: whether a settled row stands where NEW wants to be, by any key; each is one look-up in an index."""
    settled = guarded.condition.replace("OLD.", "standing.") or "TRUE"
    lookups = []
    for key in keys:
        same = " AND ".join(f'standing."{column}" = NEW."{column}"' for column in key)
        # Names and conditions are the program's own.
        lookups.append(f"EXISTS (SELECT 1 FROM {guarded.table} AS standing WHERE {other}{same} AND ({settled}))")  # noqa: S608
    return " OR ".join(lookups)


def _is_covered(guarded: Guarded, key: tuple[str, ...]) -> bool:
    """Whether `on_insert` refuses already what would replace a settled row by this key.

    So it is where it asks the same of the new row as the condition of the old one, and asks only columns
    of the key, which both rows have in common. A look-up less for each of many thousand positions of a run.
    """
    asked = set(re.findall(r"OLD\.(\w+)", guarded.condition))
    return guarded.on_insert.replace("NEW.", "OLD.") == guarded.condition and bool(asked) and asked <= set(key)


def _unique_keys(cursor: CursorWrapper, table: str) -> list[tuple[str, ...]]:
    """The columns of everything by which SQLite recognises a row as the same, and replaces it.

    An index on some rows only is left out: those there are hold for rows that are open, and no settled row is in them.
    """
    cursor.execute(f"PRAGMA index_list({table})")
    names = [name for _, name, unique, _, partial in cursor.fetchall() if unique and not partial]
    keys: list[tuple[str, ...]] = [("rowid",)]
    for name in names:
        cursor.execute(f'PRAGMA index_info("{name}")')
        keys.append(tuple(column for _, _, column in cursor.fetchall()))
    return keys
