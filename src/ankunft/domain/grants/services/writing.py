"""An application while the municipality works on it: whatever was typed is kept, also what is not complete yet."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from .. import states
from ..models import BudgetLine, Project, ProjectState, Side
from ..permissions import OPEN
from ..values import Application, budget_of
from .moves import figures, move

MOST_LINES = 40
MOST = Money.francs(100_000_000)
"""More than any project costs: beyond lies a slip of the finger."""


@transaction.atomic
def project_open(*, municipality: Municipality, title: str, actor: Actor, is_demo: bool = False) -> Project:
    """Begin an application. Refused without a title, and for a municipality that is none any more."""
    can(actor, OPEN, municipality).require()
    if municipality.valid_to is not None and municipality.valid_to < clock.today():
        raise Refused(
            _("«%(name)s» besteht nicht mehr: Das Gesuch stellt die Nachfolgerin.") % {"name": municipality.name}
        )
    project = Project.objects.create(
        state=ProjectState.DRAFT,
        municipality=municipality,
        title=_required(title),
        begun_at=clock.now(),
        is_demo=is_demo,
    )
    move(project, states.WRITE, actor, {"asked": 0})
    return project


@transaction.atomic
def project_write(*, project: Project, application: Application, actor: Actor) -> None:
    """Keep what was typed, complete or not; what waited to be signed is in work again.

    Refused for a line without words or amount, and where somebody else changed the project since it was seen.
    """
    lines = _lines(application)
    budget = budget_of(Project(asked=application.asked), lines)
    changes = {
        "title": _required(application.title),
        "goal": application.goal.strip(),
        "target_group": application.target_group.strip(),
        "measures": application.measures.strip(),
        "begins_on": application.begins_on,
        "ends_on": application.ends_on,
        "asked": application.asked,
    }
    move(project, states.WRITE, actor, figures(budget), changes=changes)
    BudgetLine.objects.filter(project=project).delete()
    for line in lines:
        line.project = project
    BudgetLine.objects.bulk_create(lines)


def _required(title: str) -> str:
    if not title.strip():
        raise Refused(_("Der Titel fehlt: Unter ihm findet man das Projekt wieder."))
    return title.strip()


def _lines(application: Application) -> list[BudgetLine]:
    """The lines with their numbers, each side on its own."""
    if len(application.lines) > MOST_LINES:
        raise Refused(_("Ein Budget hat höchstens %(most)s Zeilen: Fassen Sie zusammen.") % {"most": MOST_LINES})
    if not 0 <= application.asked <= MOST.rappen:
        raise Refused(_("Beantragt wird ein Betrag zwischen null und %(most)s.") % {"most": MOST})
    numbers = dict.fromkeys(Side.values, 0)
    lines = []
    for side, label, amount in application.lines:
        if not label.strip() or not 0 < amount <= MOST.rappen:
            raise Refused(
                _("Jede Zeile sagt, wofür, und hat einen Betrag über null und höchstens %(most)s.") % {"most": MOST}
            )
        numbers[side] += 1
        lines.append(BudgetLine(side=side, number=numbers[side], label=label.strip(), amount=amount))
    return lines
