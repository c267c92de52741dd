"""QR-bills: their data, the symbol, and the payment part with receipt (SIX, Implementation Guidelines QR-bill 2.3)."""

from .bill import LARGEST_AMOUNT, Bill, Holder, is_qr_iban, payload
from .part import PART, part_data
from .symbol import symbol

__all__ = ["LARGEST_AMOUNT", "PART", "Bill", "Holder", "is_qr_iban", "part_data", "payload", "symbol"]
