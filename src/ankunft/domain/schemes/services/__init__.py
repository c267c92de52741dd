"""What people do with schemes: define them, set their tariffs, fill in their forms."""

from .definitions import definition_confirm, definition_propose, definition_withdraw
from .sheets import scheme_sheet_begin, scheme_sheet_correct, scheme_sheet_submit
from .tariffs import tariff_confirm, tariff_propose, tariff_withdraw

__all__ = [
    "definition_confirm",
    "definition_propose",
    "definition_withdraw",
    "scheme_sheet_begin",
    "scheme_sheet_correct",
    "scheme_sheet_submit",
    "tariff_confirm",
    "tariff_propose",
    "tariff_withdraw",
]
