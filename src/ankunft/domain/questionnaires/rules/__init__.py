"""The law of questionnaires, as pure functions over plain values. Source: KRS-GEF-2017/01 (KS), state 01.01.2024."""

from .asking import asked, is_answered, numbered_flaws, read, value_of
from .soundness import Fault, Unsound, faults
from .versions import begins, version_for

__all__ = [
    "Fault",
    "Unsound",
    "asked",
    "begins",
    "faults",
    "is_answered",
    "numbered_flaws",
    "read",
    "value_of",
    "version_for",
]
