"""Whether an application is complete: one validation is one function in one file; all are listed here."""

from __future__ import annotations

from collections.abc import Callable

from . import costs_missing, described, does_not_balance, entitled, nothing_asked, period
from .base import Finding, Subject

__all__ = ["CHECKS", "Finding", "Subject", "run"]

CHECKS: tuple[Callable[[Subject], list[Finding]], ...] = (
    entitled.check,
    described.check,
    period.check,
    costs_missing.check,
    nothing_asked.check,
    does_not_balance.check,
)


def run(subject: Subject) -> list[Finding]:
    """Everything that is lacking; nothing where the application is complete."""
    return [finding for check in CHECKS for finding in check(subject)]
