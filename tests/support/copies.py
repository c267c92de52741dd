"""PostgreSQL's COPY passes the execute wrappers as every other statement does, so that no test overlooks it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper


def pass_wrappers(patch: pytest.MonkeyPatch) -> None:
    """From now on what is asked of `connection.execute_wrapper` is asked for COPY too."""
    if connection.vendor != "postgresql":
        return
    from django.db.backends.postgresql.base import CursorDebugWrapper

    # The cursor that counts statements has a `copy` of its own; the other one passes the name on to the driver's.
    patch.setattr(CursorDebugWrapper, "copy", _wrapped(CursorDebugWrapper.copy))
    patch.setattr(CursorWrapper, "copy", _wrapped(lambda self, sql: self.cursor.copy(sql)), raising=False)


def _wrapped(original: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    def copy(self: Any, statement: str) -> Any:
        def execute(sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
            return original(self, sql)

        chain: Callable[..., Any] = execute
        for wrapper in self.db.execute_wrappers:
            chain = functools.partial(wrapper, chain)
        return chain(statement, None, False, {"connection": self.db, "cursor": self})

    return copy
