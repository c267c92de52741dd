"""Emptying the database between tests in spite of the triggers that refuse it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connections

from ankunft.foundation.audit import protection


def allow(patch: pytest.MonkeyPatch) -> None:
    """Make every flush drop the append-only triggers first. `post_migrate`, which a flush ends with, puts them back."""
    for connection in connections.all():
        _allow_on(patch, connection)


def _allow_on(patch: pytest.MonkeyPatch, connection: Any) -> None:
    original: Callable[[Sequence[str]], None] = connection.ops.execute_sql_flush

    def execute_sql_flush(statements: Sequence[str]) -> None:
        protection.remove(connection)
        original(statements)

    patch.setattr(connection.ops, "execute_sql_flush", execute_sql_flush)
