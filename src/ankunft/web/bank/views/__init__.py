"""Pages of the bank."""

from .entries import entries, entry, entry_step
from .rejections import rejection_new, rejection_undo
from .reports import report, reports, word, word_step
from .returns import return_new, return_step, returned_page, returns
from .statements import statement, statement_new, statements

__all__ = [
    "entries",
    "entry",
    "entry_step",
    "rejection_new",
    "rejection_undo",
    "report",
    "reports",
    "return_new",
    "return_step",
    "returned_page",
    "returns",
    "statement",
    "statement_new",
    "statements",
    "word",
    "word_step",
]
