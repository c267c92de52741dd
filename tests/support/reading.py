"""Proof that reading does not write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connections

READS = re.compile(
    r"^\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|PRAGMA|EXPLAIN|COPY\b.*\bTO\s+STDOUT"
    r"|WITH\b(?!.*\b(INSERT|UPDATE|DELETE|MERGE)\b))\b",
    re.IGNORECASE | re.DOTALL,
)
# Signing in happens on a GET in no view of ours, but the session may renew itself on any request.
BOOKKEEPING = re.compile(r'"(django_session)"|"access_account" SET "last_login"', re.IGNORECASE)
# The read log alone is written by whoever reads: one row, by a plain INSERT (decision 0040).
READ_LOG = re.compile(
    r'^INSERT INTO "audit_readevent" \(["\w, ]*\) VALUES \([%s, ]*\)( RETURNING "audit_readevent"\."id")?$'
)


class WroteWhileReading(AssertionError):
    """A statement that changes something was executed where only reading is allowed."""


@contextmanager
def read_only() -> Iterator[None]:
    """Within the block every statement that is not a read fails, on every connection of this thread.

    An entry in the read log is none of them: whoever reads leaves it.
    """
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(_refuse_writes))
        yield


def _refuse_writes(
    execute: Callable[..., Any],
    sql: str,
    params: Any,
    many: bool,
    context: dict[str, Any],
) -> Any:
    if not READS.match(sql) and not BOOKKEEPING.search(sql) and not READ_LOG.match(sql):
        raise WroteWhileReading(f"wrote while reading: {sql[:300]}")
    return execute(sql, params, many, context)
