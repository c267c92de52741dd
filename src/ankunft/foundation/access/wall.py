"""The second wall: PostgreSQL itself shows and takes only rows for which the person's keys open the wall.

The first wall is `visible_to`. This one stands where it was forgotten: a table behind the wall shows nothing to a
connection that nobody opened, and to one that was opened for somebody only what that person's keys fit.

A room declares what fits (`protect`) and which keys somebody holds (`register_keys`). Requests, jobs and commands are
worked on within `open_for(actor)`. SQLite knows no such thing; there everything here does nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from ankunft.foundation.kernel.actor import Actor

Keys = Mapping[str, Iterable[object]]
"""By kind of key (`municipality`, `account`), the values somebody holds."""

ACCOUNT = "account"
EVERYTHING = "everything"
WRITES, COUNTS = "on", "figures"
"""What the key to everything opens: all of it, or only to be counted."""
PREFIX = "ankunft"
_PLAIN = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Lock:
    """A kind of key fits a row whose `column` is among the values held, and of which the SQL `condition` holds."""

    key: str
    column: str
    condition: str = ""
    type: str = "bigint"

    def sql(self) -> str:
        # As a query of its own the list is read once for a statement, not once for every row.
        held = f"(SELECT (NULLIF(current_setting('{PREFIX}.{self.key}', true), ''))::{self.type}[])::{self.type}[]"
        fits = f"{self.column} = ANY ({held})"
        return f"({fits} AND {self.condition})" if self.condition else fits


@dataclass(frozen=True, slots=True)
class Wall:
    """A table behind the wall: which keys let see its rows, and which let write them."""

    table: str
    see: tuple[Lock, ...]
    write: tuple[Lock, ...]

    def policies(self) -> dict[str, str]:
        """The policies by name, as SQL that creates them."""
        see, write = _any_of((*self.see, *self.write), WRITES, COUNTS), _any_of(self.write, WRITES)
        return {
            f"{self.table}_see": f"FOR SELECT USING ({see})",
            f"{self.table}_write": f"FOR ALL USING ({write}) WITH CHECK ({write})",
        }


def _any_of(locks: Iterable[Lock], *opened: str) -> str:
    words = ", ".join(f"'{word}'" for word in opened)
    everything = f"(SELECT current_setting('{PREFIX}.{EVERYTHING}', true) IN ({words}))"
    return " OR ".join([*dict.fromkeys(lock.sql() for lock in locks), everything])


_walls: dict[str, Wall] = {}
_providers: list[Callable[[Actor], Keys]] = []
_held: ContextVar[Mapping[str, str] | None] = ContextVar("wall", default=None)


def protect(table: str, *, see: Iterable[Lock] = (), write: Iterable[Lock]) -> None:
    """Put a table behind the wall: whose key fits one of the locks `write` sees and writes a row, `see` only sees it.

    Called by apps when they are ready.
    """
    _walls[table] = Wall(table, tuple(see), tuple(write))


def register_keys(provider: Callable[[Actor], Keys]) -> None:
    """Say which keys an actor holds. It is asked when the wall is opened, and sees what the key of the account fits."""
    _providers.append(provider)


@contextmanager
def open_for(actor: Actor | None) -> Iterator[None]:
    """Within the block the database shows what this actor's keys fit: to nobody nothing, to the operator everything."""
    if connection.vendor != "postgresql" or (actor is None and _held.get() is None):
        # Nothing is held, so there is nothing to close: who asks how the application is reaches it without a database.
        yield
        return
    if actor is None or actor.is_operator:
        with _holding(_texts({EVERYTHING: [WRITES]} if actor else {})):
            yield
        return
    account = {ACCOUNT: [actor.account_id] if actor.account_id is not None else []}
    with _holding(_texts(account)):
        keys: dict[str, list[object]] = {ACCOUNT: list(account[ACCOUNT])}
        for provider in _providers:
            for kind, values in provider(actor).items():
                keys[kind] = [*keys.get(kind, ()), *values]
        with _holding(_texts(keys)):
            yield


@contextmanager
def closed() -> Iterator[None]:
    """Within the block the wall is closed, whoever it was open for."""
    with open_for(None):
        yield


@contextmanager
def also(**keys: Iterable[object]) -> Iterator[None]:
    """Within the block these keys fit besides those held: for a service that must see more than the person.

    Such a service says why, and what it hands on.
    """
    if connection.vendor != "postgresql":
        yield
        return
    held = dict(_held.get() or {})
    for kind, text in _texts(keys).items():
        before = held.get(kind, "").strip("{}")
        held[kind] = "{" + ",".join(filter(None, (before, text.strip("{}")))) + "}"
    with _holding(held):
        yield


