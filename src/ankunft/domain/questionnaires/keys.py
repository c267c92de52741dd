"""Under which name the trail knows a sheet: it outlives the record's id."""

from __future__ import annotations

from .models import AnswerSheet


def sheet_key(bfs_number: int, kind: str, period: str, number: int) -> str:
    """`declaration/2601/2026/2`: the second version of the self-declaration of municipality 2601 for 2026."""
    return f"{kind}/{bfs_number}/{period}/{number}"


def key_of(sheet: AnswerSheet) -> str:
    """The name of this version."""
    return sheet_key(sheet.municipality.bfs_number, sheet.kind, sheet.period, sheet.number)
