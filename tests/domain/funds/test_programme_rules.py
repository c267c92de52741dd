"""When a version of the programme is complete."""

from __future__ import annotations

import pytest

from ankunft.domain.funds.rules.programme import GoalPlan, Lack, LackKind, MeasurePlan, empty_areas, lacks

PAID = MeasurePlan("Kurse", {("ip", 2024): 1})
UNPAID = MeasurePlan("Netz", {})


@pytest.mark.parametrize(
    ("goals", "expected"),
    [
        ([], [Lack(LackKind.NO_GOALS)]),
        ([GoalPlan(2, "Sprache", [])], [Lack(LackKind.NO_MEASURES, "Sprache")]),
        ([GoalPlan(2, "Sprache", [PAID, UNPAID])], [Lack(LackKind.NO_FUNDING, "Netz")]),
        ([GoalPlan(2, "Sprache", [PAID])], []),
    ],
    ids=["nothing", "goal-alone", "unpaid", "complete"],
)
def test_what_is_lacking_is_named(goals: list[GoalPlan], expected: list[Lack]) -> None:
    assert lacks(goals) == expected


def test_areas_without_goals() -> None:
    assert empty_areas([GoalPlan(2, "", []), GoalPlan(7, "", [])], range(1, 8)) == [1, 3, 4, 5, 6]
