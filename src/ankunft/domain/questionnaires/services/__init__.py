"""The only writers of the room: what is typed in a sheet (`filling.py`), how it moves (`moving.py`), many at once."""

from .bulk import SheetIntake, sheets_take_in
from .filling import ChangedMeanwhile, sheet_correct, sheet_open, sheet_save
from .moving import (
    sheet_accept,
    sheet_discard,
    sheet_present,
    sheet_return,
    sheet_sign_off,
    sheet_submit,
    sheet_take_back,
)

__all__ = [
    "ChangedMeanwhile",
    "SheetIntake",
    "sheet_accept",
    "sheet_correct",
    "sheet_discard",
    "sheet_open",
    "sheet_present",
    "sheet_return",
    "sheet_save",
    "sheet_sign_off",
    "sheet_submit",
    "sheet_take_back",
    "sheets_take_in",
]
