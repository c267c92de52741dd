"""Pages of the bank."""

from .entries import entries, entry, entry_step
from .returns import return_new, return_step, returned_page, returns
from .statements import statement, statement_new, statements

__all__ = [
    "entries",
    "entry",
    "entry_step",
    "return_new",
    "return_step",
    "returned_page",
    "returns",
    "statement",
    "statement_new",
    "statements",
]