@contextmanager
def for_figures() -> Iterator[None]:
    """Within the block the database counts every row, whoever asks: only figures may leave it, nobody's record.

    Written is nothing by it but what the keys held before fit.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with _holding({**(_held.get() or {}), EVERYTHING: COUNTS}):
        yield


def _texts(keys: Keys) -> dict[str, str]:
    """The keys as settings of a session: lists as PostgreSQL writes them; ValueError for anything that is not plain."""
    texts = {}
    for kind, values in keys.items():
        words = [str(value) for value in values]
        if not all(_PLAIN.fullmatch(word) for word in words):
            raise ValueError(f"{kind}: not a plain key")
        texts[kind] = WRITES if kind == EVERYTHING else "{" + ",".join(words) + "}"
    return texts


@contextmanager
def _holding(held: Mapping[str, str]) -> Iterator[None]:
    """Hold these keys and no other ones; afterwards those that were held before."""
    before = _held.get()
    token = _held.set(held)
    try:
        _tell(connection)
        yield
    finally:
        _held.reset(token)
        _tell_or_close(before)


def _kinds() -> list[str]:
    locks = (lock.key for wall in _walls.values() for lock in (*wall.see, *wall.write))
    return sorted({ACCOUNT, EVERYTHING, *locks})


def _tell(to: BaseDatabaseWrapper) -> None:
    """Set every kind of key for this session, in one statement; what is not held is emptied."""
    held = _held.get() or {}
    kinds = _kinds()
    calls = ", ".join("set_config(%s, %s, false)" for _ in kinds)
    parameters = [word for kind in kinds for word in (f"{PREFIX}.{kind}", held.get(kind, ""))]
    with to.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", parameters)


def _tell_or_close(before: Mapping[str, str] | None) -> None:
    """Go back to the keys of before. A connection to which that cannot be told is given up.

    Within a broken transaction the settings cannot be changed. It can only be rolled back, and with it go back the
    settings as well, which were changed within it.
    """
    if connection.connection is None and before is None:
        return
    try:
        _tell(connection)
    except DatabaseError:
        if not connection.in_atomic_block:
            connection.close()


def _on_connecting(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """A connection made within a block, or taken from a pool, is told what is held: it may have served others."""
    if connection.vendor != "postgresql":
        return
    pooled = bool(connection.settings_dict["OPTIONS"].get("pool"))
    if pooled or _held.get() is not None:
        _tell(connection)


connection_created.connect(_on_connecting, dispatch_uid="access.wall")


def install(to: BaseDatabaseWrapper) -> None:
    """Put every declared table that exists behind the wall, replacing its policies. Idempotent; not on SQLite."""
    if to.vendor != "postgresql":
        return
    tables = set(to.introspection.table_names())
    with to.cursor() as cursor:
        for wall in _walls.values():
            if wall.table not in tables:
                continue
            cursor.execute(f"ALTER TABLE {wall.table} ENABLE ROW LEVEL SECURITY")
            # Without FORCE the owner of the table, which is who the application is, would see everything.
            cursor.execute(f"ALTER TABLE {wall.table} FORCE ROW LEVEL SECURITY")
            for name, rest in wall.policies().items():
                cursor.execute(f"DROP POLICY IF EXISTS {name} ON {wall.table}")
                cursor.execute(f"CREATE POLICY {name} ON {wall.table} {rest}")


def install_after_migrate(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    install(connections[using])


def holds() -> list[str]:
    """What is wrong with the wall, as sentences; empty where it holds, and on SQLite, which has none."""
    if connection.vendor != "postgresql":
        return []
    return [*_of_the_role(), *_of_the_tables()]


def _of_the_role() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        name, is_super, bypasses = cursor.fetchone()
    if is_super or bypasses:
        what = "SUPERUSER" if is_super else "BYPASSRLS"
        yield f"Die Datenbankrolle «{name}» hat {what}: Für sie gilt die zweite Mauer (Row-Level Security) nicht."


def _of_the_tables() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relkind IN ('r', 'p')"
        )
        forced = dict(cursor.fetchall())
        cursor.execute("SELECT tablename, policyname FROM pg_policies")
        present: dict[str, set[str]] = {}
        for table, policy in cursor.fetchall():
            present.setdefault(table, set()).add(policy)
    for wall in _walls.values():
        expected = set(wall.policies())
        if not forced.get(wall.table):
            yield f"Die Tabelle {wall.table} steht nicht hinter der zweiten Mauer (ROW LEVEL SECURITY, FORCE)."
        elif present.get(wall.table, set()) != expected:
            yield f"Die Tabelle {wall.table} hat andere Regeln (policies) als vorgesehen."
        elif _shows_when_closed(wall.table):
            yield f"Die Tabelle {wall.table} zeigt Zeilen, obwohl die Mauer geschlossen ist."


def _shows_when_closed(table: str) -> bool:
    with closed(), connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})")  # noqa: S608 - the program's own name
        return bool(cursor.fetchone()[0])
