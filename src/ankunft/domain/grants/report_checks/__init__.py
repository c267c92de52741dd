"""Whether a report is complete: one validation is one function in one file; all are listed here."""

from __future__ import annotations

from collections.abc import Callable

from ..checks.base import Finding
from . import amounts_missing, not_over, not_proved, reached
from .base import Subject

__all__ = ["CHECKS", "Subject", "run"]

CHECKS: tuple[Callable[[Subject], list[Finding]], ...] = (
    not_over.check,
    reached.check,
    amounts_missing.check,
    not_proved.check,
)


def run(subject: Subject) -> list[Finding]:
    """Everything that is lacking; nothing where the report is complete."""
    return [finding for check in CHECKS for finding in check(subject)]
