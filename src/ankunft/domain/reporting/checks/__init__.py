"""Plausibility of half-year reports: one validation is one function in one file; all are listed here."""

from __future__ import annotations

from collections.abc import Callable

from . import (
    above_arrivals,
    integration_before_2022,
    interpreters_first_information,
    interpreters_integration,
    jump,
    municipality_did_not_exist,
    period_not_over,
    recorded_differs,
)
from .base import Finding, FindingKey, Severity, Subject

__all__ = ["CHECKS", "Finding", "FindingKey", "Severity", "Subject", "errors", "run", "warnings"]

CHECKS: tuple[Callable[[Subject], list[Finding]], ...] = (
    municipality_did_not_exist.check,
    period_not_over.check,
    interpreters_first_information.check,
    interpreters_integration.check,
    integration_before_2022.check,
    jump.check,
    recorded_differs.check,
    above_arrivals.check,
)


def run(subject: Subject) -> list[Finding]:
    """What every check finds, errors first."""
    findings = [finding for check in CHECKS for finding in check(subject)]
    return sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)


def errors(subject: Subject) -> list[Finding]:
    """What refuses the report."""
    return [finding for finding in run(subject) if finding.severity is Severity.ERROR]


def warnings(subject: Subject) -> list[Finding]:
    """What is worth a second look: to be corrected, or explained and waived."""
    return [finding for finding in run(subject) if finding.severity is Severity.WARNING]
