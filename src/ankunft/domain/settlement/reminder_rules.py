"""When a payee is asked once more for an invoice, as pure functions. Amounts in Rappen. Source: KS 4.7.

KS 4.7 states 30 days from the invoice; after how many further days anybody is reminded is in no document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LAST_LEVEL = 2


@dataclass(frozen=True, slots=True)
class Terms:
    """Days from the due date to the first reminder, and from the first to the second one."""

    first_after: int
    second_after: int


OUR_TERMS = Terms(10, 20)
"""What holds until the canton has entered terms of its own: an assumption of this program, from no document."""


@dataclass(frozen=True, slots=True)
class Owed:
    """An invoice as the rule sees it: what is open of it, until when it was to be paid, and the days of reminders."""

    number: str
    open: int
    due_on: date
    reminded_on: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class DueReminder:
    """That it is time for a reminder of this level, since that day."""

    number: str
    level: int
    since: date


def is_overdue(open_amount: int, due_on: date, day: date) -> bool:
    """Whether the last day on which it would have been paid in time has passed and something is open (KS 4.7)."""
    return open_amount > 0 and day > due_on


def next_reminder(owed: Owed, terms: Terms) -> DueReminder | None:
    """The next reminder and from which day on it is time for it; none where nothing is open, or after the last one.

    A level follows the one before; none is left out, however late somebody looks.
    """
    level = len(owed.reminded_on) + 1
    if owed.open <= 0 or level > LAST_LEVEL:
        return None
    if level == 1:
        return DueReminder(owed.number, level, owed.due_on + timedelta(days=terms.first_after))
    return DueReminder(owed.number, level, max(owed.reminded_on) + timedelta(days=terms.second_after))


def invoices_to_remind(invoices: Iterable[Owed], terms: Terms, day: date) -> list[DueReminder]:
    """Whom to remind on that day, in the order of the invoices."""
    following = (next_reminder(owed, terms) for owed in invoices)
    return [one for one in following if one is not None and one.since <= day]
