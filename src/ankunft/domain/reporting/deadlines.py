"""When a municipality is reminded of what it owes: a pure rule over the deadline and the days that are configured."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from .rules import days_until

CATCH_UP = 7
"""So many days a stage can still be sent: what a worker missed is made up for, and what is long past is not."""


def stage_due(due_on: date, day: date, stages: Collection[int]) -> int | None:
    """The stage of which a reminder is due on that day; None if none is.

    A stage is a number of days after the deadline, negative before it. Of several that have come only the latest is
    sent: nobody gets four mails at once. The deadlines are those of KS 5.2.
    """
    passed = -days_until(due_on, day)
    latest = max((stage for stage in stages if stage <= passed), default=None)
    return latest if latest is not None and passed - latest < CATCH_UP else None


def escalates(stage: int) -> bool:
    """Whether the strategic lead is told too: from the first day after the deadline on."""
    return stage > 0


def is_left_to_the_canton(due_on: date, day: date, stages: Collection[int]) -> bool:
    """Whether the last reminder is behind, so that somebody has to ask."""
    return bool(stages) and -days_until(due_on, day) > max(stages)
