"""How every scheme works, as pure functions over plain values: calendar, entitlement rule, sound definitions."""

from .calendar import Period, due_on, months_paid, payment_month, period_begins_on, period_of, periods_paid
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
    "months_paid",
    "outside_limits",
    "payment_month",
    "period_begins_on",
    "period_of",
    "period_of_the_one",
    "periods_paid",
]
