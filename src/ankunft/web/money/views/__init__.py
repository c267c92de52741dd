"""Sources, bookings, transfers, refunds, and a plan in use as pages."""

from .bookings import booking, booking_new, booking_reverse, bookings
from .costs import cost_rule_new, costs, costs_take_over
from .coverage import assignment_drop, assignment_new, coverage
from .monitor import monitor
from .projections import projection, projection_run
from .refunds import refund, refund_new, refund_return, refund_step, refunds
from .sources import matching, rate_new, rates, source, sources, terms_new, tranche_correct, tranche_new
from .transfers import transfer, transfer_new, transfer_step, transfers

__all__ = [
    "assignment_drop",
    "assignment_new",
    "booking",
    "booking_new",
    "booking_reverse",
    "bookings",
    "cost_rule_new",
    "costs",
    "costs_take_over",
    "coverage",
    "matching",
    "monitor",
    "projection",
    "projection_run",
    "rate_new",
    "rates",
    "refund",
    "refund_new",
    "refund_return",
    "refund_step",
    "refunds",
    "source",
    "sources",
    "terms_new",
    "tranche_correct",
    "tranche_new",
    "transfer",
    "transfer_new",
    "transfer_step",
    "transfers",
]
