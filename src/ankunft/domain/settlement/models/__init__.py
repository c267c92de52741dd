"""Tariffs, payment runs and their lines; what is paid, by whom and to which account; what is reclaimed or refused."""

from .bookings import BookingRule
from .credits import Credit, CreditState, YearEnd
from .payments import PayerAccount, Payment, PaymentFile
from .reclaims import Reclaim, ReclaimObjection
from .refusals import Refusal, RefusalObjection
from .rulings import ObjectionOutcome, RulingState
from .runs import Contribution, Ledger, Line, PayeeBalance, Run, Tariff, Withheld, WithheldReason
from .statements import RunStatement

__all__ = [
    "BookingRule",
    "Contribution",
    "Credit",
    "CreditState",
    "Ledger",
    "Line",
    "ObjectionOutcome",
    "PayeeBalance",
    "PayerAccount",
    "Payment",
    "PaymentFile",
    "Reclaim",
    "ReclaimObjection",
    "Refusal",
    "RefusalObjection",
    "RulingState",
    "Run",
    "RunStatement",
    "Tariff",
    "Withheld",
    "WithheldReason",
    "YearEnd",
]
