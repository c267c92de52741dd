"""What people enter about a project, as plain values. Amounts in Rappen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from .models import BudgetLine, Project, Side
from .rules import Budget


class LineEntry(NamedTuple):
    """A line of the budget as it is entered."""

    side: str
    label: str
    amount: int


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


def budget_of(project: Project, lines: Sequence[BudgetLine]) -> Budget:
    """The sums of a project's lines."""

    def sum_of(side: str) -> int:
        return sum(line.amount for line in lines if line.side == side)

    return Budget(sum_of(Side.COST), sum_of(Side.OWN), sum_of(Side.THIRD), project.asked)
