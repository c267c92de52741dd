"""Who sees which plans: the canton and the office of the IIZ from the beginning, everybody else once they are asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from ankunft.domain.roles import STRUCTURE_DELEGATE
from ankunft.foundation.access import policy
from ankunft.foundation.kernel.actor import Actor

from . import permissions, programme_permissions, report_permissions
from .models import (
    AskedBody,
    FinancialPlan,
    FundingSource,
    InputAmount,
    InputPaper,
    InputReminder,
    IntegrationProgramme,
    MeasureFunding,
    PlannedAmount,
    PlannedPosition,
    PlanVersion,
    Position,
    PositionInput,
    ProgrammeGoal,
    ProgrammeMeasure,
    ProgrammeState,
    ProgrammeVersion,
    ReportComment,
    ReportState,
    SemReport,
    SemReportFile,
    Statement,
    VersionState,
)

Row = TypeVar("Row", bound=Model)

SHOWN = (VersionState.CONSULTATION, VersionState.CONSULTED, VersionState.ADOPTED, VersionState.SUPERSEDED)
"""What is shown to those who do not make the plan: from the moment in which they are asked."""


def register() -> None:
    """Called once when the application starts."""
    policy.register((*permissions.RULES, *programme_permissions.RULES, *report_permissions.RULES))
    policy.register_owner(PlanVersion, permissions.belongs)
    policy.register_owner(Position, permissions.belongs)
    policy.register_owner(AskedBody, permissions.belongs)
    policy.register_visible(FundingSource, _sources)
    policy.register_visible(FinancialPlan, lambda actor: _if_reader(actor, FinancialPlan.objects.all()))
    policy.register_visible(Position, lambda actor: _if_reader(actor, Position.objects.all()))
    policy.register_visible(PlanVersion, _versions)
    policy.register_visible(PositionInput, _inputs)
    policy.register_visible(InputAmount, lambda actor: InputAmount.objects.filter(input__in=_inputs(actor)))
    policy.register_visible(InputPaper, lambda actor: InputPaper.objects.filter(input__in=_papered(actor)))
    policy.register_visible(InputReminder, _reminders)
    policy.register_visible(AskedBody, lambda actor: AskedBody.objects.filter(version__in=_versions(actor)))
    policy.register_visible(Statement, lambda actor: Statement.objects.filter(asked__version__in=_versions(actor)))
    policy.register_visible(PlannedPosition, _planned)
    policy.register_visible(PlannedAmount, lambda actor: PlannedAmount.objects.filter(planned__in=_planned(actor)))
    policy.register_visible(IntegrationProgramme, _programmes)
    policy.register_visible(ProgrammeVersion, _programme_versions)
    policy.register_visible(ProgrammeGoal, _of_programmes(ProgrammeGoal, "version"))
    policy.register_visible(ProgrammeMeasure, _of_programmes(ProgrammeMeasure, "goal__version"))
    policy.register_visible(MeasureFunding, _of_programmes(MeasureFunding, "measure__goal__version"))
    policy.register_visible(SemReport, _reports)
    policy.register_visible(ReportComment, lambda actor: ReportComment.objects.filter(report__in=_reports(actor)))
    policy.register_visible(SemReportFile, lambda actor: SemReportFile.objects.filter(report__in=_reports(actor)))


def reads_everything(actor: Actor) -> bool:
    """Whether the actor reads a version while it is being made."""
    return actor.is_operator or actor.has_role(*permissions.FROM_INPUTS_ON)


def _if_reader(actor: Actor, rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows if policy.can(actor, permissions.SEE) else rows.none()


def _sources(actor: Actor) -> QuerySet[FundingSource]:
    rows = FundingSource.objects.all()
    return rows if policy.can(actor, permissions.SEE_SOURCES) else rows.none()


def _programmes(actor: Actor) -> QuerySet[IntegrationProgramme]:
    """That there is a programme is no secret; what it says is, as long as it is written."""
    rows = IntegrationProgramme.objects.all()
    return rows if policy.can(actor, programme_permissions.SEE) else rows.none()


def _programme_versions(actor: Actor) -> QuerySet[ProgrammeVersion]:
    """The bodies see what was submitted, also where it was withdrawn afterwards."""
    rows = ProgrammeVersion.objects.all()
    if not policy.can(actor, programme_permissions.SEE):
        return rows.none()
    if actor.is_operator or actor.has_role(*programme_permissions.FROM_THE_BEGINNING):
        return rows
    never = Q(state=ProgrammeState.WITHDRAWN, submitted_on__isnull=True)
    return rows.exclude(Q(state=ProgrammeState.DRAFT) | never)


def _of_programmes(model: type[Row], version: str) -> Callable[[Actor], QuerySet[Row]]:
    """Whoever sees a version sees everything in it; `version` is the way to it."""

    def rows(actor: Actor) -> QuerySet[Row]:
        every: QuerySet[Row] = model._default_manager.filter(**{f"{version}__in": _programme_versions(actor)})
        return every

    return rows


def _reports(actor: Actor) -> QuerySet[SemReport]:
    """Whoever does not make them sees them once they are signed."""
    rows = SemReport.objects.all()
    if not policy.can(actor, report_permissions.SEE):
        return rows.none()
    if actor.is_operator or actor.has_role(*report_permissions.FROM_THE_BEGINNING):
        return rows
    return rows.filter(state__in=(ReportState.SIGNED_OFF, ReportState.SUBMITTED))


def _versions(actor: Actor) -> QuerySet[PlanVersion]:
    """Structures see one that takes inputs, too: they are to give some."""
    rows = _if_reader(actor, PlanVersion.objects.all())
    if reads_everything(actor):
        return rows
    shown = Q(state__in=SHOWN)
    if actor.has_role(STRUCTURE_DELEGATE):
        shown |= Q(state__in=(VersionState.INPUTS, VersionState.CONSOLIDATED))
    return rows.filter(shown)


def _inputs(actor: Actor) -> QuerySet[PositionInput]:
    """Who gave them, or gives them by now, sees them always; who is asked sees what the plan rests on."""
    rows = _if_reader(actor, PositionInput.objects.all())
    if reads_everything(actor):
        return rows
    own = actor.organisations(STRUCTURE_DELEGATE)
    theirs = Q(structure__code__in=own) | Q(position__structure__code__in=own)
    return rows.filter(Q(version__state__in=SHOWN) | theirs)


def _papered(actor: Actor) -> QuerySet[PositionInput]:
    """Papers may hold more than the plan says: the canton, the office of the IIZ and whoever gave them read them."""
    rows = _if_reader(actor, PositionInput.objects.all())
    if reads_everything(actor):
        return rows
    return rows.filter(structure__code__in=actor.organisations(STRUCTURE_DELEGATE))


def _reminders(actor: Actor) -> QuerySet[InputReminder]:
    """Who was reminded is the business of whoever puts the plan together."""
    rows = InputReminder.objects.all()
    return rows if reads_everything(actor) else rows.none()


def _planned(actor: Actor) -> QuerySet[PlannedPosition]:
    rows = _if_reader(actor, PlannedPosition.objects.all())
    return rows if reads_everything(actor) else rows.filter(version__state__in=SHOWN)
