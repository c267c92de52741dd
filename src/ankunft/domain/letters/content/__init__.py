"""What stands in each kind of letter, as plain data for the template: text, amounts and dates as they are read."""

from .annex import annex
from .base import Written
from .notice import notice
from .reclaim import reclaim_letter

__all__ = ["Written", "annex", "notice", "reclaim_letter"]
