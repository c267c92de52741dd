"""What a version of the integration programme must have to be submitted (KIP3 2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

Funding = Mapping[tuple[str, int], int]
"""By source and year: Rappen."""


class MeasurePlan(NamedTuple):
    """A measure: its name and what it costs by source and year."""

    label: str
    funding: Funding


class GoalPlan(NamedTuple):
    """A goal: its area, its text and its measures."""

    area: int
    text: str
    measures: Sequence[MeasurePlan]


class LackKind(StrEnum):
    """Why a version is not complete."""

    NO_GOALS = "no_goals"
    NO_MEASURES = "no_measures"
    NO_FUNDING = "no_funding"


class Lack(NamedTuple):
    """What is lacking, and of what."""

    kind: LackKind
    name: str = ""


def lacks(goals: Sequence[GoalPlan]) -> list[Lack]:
    """What keeps a version from being submitted: no goal, a goal without measures, a measure that nobody pays."""
    if not goals:
        return [Lack(LackKind.NO_GOALS)]
    found = []
    for goal in goals:
        if not goal.measures:
            found.append(Lack(LackKind.NO_MEASURES, goal.text))
        found += [Lack(LackKind.NO_FUNDING, one.label) for one in goal.measures if not one.funding]
    return found


def empty_areas(goals: Iterable[GoalPlan], areas: Iterable[int]) -> list[int]:
    """The funding areas for which there is no goal: to be looked at, not refused."""
    with_goals = {goal.area for goal in goals}
    return [area for area in areas if area not in with_goals]
