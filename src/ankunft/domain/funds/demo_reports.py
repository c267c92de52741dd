"""Invented reports and an invented programme of the demonstration: quarter by quarter, one waits for a signature.

Every word and amount is made up, and says so.
"""

from __future__ import annotations

from datetime import date, timedelta

from ankunft.domain.demo_people import APPROVER, COORDINATION, SECOND_COORDINATION, demo_actor
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from . import services
from .demo_money import CODE, OF_CANTON, OF_CREDIT, PLANNED
from .models import FinancialPlan, Position, ProgrammeVersion, ReportKind, SemReport
from .purposes import PURPOSES
from .reports.contents import content_of
from .selectors.reports import Expected, quarters_expected
from .services.reports import digest_of
from .values import GoalEntry, MeasureEntry, NewProgramme, Ruling, Share

PROGRAMME = NewProgramme("DEMO-KIP", "Demo: Integrationsprogramm 2024–2027", 2024, 2027, basis="Demo: erfunden")
YEARS = range(2024, 2028)
GOALS = {
    1: "Demo: Wer zuzieht, kennt seine Rechte, Pflichten und die Angebote am Ort.",
    2: "Demo: Wer einen Kurs braucht, findet innert dreier Monate einen Platz.",
    3: "Demo: Wer arbeiten kann, ist auf dem Weg in eine Ausbildung oder Stelle.",
    4: "Demo: Kinder verstehen Deutsch, wenn sie in den Kindergarten kommen.",
    5: "Demo: Begegnungen in den Regionen, die Zugezogene mittragen.",
    7: "Demo: Verständigung ist bei wichtigen Gesprächen gesichert.",
}
"""By funding area; for one of the seven there is none yet."""


def load_demo_reports(operator: Actor) -> None:
    """Report what is over and agree on the programme; nothing if something is reported already."""
    if SemReport.objects.exists():
        return
    version = _programme(operator)
    expected = list(reversed(quarters_expected(operator)))
    for one in expected[:-1]:
        with clock.moved_to(min(one.due_on - timedelta(days=6), clock.today())):
            _sign(_prepare(one))
    for one in expected[-1:]:
        _prepare(one)
    year = clock.today().year - 1
    if year in YEARS:
        _sign(services.areas_begin(version=version, year=year, actor=demo_actor(COORDINATION), is_demo=True))


def _prepare(one: Expected) -> SemReport:
    """With a word for each position that needs one."""
    office = demo_actor(COORDINATION)
    report = services.quarterly_begin(plan=one.plan, quarter=one.quarter, actor=office, is_demo=True)
    keys = dict(Position.objects.filter(plan=one.plan).values_list("code", "pk"))
    comments = {
        keys[row["code"]]: "Demo: Beginnt später als geplant."
        if row["year"]["deviation"] < 0
        else "Demo: Mehr Plätze als geplant."
        for row in content_of(report)["rows"]
        if row["needs_comment"]
    }
    services.report_write(report=report, comments=comments, actor=office)
    return report


def _sign(report: SemReport) -> None:
    """Signed by another hand, and sent the same day."""
    services.report_sign_off(report=report, seen=digest_of(content_of(report)), actor=demo_actor(APPROVER))
    if report.kind == ReportKind.QUARTERLY:
        services.report_submit(
            report=report,
            submitted_on=clock.today(),
            receipt="Demo: E-Mail an das SEM",
            actor=demo_actor(SECOND_COORDINATION),
        )


def _programme(operator: Actor) -> ProgrammeVersion:
    """Written, submitted and agreed before its first year; its measures are booked on the positions of the plan."""
    office, plan = demo_actor(COORDINATION), FinancialPlan.objects.get(code=CODE)
    with clock.moved_to(date(2023, 4, 28)):
        made = services.programme_begin(new=PROGRAMME, actor=operator, is_demo=True)
        version = services.version_begin(programme=made, actor=operator, is_demo=True)
        goals = {
            area: services.goal_write(version=version, entry=GoalEntry(area, text, "Demo"), actor=office)
            for area, text in GOALS.items()
        }
        for purpose, (label, francs) in PLANNED.items():
            area = PURPOSES[purpose].area
            assert area is not None
            source = "ifk" if purpose in OF_CREDIT else "canton" if purpose in OF_CANTON else "ip-kip3"
            funding = tuple(Share(source, year, amount * 100) for year, amount in zip(YEARS, francs, strict=True))
            position = Position.objects.get(plan=plan, code=purpose).pk
            entry = MeasureEntry(label, "Demo-Stelle", "Demo", position, funding)
            services.measure_write(version=version, goal=goals[area], entry=entry, actor=office)
        services.programme_submit(
            version=version, submitted_on=clock.today(), receipt="Demo: ELSI-Eingabe", actor=office
        )
    with clock.moved_to(date(2023, 11, 28)):
        ruling = Ruling("Demo-Beschluss 2023/12", "Regierungsrat", clock.today())
        services.programme_agree(version=version, ruling=ruling, actor=demo_actor(APPROVER))
    return version
