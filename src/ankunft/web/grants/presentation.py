"""A project as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ankunft.domain.grants import permissions, selectors, services, states
from ankunft.domain.grants.models import (
    FinalReport,
    Instalment,
    InstalmentState,
    Project,
    ProjectState,
    Recommendation,
    ReportState,
    Side,
    SubmissionKind,
)
from ankunft.domain.grants.report_permissions import reporting
from ankunft.domain.grants.report_states import REPORT
from ankunft.domain.reporting.hands import signatories
from ankunft.domain.settlement.outcome_rules import Standing
from ankunft.domain.settlement.outcome_words import standing_words
from ankunft.domain.settlement.selectors import outcomes_of, payments_of_orders
from ankunft.domain.settlement.selectors.outcomes import Outcome
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.selectors import steps_of
from ankunft.web.settlement.words import STANDING_KINDS

from .report_presentation import REPORTING, signed_context
from .report_words import REPORT_KINDS
from .way import last_return, way_of
from .words import INSTALMENT_KINDS, PROJECT_STEPS, STATE_KINDS

RECOMMENDED: dict[str, str] = {
    Recommendation.GRANT: "ok",
    Recommendation.LESS: "warning",
    Recommendation.REJECT: "bad",
}
NOT_ARRIVED = frozenset({Standing.RETURNED, Standing.PROPOSED, Standing.GIVEN_UP})
ENDS = (
    (ProjectState.OFFERED, states.SIGN),
    (ProjectState.COMPLETE, states.ASSESS),
    (ProjectState.ASSESSED, states.GRANT),
)
"""Stages that somebody's earlier hands may keep from: in which state, by which move."""


def project_context(project: Project, actor: Actor) -> dict[str, Any]:
    """Everything that the page of one project shows to that person."""
    cantonal = bool(can(actor, permissions.SEE_CREDIT))
    taken = list(steps_of(states.PROJECT.object_type, project.reference))
    lines = selectors.lines_of(project)
    budget = selectors.budget_of(project, lines)
    may_write = bool(can(actor, permissions.moving(states.WRITE), project))
    is_draft = project.state == ProjectState.DRAFT
    is_being_written = selectors.is_being_written(actor, project)
    is_checked = (is_draft or project.state == ProjectState.SUBMITTED) and not is_being_written
    findings = selectors.checked(project, budget) if is_checked else []
    assessments = selectors.assessments_for(actor, project)
    return {
        "project": project,
        "label": states.PROJECT.labels[project.state],
        "kind": STATE_KINDS[project.state],
        "way": way_of(project, taken, names_the_office=cantonal),
        "returned": last_return(project.state, taken),
        "findings": findings,
        "is_being_written": is_being_written,
        **signed_context(project, SubmissionKind.APPLICATION, "project-submission", actor),
        "budget": budget,
        "sides": _sides(lines),
        "may_write": may_write,
        "may_assess": bool(can(actor, permissions.moving(states.ASSESS), project)),
        **_of_report(project, actor),
        "may_agree": bool(can(actor, permissions.moving(states.AGREE), project)),
        "agreement": selectors.agreement_of(actor, project),
        "instalments": instalment_rows(selectors.instalments_of(actor, project)),
        "steps": _steps(project, actor, is_complete=not findings),
        "why_not": _why_not(project, actor),
        "nobody_signs": _nobody_signs(project) if is_draft and may_write and not findings else "",
        "cantonal": cantonal,
        "assessments": [
            {
                "one": one,
                "recommendation": one.get_recommendation_display(),
                "kind": RECOMMENDED[one.recommendation],
            }
            for one in assessments
        ],
        "standing": selectors.credit_standing() if cantonal and project.state == ProjectState.ASSESSED else None,
        # Who in the office did what is the canton's own affair.
        "history": history(states.PROJECT.object_type, project.reference)[:50] if cantonal else [],
    }


def _of_report(project: Project, actor: Actor) -> dict[str, Any]:
    """How far the report about the project is, once there is something to report about."""
    if project.state not in REPORTING:
        return {}
    report = selectors.report_of(actor, project)
    begun = report or FinalReport(project=project, state=ReportState.DRAFT)
    return {
        "has_report": True,
        "report": report,
        "report_label": REPORT.labels[report.state] if report else "",
        "report_kind": REPORT_KINDS[report.state] if report else "",
        "report_due_on": selectors.report_due_on(project),
        "may_report": bool(can(actor, reporting(states.WRITE), begun)),
        "account": selectors.closing_of(actor, project),
    }


def instalment_rows(instalments: Iterable[Instalment]) -> list[dict[str, Any]]:
    """Instalments with their states in words. Five statements, whatever their number."""
    rows = list(instalments)
    outcomes = outcomes_of(payments_of_orders([one.reference for one in rows if one.state == InstalmentState.PAID]))
    newest = {outcome.payment.origin: outcome for outcome in outcomes}
    return [instalment_row(one, newest.get(one.reference)) for one in rows]


def instalment_row(one: Instalment, newest: Outcome | None) -> dict[str, Any]:
    """An instalment with its state in words; if what paid it last did not arrive, that is how it stands."""
    if newest and newest.standing in NOT_ARRIVED:
        return {"one": one, "label": standing_words(newest), "kind": STANDING_KINDS[newest.standing]}
    return {"one": one, "label": states.INSTALMENT.labels[one.state], "kind": INSTALMENT_KINDS[one.state]}


def _sides(lines: list[Any]) -> dict[str, list[Any]]:
    return {side.value: [line for line in lines if line.side == side] for side in Side}


def _steps(project: Project, actor: Actor, *, is_complete: bool) -> list[Any]:
    """The buttons for whoever may press them; what is not complete is not given to be signed."""
    allowed = [one for one in PROJECT_STEPS.values() if can(actor, permissions.moving(one.name), project)]
    return [one for one in allowed if one.name != states.OFFER or is_complete]


def _why_not(project: Project, actor: Actor) -> str:
    """Why somebody whose role takes the next step may not take this one: their hands were on it."""
    for state, name in ENDS:
        if project.state == state and can(actor, permissions.moving(name)):
            return can(actor, permissions.moving(name), project).reason
    return ""


def _nobody_signs(project: Project) -> str:
    if signatories(project.municipality, project.reference, states.PROJECT):
        return ""
    return services.nobody_signs(project.municipality.name)
