"""How every scheme works, as pure functions over plain values: calendar, entitlement rule, sound definitions."""

from .calendar import (
    Period,
    asked_from,
    due_on,
    months_paid,
    payment_month,
    period_begins_on,
    period_of,
    periods_asked,
    periods_paid,
    reports_on,
)
from .entitlement import Verdict, is_open_to_anybody, judge
from .once import period_of_the_one
from .soundness import Fault, Unsound, faults, outside_limits

__all__ = [
    "Fault",
    "Period",
    "Unsound",
    "Verdict",
    "asked_from",
    "due_on",
    "faults",
    "is_open_to_anybody",
    "judge",
    "months_paid",
    "outside_limits",
    "payment_month",
    "period_begins_on",
    "period_of",
    "period_of_the_one",
    "periods_asked",
    "periods_paid",
    "reports_on",
]
