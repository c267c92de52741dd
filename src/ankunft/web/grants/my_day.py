"""What «Mein Tag» shows of projects: the next step on every one, for whoever takes it with other hands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ankunft.domain.grants import permissions, report_states, selectors, states
from ankunft.domain.grants.models import InstalmentState, Project, ProjectState, ReportState
from ankunft.domain.grants.report_permissions import reporting
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.workflow.selectors import taken_by
from ankunft.foundation.workflow.tables import TransitionTable
from ankunft.web.shell.registry import Due

AHEAD = timedelta(days=30)


class Waiting(NamedTuple):
    """What waits in a state, for whom, and what they are told."""

    move: str
    title: Promise
    button: Promise


WAITING: dict[str, Waiting] = {
    ProjectState.DRAFT: Waiting(states.WRITE, _("Projektgesuch fertig erfassen"), _("Erfassen")),
    ProjectState.RETURNED: Waiting(states.WRITE, _("Projektgesuch überarbeiten"), _("Überarbeiten")),
    ProjectState.OFFERED: Waiting(states.SIGN, _("Projektgesuch unterzeichnen"), _("Prüfen")),
    ProjectState.SUBMITTED: Waiting(states.FIND_COMPLETE, _("Projektgesuch auf Vollständigkeit prüfen"), _("Prüfen")),
    ProjectState.COMPLETE: Waiting(states.ASSESS, _("Projektgesuch beurteilen"), _("Beurteilen")),
    ProjectState.GRANTED: Waiting(states.AGREE, _("Vereinbarung zum Projekt abschliessen"), _("Festhalten")),
    ProjectState.ASSESSED: Waiting(states.GRANT, _("Über Projektgesuch entscheiden"), _("Öffnen")),
}


def waiting(actor: Actor) -> Iterator[Due]:
    """A line for each project on which the person takes the next step; as many statements for one as for many."""
    mine = {state: one for state, one in WAITING.items() if can(actor, permissions.moving(one.move))}
    if not mine:
        return
    found = list(selectors.waiting_for(actor, mine))
    excluded = {move: _hands(actor, states.PROJECT, move) for move in {mine[one.state].move for one in found}}
    for project in found:
        words = mine[project.state]
        if project.reference in excluded[words.move]:
            continue
        yield Due(str(words.title), _detail(project), None, reverse("project", args=[project.pk]), str(words.button))


PAYING: dict[str, Waiting] = {
    InstalmentState.PLANNED: Waiting(states.PROPOSE, _("Rate eines Projekts vorschlagen"), _("Vorschlagen")),
    InstalmentState.PROPOSED: Waiting(states.RELEASE, _("Rate eines Projekts freigeben"), _("Freigeben")),
}


def instalments(actor: Actor) -> Iterator[Due]:
    """The instalments that are due within a month, for whoever proposes them; once due, for whoever releases them."""
    mine = {state: one for state, one in PAYING.items() if can(actor, permissions.paying(one.move))}
    if not mine:
        return
    today = clock.today()
    own = taken_by(states.INSTALMENT.object_type, states.PROPOSE, actor.account_id)
    for one in selectors.instalments_waiting(actor, mine, today + AHEAD):
        if one.state == InstalmentState.PROPOSED and (one.reference in own or one.due_on > today):
            continue
        words = mine[one.state]
        detail = f"{one.reference}, {one.project.title}, {one.project.municipality.name}, {Money(one.to_pay)}"
        address = reverse("instalment", args=[one.project_id, one.number])
        yield Due(str(words.title), detail, one.due_on, address, str(words.button), late=one.due_on < today)


REPORTS: dict[str, Waiting] = {
    ReportState.DRAFT: Waiting(states.WRITE, _("Schlussbericht fertig erfassen"), _("Erfassen")),
    ReportState.RETURNED: Waiting(states.WRITE, _("Schlussbericht überarbeiten"), _("Überarbeiten")),
    ReportState.OFFERED: Waiting(states.SIGN, _("Schlussbericht unterzeichnen"), _("Prüfen")),
    ReportState.SUBMITTED: Waiting(report_states.ACCEPT, _("Schlussbericht prüfen und abrechnen"), _("Prüfen")),
}


def reports(actor: Actor) -> Iterator[Due]:
    """What is to be reported about projects that are over, and the next step on every report."""
    mine = {state: one for state, one in REPORTS.items() if can(actor, reporting(one.move))}
    if not mine:
        return
    if ReportState.DRAFT in mine:
        for project in selectors.reports_to_begin(actor, clock.today()):
            yield _report_due(project, str(_("Schlussbericht zum Projekt erfassen")), str(_("Erfassen")))
    found = list(selectors.reports_waiting(actor, mine))
    excluded = {move: _hands(actor, report_states.REPORT, move) for move in {mine[one.state].move for one in found}}
    for report in found:
        words = mine[report.state]
        if report.reference in excluded[words.move]:
            continue
        if report.state == ReportState.SUBMITTED:
            yield Due(str(words.title), _detail(report.project), None, _address(report.project), str(words.button))
        else:
            yield _report_due(report.project, str(words.title), str(words.button))


def _report_due(project: Project, title: str, button: str) -> Due:
    """What the municipality has to do, by the day on which it reports at the latest."""
    day = selectors.report_due_on(project)
    return Due(title, _detail(project), day, _address(project), button, late=day < clock.today())


def _detail(project: Project) -> str:
    return f"{project.reference}, {project.title}, {project.municipality.name}"


def _address(project: Project) -> str:
    return reverse("project-report", args=[project.pk])


def _hands(actor: Actor, table: TransitionTable, move: str) -> set[str]:
    """The records of that table on which the person took a step that keeps from this one (four eyes)."""
    found: set[str] = set()
    for name in sorted(table[move].other_hands):
        found |= taken_by(table.object_type, name, actor.account_id)
    return found
