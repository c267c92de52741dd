"""Who sees which projects: a municipality its own, the canton what was handed in; assessments only the canton."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from ankunft.domain.arrivals.permissions import owners_of
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import policy
from ankunft.foundation.kernel.actor import Actor

from . import permissions, report_permissions
from .models import (
    Agreement,
    Assessment,
    BudgetLine,
    ClosingAccount,
    FinalReport,
    Instalment,
    Project,
    ProjectState,
    ReportFile,
    ReportLine,
    ReportState,
    Submission,
)

IN_WORK = (ProjectState.DRAFT, ProjectState.OFFERED, ProjectState.RETURNED)
REPORT_IN_WORK = (ReportState.DRAFT, ReportState.OFFERED, ReportState.RETURNED)
"""While the municipality writes: what the canton saw before, it reads again once it is handed in again."""


def register() -> None:
    """Called once when the application starts."""
    policy.register((*permissions.RULES, *report_permissions.RULES))
    policy.register_owner(Project, owners_of)
    policy.register_visible(Project, _projects)
    policy.register_visible(BudgetLine, lambda actor: BudgetLine.objects.filter(project__in=_projects_read(actor)))
    policy.register_visible(Assessment, _assessments)
    policy.register_visible(Agreement, lambda actor: Agreement.objects.filter(project__in=_projects(actor)))
    policy.register_visible(Instalment, lambda actor: Instalment.objects.filter(project__in=_projects(actor)))
    policy.register_owner(FinalReport, lambda report: owners_of(report.project))
    policy.register_visible(FinalReport, _reports)
    policy.register_visible(ReportLine, lambda actor: ReportLine.objects.filter(report__in=_reports_read(actor)))
    policy.register_visible(ReportFile, lambda actor: ReportFile.objects.filter(report__in=_reports_read(actor)))
    policy.register_visible(ClosingAccount, lambda actor: ClosingAccount.objects.filter(project__in=_projects(actor)))
    policy.register_visible(Submission, _submissions)


def _projects(actor: Actor) -> QuerySet[Project]:
    """The municipality works undisturbed until it hands in; that it was given something back the canton knows."""
    seen = policy.reach(actor, permissions.SEE, Municipality)
    if not seen.everything:
        return seen.within(Project.objects.all(), "municipality")
    if actor.is_operator:
        return Project.objects.all()
    own = policy.reach(actor, permissions.OPEN, Municipality)
    return Project.objects.filter(Q(submitted_on__isnull=False) | Q(municipality__in=own.ids))


def _reports(actor: Actor) -> QuerySet[FinalReport]:
    """As with the application: the municipality works undisturbed until it hands in."""
    seen = policy.reach(actor, permissions.SEE, Municipality)
    if not seen.everything:
        return seen.within(FinalReport.objects.all(), "project__municipality")
    if actor.is_operator:
        return FinalReport.objects.all()
    own = policy.reach(actor, permissions.OPEN, Municipality)
    return FinalReport.objects.filter(Q(submitted_on__isnull=False) | Q(project__municipality__in=own.ids))


def unread_projects(actor: Actor) -> Q:
    """Which of the projects that the actor sees are being worked on, by others: nobody else reads half a sentence."""
    return _unread(actor, IN_WORK, "municipality")


def unread_reports(actor: Actor) -> Q:
    """The same of reports."""
    return _unread(actor, REPORT_IN_WORK, "project__municipality")


def _unread(actor: Actor, in_work: Sequence[str], place: str) -> Q:
    if actor.is_operator or not policy.reach(actor, permissions.SEE, Municipality).everything:
        return Q(pk__in=())
    own = policy.reach(actor, permissions.OPEN, Municipality)
    return Q(state__in=in_work) & ~Q(**{f"{place}__in": own.ids})


def _projects_read(actor: Actor) -> QuerySet[Project]:
    return _projects(actor).exclude(unread_projects(actor))


def _reports_read(actor: Actor) -> QuerySet[FinalReport]:
    return _reports(actor).exclude(unread_reports(actor))


def _submissions(actor: Actor) -> QuerySet[Submission]:
    """What was signed stays readable while the municipality writes on; what it took back is its own affair."""
    rows = Submission.objects.filter(project__in=_projects(actor))
    if actor.is_operator or not policy.reach(actor, permissions.SEE, Municipality).everything:
        return rows
    own = policy.reach(actor, permissions.OPEN, Municipality)
    return rows.filter(Q(withdrawn_at=None) | Q(project__municipality__in=own.ids))


def _assessments(actor: Actor) -> QuerySet[Assessment]:
    """Until both are given, each sees its own alone: two people who think for themselves."""
    if not policy.can(actor, permissions.SEE_ASSESSMENTS):
        return Assessment.objects.none()
    if actor.is_operator:
        return Assessment.objects.all()
    return Assessment.objects.filter(~Q(project__state=ProjectState.COMPLETE) | Q(account_id=actor.account_id))
