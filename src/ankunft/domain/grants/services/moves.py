"""How a project and its report move, and what the trail keeps of it."""

from __future__ import annotations

from typing import Any

from ankunft.domain.territory.permissions import organisation_code
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.services import transition

from ..models import FinalReport, Project
from ..permissions import moving
from ..report_permissions import reporting
from ..report_states import REPORT
from ..rules import Budget
from ..states import PROJECT


def move(project: Project, name: str, actor: Actor, details: dict[str, Any] | None = None, **more: Any) -> None:
    """Take the project along that transition, if the actor may: on the version that was seen."""
    can(actor, moving(name), project).require()
    whose = {"municipality": organisation_code(project.municipality.bfs_number)}
    transition(
        obj=project,
        key=project.reference,
        table=PROJECT,
        name=name,
        actor=actor,
        details={**whose, **(details or {})},
        **more,
    )


def report_move(
    report: FinalReport, name: str, actor: Actor, details: dict[str, Any] | None = None, **more: Any
) -> None:
    """Take the report along that transition, if the actor may: on the version that was seen."""
    can(actor, reporting(name), report).require()
    whose = {"municipality": organisation_code(report.project.municipality.bfs_number)}
    transition(
        obj=report,
        key=report.reference,
        table=REPORT,
        name=name,
        actor=actor,
        details={**whose, **(details or {})},
        **more,
    )


def figures(budget: Budget) -> dict[str, int]:
    """What the trail keeps of a budget; what was written in words stays with the project."""
    return {"costs": budget.costs, "own": budget.own, "third": budget.third, "asked": budget.asked}
