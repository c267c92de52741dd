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
    reporting_day,
    reports_on,
)
from .entitlement import Verdict, is_open_to_anybody, judge
from .once import Use, is_one, uses_paid
from .soundness import Fault, Unsound, faults, is_outside, outside_limits

__all__ = [
    "Fault",
    "Period",
    "Unsound",
    "Use",
    "Verdict",
    "asked_from",
    "due_on",
    "faults",
    "is_one",
    "is_open_to_anybody",
    "is_outside",
    "judge",
    "months_paid",
    "outside_limits",
    "payment_month",
    "period_begins_on",
    "period_of",
    "periods_asked",
    "periods_paid",
    "reporting_day",
    "reports_on",
    "uses_paid",
]
