"""Invented reports and self-declarations of real municipalities. Not one of these figures was ever reported.

They grow with the foreign residents of a municipality and are drawn from a hash, so that every
installation shows the same. Recent half-years lack what real ones lack: reports that are missing,
that wait to be accepted, or that were returned.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256

from django.db import transaction

from ankunft.domain.demo_people import COORDINATION, SECOND_COORDINATION, demo_actor
from ankunft.domain.territory.readings import chosen_population, places
from ankunft.domain.territory.rules import Place, roll_up
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear, Year

from .demo_sheets import load_sheets
from .intake import DeclarationIntake, DeclarationRow, ReportIntake, ReportRow
from .models import HalfYearReport, SelfDeclaration
from .rules import Figures, declaration_due_on, must_declare, must_report, periods_between, report_due_on
from .sections import FIRST_INFORMATION
from .selectors import figures_of, unwaived
from .services import report_accept, report_correct, report_return, report_save, report_submit
from .services.bulk import declarations_take_in, reports_take_in

FIRST, LAST = HalfYear(2023, 2), HalfYear(2026, 1)
YEARS = (Year(2025), Year(2026))
REMARK = "Demo: erfundene Zahlen."
RETURN_REASON = "Die Dolmetscheinsätze fehlen. Bitte mit der Abrechnung von HEKS Linguadukt vergleichen."

# By BFS number: what the last half-year, and an older one, still lack.
MISSING = {LAST: frozenset({2502, 2461, 2480, 2534, 2612}), HalfYear(2025, 2): frozenset({2461, 2612})}
SUBMITTED = frozenset({2403, 2422, 2491, 2495, 2519, 2546, 2573, 2601, 2614})
RETURNED = 2584
# By BFS number: what is corrected of the half-year before the last, after it was paid, and why.
CORRECTED = HalfYear(2025, 2)
CORRECTIONS = {
    2581: (3, "Drei Gespräche vom Dezember wurden nachgereicht."),
    2534: (-2, "Zwei Gespräche waren doppelt gezählt."),
}
NOT_DECLARED = {Year(2025): frozenset({2612}), Year(2026): frozenset({2461, 2480, 2612, 2619})}


@transaction.atomic
def load_demo(actor: Actor) -> None:
    """Load the invented reports and declarations; what is there already stays as it is.

    What waits was handed in by the second person of the coordination office: the first one may accept it.
    """
    known = places()
    rows = [row for period in periods_between(FIRST, LAST) for row in _reports(known, period)]
    there = set(HalfYearReport.objects.values_list("municipality_id", "period"))
    fresh = [row for row in rows if (row.municipality_id, str(row.period)) not in there]
    waiting = [row for row in fresh if _waits(row)]
    accepted = [row for row in fresh if not _waits(row)]
    clerk = demo_actor(SECOND_COORDINATION)
    reports_take_in(intakes=[ReportIntake(row, 1, None, None) for row in accepted], actor=actor, is_demo=True)
    reports_take_in(intakes=[ReportIntake(row, 1, None, None) for row in waiting], actor=clerk, is_demo=True)
    _return_one(waiting, demo_actor(COORDINATION))
    _load_declarations(known, actor)


@transaction.atomic
def load_corrections() -> None:
    """Correct two accepted reports as an office would: one person enters the correction, another accepts it."""
    for bfs_number, (change, reason) in CORRECTIONS.items():
        accepted = HalfYearReport.objects.select_related("municipality").get(
            municipality__bfs_number=bfs_number, period=str(CORRECTED), number=1
        )
        clerk = demo_actor(COORDINATION)
        report = report_correct(report=accepted, reason=reason, actor=clerk)
        figures = figures_of(report)
        corrected = figures._replace(first_information_interviews=figures.first_information_interviews + change)
        report_save(report=report, figures=corrected, remarks=REMARK, version=report.version, actor=clerk)
        report_submit(report=report, actor=clerk, version=report.version)
        waivers = {one.key: reason for one in unwaived(report, day=clock.today())}
        second = demo_actor(SECOND_COORDINATION)
        report_accept(report=report, actor=second, version=report.version, waivers=waivers)


def _waits(row: ReportRow) -> bool:
    return row.period == LAST and row.bfs_number in SUBMITTED | {RETURNED}


def _return_one(rows: list[ReportRow], office: Actor) -> None:
    if any(row.bfs_number == RETURNED for row in rows):
        report = HalfYearReport.objects.select_related("municipality").get(
            municipality__bfs_number=RETURNED, period=str(LAST)
        )
        report_return(report=report, reasons={FIRST_INFORMATION: RETURN_REASON}, actor=office, version=report.version)


def _reports(known: dict[int, Place], period: HalfYear) -> Iterator[ReportRow]:
    foreign_residents = _foreign_residents(known, period)
    for place in known.values():
        missing = place.bfs_number in MISSING.get(period, frozenset())
        if must_report(place.valid_from, place.valid_to, period) and not missing:
            figures = _figures(place.bfs_number, period, foreign_residents.get(place.id, 0))
            day = _submitted_on(place.bfs_number, period)
            yield ReportRow(0, place.id, place.bfs_number, place.name, period, figures, day, REMARK)


def _foreign_residents(known: dict[int, Place], period: HalfYear) -> dict[int, int]:
    """Foreign residents by municipality on the latest counted day, at whoever stands for them in the half-year."""
    day = date(2023, 12, 31) if period.year < 2025 else date(2024, 12, 31)
    counted = {municipality: count for _day, municipality, count, *_ in chosen_population([day])}
    return {heir: sum(counts.values()) for heir, counts in roll_up(known, counted, period.end).items()}


def _figures(bfs_number: int, period: HalfYear, foreign_residents: int) -> Figures:
    """About 7 first-information interviews per 1000 foreign residents, a third of them interpreted, few others."""
    interviews = round(foreign_residents * (0.005 + 0.004 * _chance(bfs_number, period, "interviews")))
    integration = round(interviews * 0.25 * _chance(bfs_number, period, "integration"))
    return Figures(
        interviews,
        round(interviews * (0.2 + 0.3 * _chance(bfs_number, period, "interpreters"))),
        integration,
        round(integration * 0.5 * _chance(bfs_number, period, "integration interpreters")),
    )


def _submitted_on(bfs_number: int, period: HalfYear) -> date:
    """Most within the month, one in twenty some days late."""
    if _chance(bfs_number, period, "late") < 0.05:
        return report_due_on(period) + timedelta(days=3 + bfs_number % 9)
    return period.end + timedelta(days=3 + int(27 * _chance(bfs_number, period, "day")))


def _load_declarations(known: dict[int, Place], actor: Actor) -> None:
    there = set(SelfDeclaration.objects.values_list("municipality_id", "year"))
    rows = [
        row for year in YEARS for row in _declarations(known, year) if (row.municipality_id, row.year.year) not in there
    ]
    declarations_take_in(intakes=[DeclarationIntake(row, 1, None) for row in rows], actor=actor, is_demo=True)
    load_sheets(rows, actor)


def _declarations(known: dict[int, Place], year: Year) -> Iterator[DeclarationRow]:
    for place in known.values():
        if must_declare(place.valid_from, place.valid_to, year) and place.bfs_number not in NOT_DECLARED[year]:
            day = declaration_due_on(year) - timedelta(days=int(25 * _chance(place.bfs_number, year, "declared")))
            yield DeclarationRow(0, place.id, place.bfs_number, place.name, year, day, True, True)


def _chance(bfs_number: int, period: HalfYear | Year, what: str) -> float:
    """A number from 0 to 1 that is always the same for the same municipality, period and purpose."""
    digest = sha256(f"{bfs_number}/{period}/{what}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32
