"""Appointments of one day one after the other, past those that there are already: a rule without records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]
"""From when until when somebody or a room is taken."""


def consecutive(first: datetime, minutes: int, count: int, taken: Sequence[Span] = ()) -> list[datetime]:
    """When so many appointments of that length begin, the first at `first` or as soon as nothing is taken.

    Each begins where the one before ends; where that meets a span that is taken, it begins at the end of that.
    """
    begins: list[datetime] = []
    at, length = first, timedelta(minutes=minutes)
    spans = sorted(taken)
    while len(begins) < count:
        meeting = next((until for since, until in spans if since < at + length and until > at), None)
        if meeting is not None:
            at = meeting
            continue
        begins.append(at)
        at += length
    return begins
