"""Proof that reading does not write."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connections
from django.db.backends.utils import CursorWrapper

READS = re.compile(r"^\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|PRAGMA|EXPLAIN)\b", re.IGNORECASE)
COPIES_OUT = re.compile(r"^\s*COPY\b.*\bTO\s+STDOUT\b", re.IGNORECASE | re.DOTALL)
# Signing in happens on a GET in no view of ours, but the session may renew itself on any request.
BOOKKEEPING = re.compile(r'"(django_session)"|"access_account" SET "last_login"', re.IGNORECASE)


class WroteWhileReading(AssertionError):
    """A statement that changes something was executed where only reading is allowed."""


@contextmanager
def read_only() -> Iterator[None]:
    """Within the block every statement that is not a read fails, on every connection of this thread."""
    with ExitStack() as stack:
        for connection in connections.all():
            if connection.vendor == "postgresql":
                _watch_copies()
            stack.enter_context(connection.execute_wrapper(_refuse_writes))
        yield


def _refuse_writes(
    execute: Callable[..., Any],
    sql: str,
    params: Any,
    many: bool,
    context: dict[str, Any],
) -> Any:
    if not READS.match(sql) and not BOOKKEEPING.search(sql):
        raise WroteWhileReading(f"wrote while reading: {sql[:300]}")
    return execute(sql, params, many, context)


@functools.cache
def _watch_copies() -> None:
    """From now on COPY, which passes no execute wrapper, is refused as well where writes are."""
    from django.db.backends.postgresql.base import CursorDebugWrapper

    for kind in (CursorDebugWrapper, CursorWrapper):
        kind.copy = _watched(getattr(kind, "copy", None))  # type: ignore[attr-defined]


def _watched(original: Callable[..., Any] | None) -> Callable[..., Any]:
    def copy(self: CursorWrapper, statement: str, *more: Any, **options: Any) -> Any:
        if _refuse_writes in self.db.execute_wrappers and not COPIES_OUT.match(statement):
            raise WroteWhileReading(f"wrote while reading: {statement[:300]}")
        if original is None:
            return self.cursor.copy(statement, *more, **options)
        return original(self, statement, *more, **options)

    return copy
