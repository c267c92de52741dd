"""Where a report is shown."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def report_address(key: str) -> str | None:
    """The page of a report named `2601/2026-H1/2`, at its version; None for a name that is none."""
    bfs_number, _, rest = key.partition("/")
    period, _, number = rest.partition("/")
    try:
        return f"{reverse('report', args=[int(bfs_number), period])}#fassung-{int(number)}"
    except (ValueError, NoReverseMatch):
        return None
