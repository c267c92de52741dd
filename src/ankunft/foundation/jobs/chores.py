"""What the worker does from time to time besides the jobs: sending mail, emptying what has been kept long enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do every so many seconds. It is safe to be done by several workers at once."""

    code: str
    every: float
    do: Callable[[], object]


_register: dict[str, Chore] = {}


def register(chore: Chore) -> None:
    """Make a chore known, from a room's `AppConfig.ready`."""
    _register[chore.code] = chore


def all_chores() -> list[Chore]:
    return list(_register.values())
