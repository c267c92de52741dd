"""What is kept of an application or a report when it is signed. Amounts are whole Rappen, days as ISO text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .models import BudgetLine, FinalReport, Project, ReportFile, ReportLine
from .submission_rules import APPLICATION_FIELDS, REPORT_FIELDS, Content, Value


def application_content(project: Project, lines: Iterable[BudgetLine]) -> Content:
    """The application as it is signed: every word, every day, every line of the budget in its order."""
    fields = {name: _plain(getattr(project, name)) for name in APPLICATION_FIELDS}
    kept = [{"side": line.side, "label": line.label, "amount": line.amount} for line in lines]
    return {**fields, "lines": kept}


def report_content(report: FinalReport, lines: Iterable[ReportLine], files: Iterable[ReportFile]) -> Content:
    """The report as it is signed: every word, every line beside what was planned, every paper by its checksum."""
    kept = [
        {
            "side": line.side,
            "label": line.label,
            "planned": line.planned.amount if line.planned else None,
            "amount": line.amount,
        }
        for line in lines
    ]
    papers = [{"label": file.label, "sha256": file.sha256} for file in files]
    return {**{name: getattr(report, name) for name in REPORT_FIELDS}, "lines": kept, "files": papers}


def _plain(value: str | int | date | None) -> Value:
    return value.isoformat() if isinstance(value, date) else value
