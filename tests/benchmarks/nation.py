"""A canton as large as the country: every Swiss municipality with four years of half-yearly reports behind it.

Municipalities and population are those of the BFS (state 2026); reports are made up from them.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from ankunft.domain.reporting.models import CurrentReport, HalfYearReport, SelfDeclaration
from ankunft.domain.settlement.loader import load_tariffs
from ankunft.domain.settlement.models import Run
from ankunft.domain.settlement.services import run_calculate
from ankunft.domain.territory.models import Municipality, PopulationFigure, PopulationSeries, SeriesChoice
from ankunft.foundation.bulk import insert_rows
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear, Month

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
HALF_YEARS = [HalfYear(year, half) for year in (2022, 2023, 2024, 2025) for half in (1, 2)]
EARLIER_MONTHS = [Month(2022, 9), *(Month(year, month) for year in (2023, 2024, 2025) for month in (3, 9))]
MONTH = Month(2026, 3)


def build(municipalities: int) -> None:
    """Fill an empty, migrated database and release every run before the one that is measured."""
    load_tariffs(Actor.operator())
    foreigners = _municipalities(municipalities)
    _population(foreigners)
    _reports(foreigners)
    for month in EARLIER_MONTHS:
        run_calculate(month=month, actor=Actor.operator())
        # The states in between have nothing to do with the measurement; a released run is what it reads.
        Run.objects.filter(payment_month=str(month)).update(state="released")


def _municipalities(most: int) -> dict[int, int]:
    """Insert the first municipalities; returns foreign residents by key."""
    with (DATA / "municipalities_ch.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))[:most]
    with (DATA / "population_ch_2024.csv").open(encoding="utf-8") as stream:
        population = {row["bfs_number"]: int(row["foreign_residents"]) for row in csv.DictReader(stream)}
    insert_rows(
        Municipality,
        ("bfs_number", "name", "district", "valid_from"),
        ((int(row["bfs_number"]), row["name"], row["district"], date(1960, 1, 1)) for row in rows),
    )
    keys = dict(Municipality.objects.values_list("bfs_number", "id"))
    return {keys[int(row["bfs_number"])]: population.get(row["bfs_number"], 0) for row in rows}


def _population(foreigners: dict[int, int]) -> None:
    series = PopulationSeries.objects.create(code="bfs", name="BFS STATPOP", source="BFS")
    SeriesChoice.objects.create(reference_from=date(2010, 1, 1), series=series, reason="Messung")
    now = clock.now()
    insert_rows(
        PopulationFigure,
        (
            "series",
            "municipality",
            "reference_date",
            "number",
            "is_latest",
            "residents",
            "foreign_residents",
            "recorded_at",
        ),
        (
            (series.pk, key, date(year, 12, 31), 1, True, count * 4, count, now)
            for year in range(2020, 2025)
            for key, count in foreigners.items()
        ),
    )


def _reports(foreigners: dict[int, int]) -> None:
    fields = [
        "municipality",
        "period",
        "number",
        "state",
        "version",
        "submitted_on",
        "accepted_on",
        "first_information_interviews",
        "first_information_interpreters",
        "integration_interviews",
        "integration_interpreters",
        "remarks",
        "returned_reason",
        "correction_reason",
        "is_demo",
    ]
    insert_rows(
        HalfYearReport,
        fields,
        (
            (key, str(period), 1, "accepted", 0, period.end, period.end, *_counts(count, index), "", "", "", True)
            for index, period in enumerate(HALF_YEARS)
            for key, count in foreigners.items()
        ),
    )
    insert_rows(
        CurrentReport,
        ("municipality", "period", "report"),
        list(HalfYearReport.objects.values_list("municipality_id", "period", "id")),
    )
    now = clock.now()
    insert_rows(
        SelfDeclaration,
        (
            "municipality",
            "year",
            "number",
            "submitted_on",
            "officer_named",
            "tasks_organised",
            "recorded_at",
            "is_demo",
        ),
        (
            (key, year, 1, date(year, 1, 20), True, True, now, True)
            for year in (2022, 2023, 2024, 2025, 2026)
            for key in foreigners
        ),
    )


def _counts(foreigners: int, index: int) -> tuple[int, int, int, int]:
    interviews = foreigners // 40 + 1 + index % 3
    return interviews, interviews // 3 + 1, interviews // 5 + 1, interviews // 10 + 1
