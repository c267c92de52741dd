"""The report about a project as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.urls import reverse

from ankunft.domain.grants import report_states, selectors, services, states
from ankunft.domain.grants.models import (
    BudgetLine,
    FinalReport,
    Project,
    ProjectState,
    ReportFile,
    ReportLine,
    ReportState,
    Side,
    SubmissionKind,
)
from ankunft.domain.grants.permissions import SEE_CREDIT
from ankunft.domain.grants.report_permissions import reporting
from ankunft.domain.grants.report_states import REPORT
from ankunft.domain.reporting.hands import signatories, signature_of
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.explained import Explained
from ankunft.foundation.workflow.selectors import steps_of

from .report_words import REPORT_KINDS, REPORT_STEPS
from .way import last_return

ENDS = ((ReportState.OFFERED, states.SIGN), (ReportState.SUBMITTED, report_states.ACCEPT))
"""Stages that somebody's earlier hands may keep from: in which state, by which move."""
REPORTING = (ProjectState.RUNNING, ProjectState.REPORTED, ProjectState.CLOSED)
"""The states of a project that has, or can have, a report."""


class Compared(NamedTuple):
    """A line with what was planned (None: it was not in the budget) and what it came to (None: not entered yet)."""

    label: str
    planned: int | None
    amount: int | None


class Compare(NamedTuple):
    """One side: its lines and their sums."""

    label: str
    lines: list[Compared]
    planned: int
    amount: int


def report_context(project: Project, actor: Actor) -> dict[str, Any]:
    """Everything that the page of a report shows to that person, whether there is one or not."""
    report = selectors.report_of(actor, project)
    cantonal = bool(can(actor, SEE_CREDIT))
    begun = report or FinalReport(project=project, state=ReportState.DRAFT)
    is_being_written = selectors.is_report_being_written(actor, begun)
    lines = [] if is_being_written else selectors.report_lines(begun)
    may_write = bool(can(actor, reporting(states.WRITE), begun))
    account = selectors.closing_of(actor, project)
    return {
        "project": project,
        "report": report,
        "due_on": selectors.report_due_on(project),
        "may_write": may_write,
        "is_being_written": is_being_written,
        "cantonal": cantonal,
        "account": account,
        "explained": Explained.from_data(account.explanation) if account else None,
        # What an account will come to is said as soon as there is something to reckon with.
        "closing": None if account or not lines else selectors.would_close(begun, lines),
        "sides": compared(selectors.lines_of(project), lines) if lines else [],
        "files": list(selectors.report_files(actor, begun)),
        **signed_context(project, SubmissionKind.REPORT, "project-report-submission", actor),
        **(_of_one(report, lines, actor, may_write=may_write, is_being_written=is_being_written) if report else {}),
    }


def _of_one(
    report: FinalReport, lines: Sequence[ReportLine], actor: Actor, *, may_write: bool, is_being_written: bool
) -> dict[str, Any]:
    """What there is only of a report that was begun."""
    cantonal = bool(can(actor, SEE_CREDIT))
    taken = list(steps_of(REPORT.object_type, report.reference))
    is_open = report.state in (ReportState.DRAFT, ReportState.RETURNED)
    findings = selectors.report_checked(report, lines) if is_open and not is_being_written else []
    return {
        "label": REPORT.labels[report.state],
        "kind": REPORT_KINDS[report.state],
        "returned": last_return(report.state, taken),
        "signed": signature_of(taken),
        "findings": findings,
        "steps": [
            one
            for one in REPORT_STEPS.values()
            if can(actor, reporting(one.name), report) and (one.name != states.OFFER or not findings)
        ],
        "why_not": _why_not(report, actor),
        "nobody_signs": _nobody_signs(report) if report.state == ReportState.DRAFT and may_write else "",
        # Who in the office did what is the canton's own affair.
        "history": history(REPORT.object_type, report.reference)[:50] if cantonal else [],
    }


def signed_context(project: Project, kind: SubmissionKind, route: str, actor: Actor) -> dict[str, Any]:
    """What was signed of that kind, each with a page under that route; `signed_url` is that of the last one."""
    submissions = list(selectors.submissions_of(actor, project, kind))
    return {
        "submissions": submissions,
        "signed_url": reverse(route, args=[project.pk, submissions[-1].number]) if submissions else "",
    }


def compared(budget: Sequence[BudgetLine], lines: Sequence[ReportLine]) -> list[Compare]:
    """What was planned beside what it came to, side by side."""
    planned = {line.pk: line.amount for line in budget}
    return sides_of(
        [
            (line.side, Compared(line.label, planned[line.planned_id] if line.planned_id else None, line.amount))
            for line in lines
        ]
    )


def sides_of(lines: Sequence[tuple[str, Compared]]) -> list[Compare]:
    """Lines with their sides, side by side with their sums."""
    found = []
    for side in Side:
        rows = [line for of_side, line in lines if of_side == side]
        sums = sum(one.planned or 0 for one in rows), sum(one.amount or 0 for one in rows)
        found.append(Compare(str(side.label), rows, *sums))
    return found


def file_name(file: ReportFile, ending: str) -> str:
    """Under which name a paper is saved: never the one that it came with."""
    return f"nachweis-{file.report.project.reference}-{file.pk}.{ending}"


def _why_not(report: FinalReport, actor: Actor) -> str:
    """Why somebody whose role takes the next step may not take this one: their hands were on it."""
    for state, name in ENDS:
        if report.state == state and can(actor, reporting(name)):
            return can(actor, reporting(name), report).reason
    return ""


def _nobody_signs(report: FinalReport) -> str:
    if signatories(report.project.municipality, report.reference, REPORT):
        return ""
    return services.nobody_signs_report(report.project.municipality.name)
