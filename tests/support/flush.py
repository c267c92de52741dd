"""Emptying the database between tests in spite of the triggers that refuse it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connections
from django.db.backends.base.operations import BaseDatabaseOperations

from ankunft.foundation.audit import protection, tail


def allow(patch: pytest.MonkeyPatch) -> None:
    """Make every flush drop the append-only triggers first. `post_migrate`, which a flush ends with, puts them back.

    The class is changed, not one connection: a test in a browser has an event loop and with it a connection of its own.
    """
    for operations in {type(connection.ops) for connection in connections.all()}:
        _allow_on(patch, operations)


def _allow_on(patch: pytest.MonkeyPatch, operations: type[BaseDatabaseOperations]) -> None:
    original: Callable[[Any, Sequence[str]], None] = operations.execute_sql_flush

    def execute_sql_flush(self: Any, statements: Sequence[str]) -> None:
        protection.remove(self.connection)
        # An emptied trail begins anew.
        tail.forget()
        original(self, statements)

    patch.setattr(operations, "execute_sql_flush", execute_sql_flush)
