"""How many wrong guesses there may be, as pure functions (decision 0038)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=60)
CALM = timedelta(hours=24)
"""After so long without a wrong guess everything begins anew; older guesses need not be kept."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many wrong guesses within `window` begin a pause."""

    guesses: int
    window: timedelta = timedelta(minutes=15)


ACCOUNT = Limit(guesses=5)
NETWORK = Limit(guesses=30)
RESET = Limit(guesses=3)


def paused_until(wrong: Sequence[datetime], limit: Limit) -> datetime | None:
    """When the pause ends that follows these wrong guesses (oldest first); None if they make none.

    The guess that reaches the limit begins a pause of a minute, each further one a pause twice as long, up to an hour.
    A guess during a pause is not looked at and does not count, so nobody can prolong a pause for somebody else.
    """
    pauses = 0
    recent: list[datetime] = []
    for at in wrong:
        if recent and at - recent[-1] > CALM:
            pauses, recent = 0, []
        recent = [earlier for earlier in recent if at - earlier < limit.window] + [at]
        if pauses or len(recent) >= limit.guesses:
            pauses += 1
    return wrong[-1] + pause(pauses) if pauses else None


def pause(number: int) -> timedelta:
    """How long the pause of that number lasts: 1, 2, 4 … up to 60 minutes."""
    doubled: int = 2 ** min(number - 1, 10)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)
