"""What services and selectors both read of a version of the programme."""

from __future__ import annotations

from .models import ProgrammeGoal, ProgrammeVersion
from .rules.programme import GoalPlan, MeasurePlan


def goals_of(version: ProgrammeVersion) -> list[ProgrammeGoal]:
    """Its goals in the order of the areas, with measures and funding: four statements, however many there are."""
    return list(
        version.goals.order_by("area", "number").prefetch_related("measures__funding__source", "measures__position")
    )


def goal_plans(version: ProgrammeVersion) -> list[GoalPlan]:
    """The same as plain values."""
    return [
        GoalPlan(
            goal.area,
            goal.text,
            [
                MeasurePlan(measure.label, {(one.source.code, one.year): one.amount for one in measure.funding.all()})
                for measure in goal.measures.all()
            ],
        )
        for goal in goals_of(version)
    ]
