"""Tariffs, payment runs and their lines; payments, invoices; reclaims and refusals."""

from .bookings import BOOKED, CLAIM, ORDER, BookingRule
from .cancellations import InvoiceCancellation
from .credits import Credit, YearEnd
from .invoices import OWED, BookingKind, Invoice, InvoiceBooking, InvoiceState
from .outcomes import DecisionKind, PaymentExecution, PaymentReturn, ReturnDecision
from .payments import PayerAccount, Payment, PaymentFile
from .reclaims import Reclaim, ReclaimObjection
from .refusals import Refusal, RefusalObjection
from .reminders import InvoiceReminder, ReminderLevel, ReminderTerms
from .rulings import ObjectionOutcome, RulingState
from .runs import START_INTEGRATION, Contribution, Ledger, Line, PayeeBalance, Run, Tariff, Withheld, WithheldReason
from .statements import RunStatement

__all__ = [
    "BOOKED",
    "CLAIM",
    "ORDER",
    "OWED",
    "START_INTEGRATION",
    "BookingKind",
    "BookingRule",
    "Contribution",
    "Credit",
    "DecisionKind",
    "Invoice",
    "InvoiceBooking",
    "InvoiceCancellation",
    "InvoiceReminder",
    "InvoiceState",
    "Ledger",
    "Line",
    "ObjectionOutcome",
    "PayeeBalance",
    "PayerAccount",
    "Payment",
    "PaymentExecution",
    "PaymentFile",
    "PaymentReturn",
    "Reclaim",
    "ReclaimObjection",
    "Refusal",
    "RefusalObjection",
    "ReminderLevel",
    "ReminderTerms",
    "ReturnDecision",
    "RulingState",
    "Run",
    "RunStatement",
    "Tariff",
    "Withheld",
    "WithheldReason",
    "YearEnd",
]
