"""What calculations read of the reports, as plain values: each function is one query."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ankunft.foundation.kernel.periods import HalfYear, Year

from .models import OPEN_STATES, CurrentReport, HalfYearReport, SelfDeclaration


def accepted_reports(until: HalfYear) -> Iterator[tuple[Any, ...]]:
    """The version that counts of every report up to a half-year.

    Each as municipality id, period, number of the version, day of acceptance, and the four totals.
    """
    return (
        CurrentReport.objects.filter(period__lte=str(until))
        .order_by()
        .values_list(
            "municipality_id",
            "period",
            "report__number",
            "report__accepted_on",
            "report__first_information_interviews",
            "report__first_information_interpreters",
            "report__integration_interviews",
            "report__integration_interpreters",
        )
        .iterator(chunk_size=5000)
    )


def open_states(period: HalfYear) -> dict[int, str]:
    """The state of the version that is in work for a half-year, by municipality id."""
    return dict(
        HalfYearReport.objects.filter(period=str(period), state__in=OPEN_STATES).values_list("municipality_id", "state")
    )


def declared_years(until: Year) -> Iterator[tuple[int, int]]:
    """Who declared itself for which year: municipality id and year."""
    return iter(SelfDeclaration.objects.filter(year__lte=until.year, number=1).values_list("municipality_id", "year"))


def entitlement_statements() -> Iterator[tuple[int, date, bool, str]]:
    """What the declarations say: municipality id, from when, entitled or not, why (KS 4.2).

    Of several declarations of one year the one with the highest number counts.
    """
    latest: dict[tuple[int, int], tuple[bool, bool]] = {}
    rows = SelfDeclaration.objects.order_by("number").values_list(
        "municipality_id", "year", "officer_named", "tasks_organised"
    )
    for municipality, year, officer_named, tasks_organised in rows:
        latest[municipality, year] = (officer_named, tasks_organised)
    for (municipality, year), (officer_named, tasks_organised) in latest.items():
        yield (
            municipality,
            Year(year).start,
            officer_named and tasks_organised,
            _reason(year, officer_named, tasks_organised),
        )


def _reason(year: int, officer_named: bool, tasks_organised: bool) -> str:
    lacking = []
    if not officer_named:
        lacking.append("es ist keine integrationsbeauftragte Person bezeichnet")
    if not tasks_organised:
        lacking.append("die Aufgaben sind nicht organisiert")
    return f"Gemäss Selbstdeklaration {year}: {' und '.join(lacking)} (KS 4.2)." if lacking else ""
