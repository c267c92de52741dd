"""What people do with what the bank says."""

from .importing import StatementResult, statement_import
from .matching import entry_match, entry_resume, entry_set_aside, entry_undo

__all__ = [
    "StatementResult",
    "entry_match",
    "entry_resume",
    "entry_set_aside",
    "entry_undo",
    "statement_import",
]
