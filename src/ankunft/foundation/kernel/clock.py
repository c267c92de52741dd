"""The only source of time. Everything that asks for the day or the hour asks here.

Outside production the clock can be moved, so that deadlines can be shown and tested.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZURICH = ZoneInfo("Europe/Zurich")

_offset: ContextVar[timedelta] = ContextVar("clock_offset", default=timedelta(0))


def now() -> datetime:
    """The present moment, aware, in Europe/Zurich."""
    return machine_now() + _offset.get()


def machine_now() -> datetime:
    """The machine's own moment, wherever the clock was moved to: for what other programs compare with theirs."""
    return datetime.now(ZURICH)


def today() -> date:
    """The present day in Europe/Zurich."""
    return now().date()


@contextmanager
def moved_to(day: date) -> Iterator[None]:
    """Within the block it is that day, at the present time of day."""
    token = _offset.set(timedelta(0))
    _offset.set(timedelta(days=(day - today()).days))
    try:
        yield
    finally:
        _offset.reset(token)
