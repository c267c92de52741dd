"""Projects in any state, made by the people whose step it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ankunft.domain.grants import services
from ankunft.domain.grants.criteria import criteria
from ankunft.domain.grants.models import FinalReport, Instalment, Project, ReportState, Side
from ankunft.domain.grants.services import Answer, Planned
from ankunft.domain.grants.values import Application, LineEntry, Reported
from ankunft.domain.roles import APPROVER, COORDINATION, INTEGRATION_OFFICER, STRATEGIC_LEAD
from ankunft.domain.settlement.models import YearEnd
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.actor import Actor
from tests.support.people import actor_with

LINES = (
    LineEntry(Side.COST, "Kursleitung", 6_000_00),
    LineEntry(Side.COST, "Raum", 2_000_00),
    LineEntry(Side.OWN, "Gemeinde", 2_500_00),
    LineEntry(Side.THIRD, "Stiftung Demo", 500_00),
)
APPLICATION = Application(
    title="Demo-Begegnungscafé",
    goal="Zugezogene und Einheimische lernen sich kennen.",
    target_group="40 Erwachsene",
    measures="Zwanzig Abende",
    begins_on=date(2027, 1, 1),
    ends_on=date(2027, 12, 31),
    asked=5_000_00,
    lines=LINES,
)


@dataclass
class People:
    """Whoever takes the steps on the projects of a municipality."""

    place: Municipality
    officer: Actor = field(init=False)
    lead: Actor = field(init=False)
    first: Actor = field(init=False)
    second: Actor = field(init=False)
    approver: Actor = field(init=False)

    def __post_init__(self) -> None:
        code = f"bfs-{self.place.bfs_number}"
        self.officer, self.lead = actor_with(INTEGRATION_OFFICER, code), actor_with(STRATEGIC_LEAD, code)
        self.first, self.second = actor_with(COORDINATION), actor_with(COORDINATION)
        self.approver = actor_with(APPROVER)


def surplus(amount: int, year: int = 2024) -> YearEnd:
    """A year that was closed with so much (Rappen) left of its credit."""
    return YearEnd.objects.create(
        state="confirmed",
        year=year,
        granted=amount,
        paid=0,
        surplus=amount,
        decision=f"Demo-RRB {year}",
        decided_on=date(year + 1, 12, 1),
    )


def written(people: People, application: Application = APPLICATION) -> Project:
    project = services.project_open(municipality=people.place, title=application.title, actor=people.officer)
    services.project_write(project=project, application=application, actor=people.officer)
    return project


def handed_in(people: People, project: Project) -> None:
    """What stands there now is signed and handed in."""
    services.project_offer(project=project, actor=people.officer)
    services.project_sign(project=project, actor=people.lead)


def written_again(people: People, project: Project, application: Application = APPLICATION) -> None:
    """What came back is written anew, signed and handed in."""
    services.project_write(project=project, application=application, actor=people.officer)
    handed_in(people, project)


def submitted(people: People, application: Application = APPLICATION) -> Project:
    project = written(people, application)
    handed_in(people, project)
    return project


def complete(people: People, application: Application = APPLICATION) -> Project:
    project = submitted(people, application)
    services.project_find_complete(project=project, actor=people.first)
    return project


def assessed_by(project: Project, actor: Actor, recommendation: str = "grant", amount: int | None = None) -> None:
    services.project_assess(
        project=project,
        answers=[Answer(one.code, 3, "Demo") for one in criteria().criteria],
        recommendation=recommendation,
        amount=amount,
        reasoning="Demo: passt",
        actor=actor,
    )


def assessed(people: People, application: Application = APPLICATION) -> Project:
    project = complete(people, application)
    assessed_by(project, people.first)
    assessed_by(project, people.second)
    return project


def granted(people: People, amount: int = 5_000_00) -> Project:
    project = assessed(people)
    services.project_grant(
        project=project, amount=amount, decision="Demo-Verfügung 1", reason="Überzeugt.", actor=people.approver
    )
    return project


PLAN = (Planned(3_000_00, date(2026, 11, 22)), Planned(2_000_00, date(2026, 11, 22), "Zwischenbericht liegt vor"))
PAPER = b"%PDF-1.7 Demo-Vereinbarung"


def running(people: People) -> Project:
    """A project with an agreement and two instalments, paid from a surplus of its own where there is none."""
    if not YearEnd.objects.exists():
        surplus(6_000_00)
    project = granted(people)
    services.project_agree(
        project=project, concluded_on=date(2026, 11, 22), content=PAPER, plan=PLAN, actor=people.first
    )
    return project


def proposed(people: People, finance: Actor, number: int = 1) -> Instalment:
    """An instalment of such a project that waits to be released."""
    project = running(people)
    instalment = project.instalments.get(number=number)
    services.instalment_propose(instalment=instalment, reason="Demo: liegt vor", actor=finance)
    return instalment


def paid(people: People, finance: Actor, *numbers: int) -> Project:
    """A running project of which these instalments are paid, or the first where none is named."""
    project = running(people)
    for number in numbers or (1,):
        instalment = project.instalments.get(number=number)
        services.instalment_propose(instalment=instalment, reason="Demo: liegt vor", actor=finance)
        services.instalment_release(instalment=instalment, actor=people.approver)
    return project


AS_PLANNED = {"Kursleitung": 6_000_00, "Raum": 2_000_00, "Gemeinde": 2_500_00, "Stiftung Demo": 500_00}
CHEAPER = {"Kursleitung": 4_800_00, "Raum": 1_600_00, "Gemeinde": 1_900_00, "Stiftung Demo": 500_00}
"""Four fifths of what was planned: of 5'000 the canton bears 4'000."""


def said(
    project: Project, actual: Mapping[str, int | None] = AS_PLANNED, further: Sequence[LineEntry] = ()
) -> Reported:
    """What a report says. The project of these tests ends in a year, so it says why it is over."""
    return Reported(
        reached="38 Erwachsene kamen",
        deviations="Demo: früher zu Ende",
        actual={line.pk: actual.get(line.label) for line in project.lines.all()},
        further=further,
    )


def begun(people: People, project: Project, actual: Mapping[str, int | None] = AS_PLANNED) -> FinalReport:
    """A report about it that lacks nothing."""
    report = FinalReport(project=project, state=ReportState.DRAFT)
    services.report_write(report=report, reported=said(project, actual), actor=people.officer)
    services.report_file_add(report=report, label="Abrechnung", content=PAPER, actor=people.officer)
    return report


def reported(people: People, project: Project, actual: Mapping[str, int | None] = AS_PLANNED) -> FinalReport:
    """A report about it that is signed and handed in."""
    report = begun(people, project, actual)
    services.report_offer(report=report, actor=people.officer)
    services.report_sign(report=report, actor=people.lead)
    return report
