"""A canton as large as the country: every Swiss municipality with four years of half-yearly reports behind it.

Municipalities and population are those of the BFS (state 2026) where their files are at hand, else made
up; reports are made up from them. So that nothing is quicker here than in life, every tenth municipality
belongs to an association, every fiftieth corrected a settled report, and of every hundredth the canton
found that it is no longer entitled.
"""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

from django.db import connection
from django.db.models import CharField, TextField

from ankunft.domain.interviews.models import Interview
from ankunft.domain.reporting.models import CurrentReport, HalfYearReport, SelfDeclaration
from ankunft.domain.settlement.loader import load_tariffs
from ankunft.domain.settlement.models import Run
from ankunft.domain.settlement.services import run_calculate
from ankunft.domain.territory.models import (
    Association,
    AssociationMembership,
    EntitlementRecord,
    Municipality,
    PopulationFigure,
    PopulationSeries,
    SeriesChoice,
)
from ankunft.foundation.access import wall
from ankunft.foundation.bulk import insert_rows
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear, Month

# `municipalities_ch.csv` (bfs_number, name, district) and `population_ch_2024.csv` (bfs_number, foreign_residents).
DATA = Path(os.environ.get("ANKUNFT_BENCHMARK_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
HALF_YEARS = [HalfYear(year, half) for year in (2022, 2023, 2024, 2025) for half in (1, 2)]
EARLIER_MONTHS = [Month(2022, 9), *(Month(year, month) for year in (2023, 2024, 2025) for month in (3, 9))]
MONTH = Month(2026, 3)


def build(municipalities: int, interviews: int = 0) -> None:
    """Fill an empty, migrated database and release every run before the one that is measured.

    So many recorded interviews lie in the half-year that the measured run pays.
    """
    load_tariffs(Actor.operator())
    foreigners = _municipalities(municipalities)
    _population(foreigners)
    _associations(list(foreigners))
    _reports(foreigners)
    for month in EARLIER_MONTHS:
        run_calculate(month=month, actor=Actor.operator())
        # The states in between have nothing to do with the measurement; a released run is what it reads.
        Run.objects.filter(payment_month=str(month)).update(state="released")
    _corrections(list(foreigners)[::50])
    _findings(list(foreigners)[::100])
    _interviews(list(foreigners), interviews)


def _municipalities(most: int) -> dict[int, int]:
    """Insert the first municipalities; returns foreign residents by key."""
    known = _of_the_bfs() if DATA.is_dir() else _made_up()
    insert_rows(
        Municipality,
        ("bfs_number", "name", "district", "valid_from"),
        ((number, name, "Demo", date(1960, 1, 1)) for number, name, _ in known[:most]),
    )
    keys = dict(Municipality.objects.values_list("bfs_number", "id"))
    return {keys[number]: foreigners for number, _, foreigners in known[:most]}


def _of_the_bfs() -> list[tuple[int, str, int]]:
    """BFS number, name and foreign residents of every Swiss municipality."""
    with (DATA / "population_ch_2024.csv").open(encoding="utf-8") as stream:
        population = {row["bfs_number"]: int(row["foreign_residents"]) for row in csv.DictReader(stream)}
    with (DATA / "municipalities_ch.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return [(int(row["bfs_number"]), row["name"], population.get(row["bfs_number"], 0)) for row in rows]


def _made_up() -> list[tuple[int, str, int]]:
    """As many, with sizes as different as theirs."""
    return [(number, f"Demo-Dorf {number}", number**3 % 4999 + number % 50) for number in range(1, 2111)]


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


def _associations(keys: list[int]) -> None:
    """Every twentieth leads the next two."""
    for lead, *members in (keys[start : start + 3] for start in range(0, len(keys), 20)):
        association = Association.objects.create(lead_id=lead)
        for member in members:
            AssociationMembership.objects.create(
                municipality_id=member, association=association, valid_from=date(2020, 1, 1)
            )


def _corrections(keys: list[int]) -> None:
    """A second version of a report that was settled long ago counts from now on."""
    for current in CurrentReport.objects.filter(municipality__in=keys, period="2024-H1").select_related("report"):
        report = current.report
        report.pk, report.number, report.correction_reason = None, 2, "Messung"
        report.first_information_interviews += 1
        report.save(force_insert=True)
        CurrentReport.objects.filter(pk=current.pk).update(report=report)


def _findings(keys: list[int]) -> None:
    for key in keys:
        EntitlementRecord.objects.create(
            municipality_id=key, valid_from=date(2025, 7, 1), entitled=False, reason="Messung"
        )


def _interviews(keys: list[int], most: int) -> None:
    """Interviews of both kinds, a third of them interpreted, an eighth without evidence."""
    blank = {field.name: "" for field in Interview._meta.local_fields if isinstance(field, TextField | CharField)}
    fixed = {
        **blank,
        "state": "held",
        "version": 1,
        "minutes": 60,
        "held_on": date(2025, 10, 1),
        "half_year": "2025-H2",
        "participants": 1,
        "led_by_responsible": True,
        "outsourced": False,
        "has_reason": True,
        "recorded_at": str(clock.now()),
        "is_demo": True,
    }
    changing = ("reference", "municipality", "performed_by", "kind", "case_verdict", "interpreting_verdict")
    fields = [*changing, *(name for name in fixed if name not in changing)]
    rest = tuple(fixed[name] for name in fields[len(changing) :])
    kinds = ("first_information", "first_information", "integration")
    cases = ("no_evidence", *["counts"] * 7)
    deployments = ("counts", "no_interpreter", "not_by_partner")
    with wall.open_for(Actor.operator()), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # COPY is refused on a table behind the wall; nobody else is here.
            cursor.execute("ALTER TABLE interviews_interview NO FORCE ROW LEVEL SECURITY")
        insert_rows(
            Interview,
            fields,
            (
                (f"G-{n:08}", key, key, kinds[n % 3], cases[n % 8], deployments[n % 3], *rest)
                for n, key in ((n, keys[n % len(keys)]) for n in range(most))
            ),
        )
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE interviews_interview FORCE ROW LEVEL SECURITY")


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
