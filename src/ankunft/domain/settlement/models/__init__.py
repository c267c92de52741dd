"""Tariffs, payment runs and their lines; what is paid, by whom and to which account."""

from .payments import PayerAccount, PayerState, Payment, PaymentFile
from .runs import Contribution, Ledger, Line, PayeeBalance, Run, Tariff, Withheld, WithheldReason

__all__ = [
    "Contribution",
    "Ledger",
    "Line",
    "PayeeBalance",
    "PayerAccount",
    "PayerState",
    "Payment",
    "PaymentFile",
    "Run",
    "Tariff",
    "Withheld",
    "WithheldReason",
]
