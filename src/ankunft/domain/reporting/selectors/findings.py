"""What was said about the warnings of a report: explained by the municipality, waived by the canton."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from ankunft.domain.reporting import checks
from ankunft.domain.reporting.checks import Finding, FindingKey
from ankunft.domain.reporting.models import AboutFinding, Explanation, HalfYearReport, Waiver

from .reports import subject_of

Said = TypeVar("Said", bound=AboutFinding)


def explanations_of(report: HalfYearReport) -> dict[FindingKey, Explanation]:
    """What the municipality says of warnings of that half-year, the latest of each. One query."""
    return _said(Explanation, report)


def waivers_of(report: HalfYearReport) -> dict[FindingKey, Waiver]:
    """Which warnings of that half-year the canton waived. One query."""
    return _said(Waiver, report)


def unexplained(report: HalfYearReport, *, day: date) -> list[Finding]:
    """The warnings of a version that nobody explained or waived."""
    said = explanations_of(report).keys() | waivers_of(report).keys()
    return [one for one in checks.warnings(subject_of(report, day=day)) if one.key not in said]


def unwaived(report: HalfYearReport, *, day: date) -> list[Finding]:
    """The warnings of a version that the canton has not waived."""
    said = waivers_of(report)
    return [one for one in checks.warnings(subject_of(report, day=day)) if one.key not in said]


def _said(model: type[Said], report: HalfYearReport) -> dict[FindingKey, Said]:
    rows = model._default_manager.filter(municipality=report.municipality_id, period=report.period).order_by("pk")
    return {FindingKey(one.code, one.field, one.basis): one for one in rows}
