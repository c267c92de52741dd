"""Municipalities, reports and files for the tests of this room."""

from __future__ import annotations

from datetime import date
from itertools import count
from pathlib import Path

from ankunft.domain.reporting import services
from ankunft.domain.reporting.models import CurrentReport, HalfYearReport, ReportState, SelfDeclaration
from ankunft.domain.reporting.rules import Figures
from ankunft.domain.reporting.selectors import unexplained, unwaived
from ankunft.domain.territory.models import Association, AssociationMembership, Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear
from tests.support.people import actor_with

TODAY = date(2026, 11, 22)
SPRING = HalfYear(2026, 1)
AUTUMN = HalfYear(2026, 2)
FIGURES = Figures(12, 4, 3, 1)

_numbers = count(5000)


def municipality(
    bfs_number: int | None = None,
    name: str = "",
    *,
    valid_from: date = date(1960, 1, 1),
    valid_to: date | None = None,
    successor: Municipality | None = None,
) -> Municipality:
    """A municipality; number and name are made up unless given."""
    number = bfs_number or next(_numbers)
    return Municipality.objects.create(
        bfs_number=number,
        name=name or f"Demo-Dorf {number}",
        district="Demo-Bezirk",
        valid_from=valid_from,
        valid_to=valid_to,
        successor=successor,
    )


def municipalities(count_: int) -> list[Municipality]:
    """So many municipalities."""
    return [municipality() for _ in range(count_)]


def in_association(lead: Municipality, *members: Municipality, since: date = date(2017, 1, 1)) -> Association:
    """The members carry out the tasks under this lead."""
    association = Association.objects.create(lead=lead)
    for member in members:
        AssociationMembership.objects.create(municipality=member, association=association, valid_from=since)
    return association


def report(
    of: Municipality,
    period: HalfYear = SPRING,
    state: str = "accepted",
    figures: Figures = FIGURES,
    *,
    number: int = 1,
    submitted_on: date | None = date(2026, 7, 10),
) -> HalfYearReport:
    """A version of a report in that state, as if it had come there; an accepted one counts."""
    record = HalfYearReport.objects.create(
        municipality=of,
        period=str(period),
        number=number,
        state=state,
        submitted_on=submitted_on,
        accepted_on=submitted_on if state == ReportState.ACCEPTED else None,
        returned_reason="Bitte ergänzen." if state == ReportState.RETURNED else "",
        correction_reason="Zahlendreher." if number > 1 else "",
        **figures._asdict(),
    )
    if state == ReportState.ACCEPTED:
        CurrentReport.objects.update_or_create(municipality=of, period=str(period), defaults={"report": record})
    return record


def opened_report(town: Municipality, officer: Actor, figures: Figures = FIGURES) -> HalfYearReport:
    """The report of this spring as the officer begins it."""
    return services.report_open(municipality=town, period=SPRING, actor=officer, figures=figures)


def submitted_report(town: Municipality, officer: Actor) -> HalfYearReport:
    """The same, signed and handed in."""
    opened = opened_report(town, officer)
    hand_in(opened, officer)
    return opened


def lead_of(town: Municipality) -> Actor:
    """A strategic lead of that municipality."""
    return actor_with("strategic_lead", f"bfs-{town.bfs_number}")


def offer(of: HalfYearReport, officer: Actor) -> None:
    """Give a version to be signed, with every warning explained."""
    words = {one.key: "Geprüft, stimmt." for one in unexplained(of, day=clock.today())}
    services.report_offer(report=of, actor=officer, version=of.version, explanations=words)


def hand_in(of: HalfYearReport, officer: Actor) -> Actor:
    """The way of every report: offered by the officer, signed by a strategic lead, who is returned."""
    lead = lead_of(of.municipality)
    offer(of, officer)
    services.report_sign(report=of, actor=lead, version=of.version)
    return lead


def accept(of: HalfYearReport, coordinator: Actor) -> None:
    """Accept a version that was handed in, and waive what the checks warn of."""
    words = {one.key: "Erklärung geprüft." for one in unwaived(of, day=clock.today())}
    services.report_accept(report=of, actor=coordinator, version=of.version, waivers=words)


def accepted_report(town: Municipality, officer: Actor, coordinator: Actor) -> HalfYearReport:
    """The same, accepted."""
    submitted = submitted_report(town, officer)
    accept(submitted, coordinator)
    return submitted


def declaration(
    of: Municipality, year: int = 2026, *, officer: bool = True, tasks: bool = True, number: int = 1
) -> SelfDeclaration:
    """A self-declaration received in January."""
    return SelfDeclaration.objects.create(
        municipality=of,
        year=year,
        number=number,
        submitted_on=date(year, 1, 20),
        officer_named=officer,
        tasks_organised=tasks,
        recorded_at=clock.now(),
    )


REPORT_HEADER = (
    "bfs_number,period,first_information_interviews,first_information_interpreters,"
    "integration_interviews,integration_interpreters,submitted_on"
)
DECLARATION_HEADER = "bfs_number,year,submitted_on,officer_named,tasks_organised"


def file(folder: Path, *lines: str, header: str = REPORT_HEADER) -> Path:
    """A CSV file with these rows under the header."""
    path = folder / "datei.csv"
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return path
