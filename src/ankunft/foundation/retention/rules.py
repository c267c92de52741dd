"""When a period is over: pure functions over days and months.

No document of the mission names retention years. What is here is how a period is counted, not how long it is.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

MOST_MONTHS = 1200
"""A hundred years: what is to be kept longer belongs into an archive, not into this application."""


def add_months(day: date, months: int) -> date:
    """The same day that many months later; the last day of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def deletable_from(began: date, months: int) -> date:
    """The first day on which a record may go: the day after the last day of its period."""
    return add_months(began, months) + timedelta(days=1)


def latest_begin(today: date, months: int) -> date:
    """The latest day on which a period can have begun that is over today.

    For every day: `began <= latest_begin(today, months)` exactly if `deletable_from(began, months) <= today`.
    Several days can end on the same one (28 to 31 January on 28 February): the latest counts.
    """
    last = today - timedelta(days=1)
    years, month = divmod(last.month - 1 - months, 12)
    year, month = last.year + years, month + 1
    end = calendar.monthrange(year, month)[1]
    is_month_end = last.day == calendar.monthrange(last.year, last.month)[1]
    return date(year, month, end if is_month_end else min(last.day, end))
