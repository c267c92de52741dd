"""What the bank says: statements with their movements, and reports about what it was told to pay."""

from .movements import WAITING, BankEntry, BankStatement, EntryState, EntryUse, Finding, StatementKind
from .reports import Misfit, StatusReport, StatusWord, WordState

__all__ = [
    "WAITING",
    "BankEntry",
    "BankStatement",
    "EntryState",
    "EntryUse",
    "Finding",
    "Misfit",
    "StatementKind",
    "StatusReport",
    "StatusWord",
    "WordState",
]
