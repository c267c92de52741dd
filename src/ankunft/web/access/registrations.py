"""What this room hangs into the worker: wrong guesses and sessions that are no longer of use are removed."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore

from ankunft.foundation.access.throttle import tidy_attempts
from ankunft.foundation.jobs import chores
from ankunft.foundation.jobs.chores import Chore

HOUR = 3600


def register() -> None:
    chores.register(Chore("access.attempts", HOUR, tidy_attempts))
    chores.register(Chore("access.sessions", HOUR, SessionStore.clear_expired))
