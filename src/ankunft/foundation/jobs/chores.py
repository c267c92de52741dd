"""What the worker does from time to time besides the jobs: sending mail, emptying what has been kept long enough."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, close_old_connections

logger = logging.getLogger("ankunft.jobs")


RARE = 600.0
"""From so many seconds on it matters that a worker which starts does not begin to wait anew."""


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do every so many seconds. It is safe to be done by several workers at once.

    One that is rare is done by one worker alone, and its next time is remembered (`timetable`).
    """

    code: str
    every: float
    do: Callable[[], object]

    @property
    def is_rare(self) -> bool:
        return self.every >= RARE


_register: dict[str, Chore] = {}


def register(chore: Chore) -> None:
    """Make a chore known, from a room's `AppConfig.ready`."""
    _register[chore.code] = chore


def all_chores() -> list[Chore]:
    return list(_register.values())


def attempt(do: Callable[[], object]) -> bool:
    """Do that and say whether it went well; what failed (a locked database, another worker that was faster) is logged
    and tried again when it is next due."""
    try:
        close_old_connections()
        do()
    except DatabaseError as error:
        logger.info("%s: %s", getattr(do, "__name__", do), type(error).__name__)
        return False
    except Exception:
        logger.exception("housekeeping failed")
        return False
    return True
