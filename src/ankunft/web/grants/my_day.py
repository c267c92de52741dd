"""What «Mein Tag» shows of projects: the next step on every one, for whoever takes it with other hands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ankunft.domain.grants import permissions, selectors, states
from ankunft.domain.grants.models import InstalmentState, ProjectState
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.workflow.selectors import taken_by
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
    excluded = {move: _hands(actor, move) for move in {mine[one.state].move for one in found}}
    for project in found:
        words = mine[project.state]
        if project.reference in excluded[words.move]:
            continue
        detail = f"{project.reference}, {project.title}, {project.municipality.name}"
        yield Due(str(words.title), detail, None, reverse("project", args=[project.pk]), str(words.button))


PAYING: dict[str, Waiting] = {
    InstalmentState.PLANNED: Waiting(states.PROPOSE, _("Rate eines Projekts vorschlagen"), _("Vorschlagen")),
    InstalmentState.PROPOSED: Waiting(states.RELEASE, _("Rate eines Projekts freigeben"), _("Freigeben")),
}


def instalments(actor: Actor) -> Iterator[Due]:
    """The instalments that are due within a month, for whoever proposes or releases them."""
    mine = {state: one for state, one in PAYING.items() if can(actor, permissions.paying(one.move))}
    if not mine:
        return
    today = clock.today()
    own = taken_by(states.INSTALMENT.object_type, states.PROPOSE, actor.account_id)
    for one in selectors.instalments_waiting(actor, mine, today + AHEAD):
        if one.state == InstalmentState.PROPOSED and one.reference in own:
            continue
        words = mine[one.state]
        detail = f"{one.reference}, {one.project.title}, {one.project.municipality.name}, {Money(one.amount)}"
        address = reverse("instalment", args=[one.project_id, one.number])
        yield Due(str(words.title), detail, one.due_on, address, str(words.button), late=one.due_on < today)


def _hands(actor: Actor, move: str) -> set[str]:
    """The projects on which the person took a step that keeps from this one (four eyes)."""
    table = states.PROJECT
    found: set[str] = set()
    for name in sorted(table[move].other_hands):
        found |= taken_by(table.object_type, name, actor.account_id)
    return found
