"""When a version of the programme is complete, and what its measures come to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.funds.rules.programme import GoalPlan, Lack, LackKind, MeasurePlan, empty_areas, lacks, summed

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


FUNDING = st.dictionaries(
    st.tuples(st.sampled_from(["ip", "ifk", "canton"]), st.integers(2024, 2027)), st.integers(1, 10**11)
)


@given(st.lists(FUNDING))
def test_sums_hold_in_total_and_by_place(fundings: list[dict[tuple[str, int], int]]) -> None:
    total = summed(fundings)
    assert sum(total.values()) == sum(sum(one.values()) for one in fundings)
    assert all(total[place] == sum(one.get(place, 0) for one in fundings) for place in total)
