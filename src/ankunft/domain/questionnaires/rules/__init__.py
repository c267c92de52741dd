"""The law of questionnaires, as pure functions over plain values. Source: KRS-GEF-2017/01 (KS), state 01.01.2024."""

from .asking import asked, is_answered, numbered_flaws, read, value_of
from .evaluation import CLASSES, SIZES, Spread, Summary, Tally, class_of, share, summary
from .soundness import Fault, Unsound, faults
from .versions import begins, version_for

__all__ = [
    "CLASSES",
    "SIZES",
    "Fault",
    "Spread",
    "Summary",
    "Tally",
    "Unsound",
    "asked",
    "begins",
    "class_of",
    "faults",
    "is_answered",
    "numbered_flaws",
    "read",
    "share",
    "summary",
    "value_of",
    "version_for",
]
