"""Days as people type them, in forms and in addresses."""

from __future__ import annotations

from datetime import date, datetime

from ankunft.foundation.kernel import clock

DAY_FORMATS = ("%d.%m.%Y", "%Y-%m-%d")
YEARS = range(1900, 2100)
"""What lies beyond is a slip, and no calculation with it is safe: nothing comes after 31.12.9999."""


def typed_day(text: str) -> date | None:
    """The day that was typed; None if it is none."""
    for spelling in DAY_FORMATS:
        try:
            day = datetime.strptime(text.strip(), spelling).replace(tzinfo=clock.ZURICH).date()
        except ValueError:
            continue
        return day if day.year in YEARS else None
    return None
