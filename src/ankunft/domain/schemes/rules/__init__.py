"""How every scheme works, as pure functions over plain values: calendar, entitlement rule, sound definitions."""

from .calendar import Period, due_on, payment_month, period_begins_on, period_of, periods_paid
from .entitlement import Verdict, judge
from .once import period_of_the_one
from .soundness import Fault, Unsound, faults, outside_limits

__all__ = [
    "Fault",
    "Period",
    "Unsound",
    "Verdict",
    "due_on",
    "faults",
    "judge",
    "outside_limits",
    "payment_month",
    "period_begins_on",
    "period_of",
    "period_of_the_one",
    "periods_paid",
]
