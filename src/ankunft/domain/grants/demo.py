"""Three invented projects of the demonstration: one that is running, one that is over, one that was handed in."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import segno
from django.db import transaction

from ankunft.domain.demo_people import (
    APPROVER,
    COORDINATION,
    FINANCE,
    LEAD,
    OFFICER,
    SECOND_COORDINATION,
    demo_actor,
)
from ankunft.domain.settlement.selectors import is_closed, is_year_over
from ankunft.domain.settlement.services import year_end_confirm, year_end_propose
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from . import services
from .criteria import criteria
from .models import FinalReport, Project, ReportState, Side
from .services import Answer, Planned
from .values import Application, LineEntry, Reported

PLACE = 2581
CLOSED_YEAR, CLOSED_ON = 2024, date(2025, 2, 3)
AGREED_ON = date(2025, 12, 1)
PLAN = (
    Planned(12_000_00, date(2026, 1, 15)),
    Planned(6_000_00, date(2027, 2, 26), "Demo: Bericht und Abrechnung liegen vor"),
)
CAFE = Application(
    title="Demo-Begegnungscafé",
    goal="Demo: Zugezogene und Einheimische lernen sich kennen und treffen sich auch ohne Projekt weiter.",
    target_group="Demo: rund 60 Erwachsene, die seit weniger als zwei Jahren in Olten wohnen.",
    measures="Demo: vierzig Abende mit Gesprächstischen, geführt von Freiwilligen.",
    begins_on=date(2026, 1, 5),
    ends_on=date(2026, 12, 18),
    asked=18_000_00,
    lines=(
        LineEntry(Side.COST, "Demo: Leitung und Koordination", 21_000_00),
        LineEntry(Side.COST, "Demo: Raum und Verpflegung", 9_000_00),
        LineEntry(Side.OWN, "Demo: Beitrag der Gemeinde", 9_000_00),
        LineEntry(Side.THIRD, "Demo: Stiftung", 3_000_00),
    ),
)
WALKS = Application(
    title="Demo-Stadtrundgänge",
    goal="Demo: Wer neu in Olten ist, kennt nach drei Monaten die wichtigsten Orte und Anlaufstellen.",
    target_group="Demo: 80 Neuzugezogene aus vielen Ländern",
    measures="Demo: zwölf Rundgänge in acht Sprachen.",
    begins_on=date(2026, 1, 12),
    ends_on=date(2026, 8, 31),
    asked=4_000_00,
    lines=(
        LineEntry(Side.COST, "Demo: Führungen", 5_000_00),
        LineEntry(Side.COST, "Demo: Drucksachen", 1_000_00),
        LineEntry(Side.OWN, "Demo: Beitrag der Gemeinde", 2_000_00),
    ),
)
WALKS_PLAN = (Planned(3_500_00, date(2026, 1, 15)), Planned(500_00, date(2026, 12, 15), "Demo: Schlussabrechnung"))
WALKS_COSTS = {"Demo: Führungen": 3_800_00, "Demo: Drucksachen": 700_00, "Demo: Beitrag der Gemeinde": 1_500_00}
REPORTED_ON = date(2026, 10, 28)
GARDEN = Application(
    title="Demo-Quartiergarten",
    goal="Demo: Ein gemeinsamer Garten, den Nachbarinnen und Nachbarn aus vielen Ländern führen.",
    target_group="Demo: 30 Familien",
    measures="Demo: Aufbau, Gartentage, ein Fest.",
    begins_on=date(2027, 3, 1),
    ends_on=date(2028, 10, 31),
    asked=12_000_00,
    lines=(
        LineEntry(Side.COST, "Demo: Aufbau", 14_000_00),
        LineEntry(Side.COST, "Demo: Begleitung", 6_000_00),
        LineEntry(Side.OWN, "Demo: Werkhof", 8_000_00),
    ),
)


@transaction.atomic
def load_demo(actor: Actor) -> None:
    """Close a year, let two projects run on its surplus, and hand another one in; nothing if there are projects."""
    if Project.objects.exists():
        return
    place = Municipality.objects.get(bfs_number=PLACE)
    _close_year()
    conditions = "Demo: Bericht und Abrechnung bis Ende Februar 2027."
    _run(_granted(place, CAFE, conditions), PLAN)
    walks = _granted(place, WALKS, "")
    _run(walks, WALKS_PLAN)
    _report(walks)
    _handed_in(place, GARDEN)


def _granted(place: Municipality, application: Application, conditions: str) -> Project:
    """Applied for, found complete, assessed by two, granted in full."""
    with clock.moved_to(date(2025, 9, 15)):
        project = _handed_in(place, application)
    with clock.moved_to(date(2025, 10, 20)):
        services.project_find_complete(project=project, actor=demo_actor(COORDINATION))
        for who in (COORDINATION, SECOND_COORDINATION):
            _assess(project, demo_actor(who))
    with clock.moved_to(date(2025, 11, 12)):
        services.project_grant(
            project=project,
            amount=application.asked,
            decision="Demo-Verfügung 2025/11",
            reason="Demo: Das Projekt fördert die soziale Integration und ist breit abgestützt.",
            conditions=conditions,
            actor=demo_actor(APPROVER),
        )
    return project


def _run(project: Project, plan: Sequence[Planned]) -> None:
    """The agreement is concluded, and its first instalment paid."""
    with clock.moved_to(AGREED_ON):
        services.project_agree(
            project=project, concluded_on=AGREED_ON, content=_paper(project), plan=plan, actor=demo_actor(COORDINATION)
        )
    first = project.instalments.get(number=1)
    with clock.moved_to(plan[0].due_on):
        services.instalment_propose(instalment=first, actor=demo_actor(FINANCE))
        services.instalment_release(instalment=first, actor=demo_actor(APPROVER))


def _report(project: Project) -> None:
    """It is over and cost less: the report waits for the coordination office, which will ask back a part."""
    officer = demo_actor(OFFICER)
    reported = Reported(
        reached="Demo: 71 Personen haben teilgenommen; 54 nannten danach drei Anlaufstellen.",
        deviations="Demo: Zwei Rundgänge fielen aus.",
        actual={line.pk: WALKS_COSTS[line.label] for line in project.lines.all()},
    )
    with clock.moved_to(REPORTED_ON):
        report = FinalReport(project=project, state=ReportState.DRAFT)
        services.report_write(report=report, reported=reported, actor=officer)
        services.report_file_add(report=report, label="Demo-Abrechnung", content=_paper(project), actor=officer)
        services.report_offer(report=report, actor=officer)
        services.report_sign(report=report, actor=demo_actor(LEAD))


def _paper(project: Project) -> bytes:
    """A picture in the place of a scan: a symbol that says what it is."""
    picture = io.BytesIO()
    segno.make(f"Demo-Papier zu {project.reference}").save(picture, kind="png", scale=8)
    return picture.getvalue()


def _close_year() -> None:
    if is_closed(CLOSED_YEAR) or not is_year_over(CLOSED_YEAR):
        return
    with clock.moved_to(CLOSED_ON):
        end = year_end_propose(
            year=CLOSED_YEAR, decision="Demo-Beschluss 2025/213", decided_on=CLOSED_ON, actor=demo_actor(FINANCE)
        )
        year_end_confirm(end=end, actor=demo_actor(APPROVER))


def _handed_in(place: Municipality, application: Application) -> Project:
    officer = demo_actor(OFFICER)
    project = services.project_open(municipality=place, title=application.title, actor=officer, is_demo=True)
    services.project_write(project=project, application=application, actor=officer)
    services.project_offer(project=project, actor=officer)
    services.project_sign(project=project, actor=demo_actor(LEAD))
    return project


def _assess(project: Project, assessor: Actor) -> None:
    services.project_assess(
        project=project,
        answers=[Answer(one.code, one.most - 1, "Demo") for one in criteria().criteria],
        recommendation="grant",
        reasoning="Demo: Bedarf und Wirkung sind nachvollziehbar.",
        actor=assessor,
    )
