"""What people do with what the bank says."""

from .clearing import word_reject, word_resume, word_set_aside, word_undo
from .files import file_import
from .importing import StatementResult, statement_import
from .matching import entry_match, entry_resume, entry_set_aside, entry_undo
from .reporting import ReportResult, report_import

__all__ = [
    "ReportResult",
    "StatementResult",
    "entry_match",
    "entry_resume",
    "entry_set_aside",
    "entry_undo",
    "file_import",
    "report_import",
    "statement_import",
    "word_reject",
    "word_resume",
    "word_set_aside",
    "word_undo",
]
