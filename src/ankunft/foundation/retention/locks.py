"""Holds and execution never pass each other: either the hold is seen, or whoever sets it sees what is gone.

On SQLite a transaction has the only write lock from its beginning. On PostgreSQL the table of holds is the lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from .models import LegalHold


@contextmanager
def execution() -> Iterator[None]:
    """A transaction in which no hold is set or lifted, and which sees the database as it was at its beginning.

    So the statistics before and after a step differ by that step alone, whatever others do meanwhile.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                if outermost:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                # Taken before the first reading statement: what is read is what holds once the lock is there.
                cursor.execute(f"LOCK TABLE {_table()} IN SHARE ROW EXCLUSIVE MODE")
        yield


def after_execution() -> None:
    """Inside a transaction: wait until no step of an execution is under way; the next one waits for us."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {_table()} IN ROW EXCLUSIVE MODE")


def _table() -> str:
    return connection.ops.quote_name(LegalHold._meta.db_table)
