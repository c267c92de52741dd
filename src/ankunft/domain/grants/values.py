"""What people enter about a project, as plain values. Amounts in Rappen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from .closing_rules import Actual
from .models import BudgetLine, Project, ReportLine, Side
from .rules import Budget


class LineEntry(NamedTuple):
    """A line of the budget as it is entered."""

    side: str
    label: str
    amount: int


class Planned(NamedTuple):
    """An instalment as it was agreed; `amount` in Rappen."""

    amount: int
    due_on: date
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """What an application says. Nothing but the title need be there while it is in work."""

    title: str
    goal: str = ""
    target_group: str = ""
    measures: str = ""
    begins_on: date | None = None
    ends_on: date | None = None
    asked: int = 0
    lines: Sequence[LineEntry] = ()


@dataclass(frozen=True, slots=True)
class Reported:
    """What a report says. Nothing of it need be there while it is in work.

    `actual` has the amount of each line of the budget by its number in the database (None: not entered yet), `further`
    what was not in the budget.
    """

    reached: str = ""
    deviations: str = ""
    actual: Mapping[int, int | None] = field(default_factory=dict)
    further: Sequence[LineEntry] = ()


def actual_of(planned: int, lines: Sequence[ReportLine]) -> Actual:
    """The sums of a report's lines, beside the planned costs; what was not entered yet is nothing."""

    def sum_of(side: str) -> int:
        return sum(line.amount or 0 for line in lines if line.side == side)

    return Actual(planned, sum_of(Side.COST), sum_of(Side.OWN), sum_of(Side.THIRD))


def budget_of(project: Project, lines: Sequence[BudgetLine]) -> Budget:
    """The sums of a project's lines."""

    def sum_of(side: str) -> int:
        return sum(line.amount for line in lines if line.side == side)

    return Budget(sum_of(Side.COST), sum_of(Side.OWN), sum_of(Side.THIRD), project.asked)
