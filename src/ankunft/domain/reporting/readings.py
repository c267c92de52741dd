"""What calculations read of the reports, as plain values: each function is one query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from operator import itemgetter
from typing import Any

from ankunft.foundation.bulk import fetch_rows
from ankunft.foundation.kernel.periods import HalfYear, Year

from .models import OPEN_STATES, CurrentReport, HalfYearReport, SelfDeclaration
from .rules import Declared, stated


def accepted_reports(until: HalfYear) -> list[tuple[Any, ...]]:
    """The version that counts of every report up to a half-year.

    Each as municipality id, period, number of the version, and the four totals.
    """
    return fetch_rows(
        CurrentReport.objects.filter(period__lte=str(until)).values_list(
            "municipality_id",
            "period",
            "report__number",
            "report__first_information_interviews",
            "report__first_information_interpreters",
            "report__integration_interviews",
            "report__integration_interpreters",
        )
    )


def open_states(period: HalfYear) -> dict[int, str]:
    """The state of the version that is in work for a half-year, by municipality id."""
    return dict(
        HalfYearReport.objects.filter(period=str(period), state__in=OPEN_STATES)
        .order_by()
        .values_list("municipality_id", "state")
    )


def declarations(until: Year) -> list[tuple[Any, ...]]:
    """The self-declarations up to a year.

    Each as municipality id, year, whether an officer is named, whether the tasks are organised, and
    its number (of several of one year the one with the highest number counts).
    """
    return fetch_rows(
        SelfDeclaration.objects.filter(year__lte=until.year)
        .order_by()
        .values_list("municipality_id", "year", "officer_named", "tasks_organised", "number")
    )


def entitlement_statements(declared: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, date, bool, str]]:
    """What these `declarations` say: municipality id, from when, entitled or not, why (KS 4.2)."""
    latest = {row[:2]: row[2:4] for row in sorted(declared, key=itemgetter(4))}
    for (municipality, year), (named, organised) in latest.items():
        yield municipality, Year(year).start, *stated(Declared(year, 0, bool(named), bool(organised)))
