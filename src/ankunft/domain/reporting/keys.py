"""Under which name the trail knows a report or a declaration: it outlives the record's id."""

from __future__ import annotations

from .models import HalfYearReport

DECLARATION = "reporting.declaration"


def report_key(bfs_number: int, period: object, number: int) -> str:
    """`2601/2024-H1/2`: the second version of the report of municipality 2601 for the first half of 2024."""
    return f"{bfs_number}/{period}/{number}"


def key_of(report: HalfYearReport) -> str:
    """The name of this version."""
    return report_key(report.municipality.bfs_number, report.period, report.number)


def declaration_key(bfs_number: int, year: int) -> str:
    """`2601/2025`: the self-declaration of municipality 2601 for 2025, all its versions."""
    return f"{bfs_number}/{year}"
