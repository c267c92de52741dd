"""What stands in each kind of letter, as plain data for the template: text, amounts and dates as they are read."""

from .annex import annex
from .base import Written
from .invoice import invoice_letter
from .notice import notice
from .reclaim import reclaim_letter
from .reminder import reminder_letter

__all__ = ["Written", "annex", "invoice_letter", "notice", "reclaim_letter", "reminder_letter"]
