"""Whether one municipality is entitled on a day, for rooms that ask about one and calculate nothing (KS 4.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ankunft.domain.territory import readings as territory
from ankunft.domain.territory.rules import responsible_lead
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.periods import Year

from .readings import declarations, entitlement_statements
from .rules import Statement, refusal


def why_not_entitled(municipality: int, day: date) -> str:
    """Why the municipality (record id) gets no contributions on that day; empty where it does, as is presumed.

    What it or its lead municipality declared up to that year counts, and what the canton found (KS 3.4.2, 4.2, 4.7).
    """
    lead = responsible_lead(territory.places(), territory.lead_series().get(municipality), municipality, day)
    concerned = {municipality, lead}
    declared = [row for row in declarations(Year(day.year)) if row[0] in concerned]
    found = [row for row in territory.entitlement_statements() if row[0] in concerned]
    return (
        refusal(statement_series(entitlement_statements(declared)), statement_series(found), municipality, lead, day)
        or ""
    )


def statement_series(entries: Iterable[tuple[int, date, bool, str]]) -> dict[int, Dated[Statement]]:
    """Statements (municipality id, from when, entitled or not, why) as a series for each municipality."""
    found: dict[int, dict[date, Statement]] = {}
    for municipality, valid_from, entitled, reason in entries:
        found.setdefault(municipality, {})[valid_from] = Statement(entitled, reason)
    return {municipality: Dated(series.items()) for municipality, series in found.items()}
