"""What people see of the reports about projects, and how a project would be closed by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .. import closing_rules, report_checks
from ..checks.base import Finding
from ..closing_rules import Closing
from ..criteria import criteria
from ..models import (
    BudgetLine,
    ClosingAccount,
    FinalReport,
    Project,
    ProjectState,
    ReportFile,
    ReportLine,
    ReportState,
    Side,
)
from ..values import actual_of
from ..visibility import unread_reports
from .credit import paid_of
from .projects import lines_of, projects_for


def report_of(actor: Actor, project: Project) -> FinalReport | None:
    """The report about the project, as far as there is one that the actor sees."""
    return visible_to(actor, FinalReport).select_related("project__municipality").filter(project=project).first()


def report_begun(actor: Actor, project: Project) -> FinalReport:
    """The same; where there is none yet, an empty one that is not stored."""
    return report_of(actor, project) or FinalReport(project=project, state=ReportState.DRAFT)


def is_report_being_written(actor: Actor, report: FinalReport) -> bool:
    """Whether others work on the report: the actor reads it again once it is handed in again."""
    return FinalReport.objects.filter(unread_reports(actor), pk=report.pk).exists()


def report_lines(report: FinalReport) -> list[ReportLine]:
    """Its lines in the order of the budget, with the lines of the budget that they are of; what was not in it last."""
    if report.pk is None:
        return []
    return list(ReportLine.objects.filter(report=report).select_related("planned").order_by("side", "number"))


def report_files(actor: Actor, report: FinalReport) -> QuerySet[ReportFile]:
    """What proves it, without the papers themselves."""
    rows = visible_to(actor, ReportFile)
    return rows.filter(report=report.pk).select_related("report__project").defer("content").order_by("pk")


def report_due_on(project: Project) -> date:
    """Until when the municipality reports about it."""
    assert project.ends_on is not None
    return closing_rules.report_due(project.ends_on, criteria().report_days)


def reports_waiting(actor: Actor, states: Iterable[str]) -> QuerySet[FinalReport]:
    """Reports in one of these states, the longest over first."""
    rows = visible_to(actor, FinalReport).filter(state__in=list(states))
    return rows.select_related("project__municipality").order_by("project__ends_on", "pk")


def reports_to_begin(actor: Actor, day: date) -> QuerySet[Project]:
    """Projects that are over on that day and of which nobody has begun the report, the longest over first."""
    rows = projects_for(actor).filter(state=ProjectState.RUNNING, ends_on__lt=day, report=None)
    return rows.order_by("ends_on", "pk")


def report_checked(report: FinalReport, lines: Sequence[ReportLine]) -> list[Finding]:
    """What the report lacks to be handed in today."""
    assert report.project.ends_on is not None
    entered = {line.planned_id for line in lines if line.amount is not None}
    budget = lines_of(report.project)
    return report_checks.run(
        report_checks.Subject(
            reached=report.reached,
            deviations=report.deviations,
            missing=tuple(line.label for line in budget if line.pk not in entered),
            files=ReportFile.objects.filter(report=report.pk).count() if report.pk else 0,
            ends_on=report.project.ends_on,
            day=clock.today(),
        )
    )


def planned_costs(lines: Sequence[BudgetLine]) -> int:
    """What the project was to cost, in Rappen."""
    return sum(line.amount for line in lines if line.side == Side.COST)


def would_close(report: FinalReport, lines: Sequence[ReportLine]) -> Closing:
    """How the project would be closed now by what is reported of it."""
    project = report.project
    actual = actual_of(planned_costs(lines_of(project)), lines)
    return closing_rules.closing(project.granted or 0, paid_of(project), actual)


def closing_of(actor: Actor, project: Project) -> ClosingAccount | None:
    """The account by which the project was closed, with the reclaim where there is one."""
    return visible_to(actor, ClosingAccount).select_related("reclaim").filter(project=project).first()
