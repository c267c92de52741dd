"""The credit for projects and the budget of a project, as pure functions. Amounts in Rappen. Source: KS 4.3.4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Income:
    """What the credit for projects got: the surplus of a year, and the decision that booked it."""

    year: int
    amount: int
    decision: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a granted project takes of the credit: `granted` by its decision, `paid` of that.

    `lapsed` is what its closing account found that is never paid. What was paid too much is not in it: it was paid, and
    what comes back of it comes through the surplus of the year whose run nets it.
    """

    reference: str
    granted: int
    paid: int
    lapsed: int = 0

    @property
    def taken(self) -> int:
        """What of the credit is not free because of it."""
        return self.granted - self.lapsed


@dataclass(frozen=True, slots=True)
class Standing:
    """The credit for projects: what came in, what projects take of it, what was paid of that (KS 4.3.4)."""

    income: int
    committed: int
    paid: int

    @property
    def free(self) -> int:
        """What may still be decided."""
        return self.income - self.committed

    @property
    def to_pay(self) -> int:
        """What was decided and is not paid yet."""
        return self.committed - self.paid

    def exceeded_by(self, amount: int) -> int:
        """By how much a grant of that amount would exceed what is free."""
        return max(amount - self.free, 0)


def standing(incomes: Iterable[Income], commitments: Iterable[Commitment]) -> Standing:
    """How the credit stands: the surpluses of the closed years less what projects take (KS 4.3.4)."""
    decided = list(commitments)
    return Standing(
        sum(income.amount for income in incomes),
        sum(commitment.taken for commitment in decided),
        sum(commitment.paid for commitment in decided),
    )


@dataclass(frozen=True, slots=True)
class Budget:
    """What a project costs, and who pays for it."""

    costs: int
    own: int
    third: int
    asked: int

    @property
    def financing(self) -> int:
        """All that is to pay for it."""
        return self.own + self.third + self.asked

    @property
    def gap(self) -> int:
        """What nobody pays; below zero where more comes in than it costs."""
        return self.costs - self.financing


def months_between(first: date, last: date) -> int:
    """In how many calendar months a project runs, the first and the last one counted."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


class PlanFault(StrEnum):
    """What is wrong with a plan of instalments."""

    EMPTY = "empty"
    NO_AMOUNT = "no_amount"
    NOT_THE_SUM = "not_the_sum"
    BEFORE_AGREEMENT = "before_agreement"
    NOT_IN_ORDER = "not_in_order"


def plan_fault(granted: int, concluded_on: date, plan: Sequence[tuple[int, date]]) -> PlanFault | None:
    """The first fault of a plan, given as amount (Rappen) and day of each instalment; None where it is sound.

    The instalments are the grant, neither more nor less (KS 4.3.4); days follow each other, none before the agreement.
    """
    if not plan:
        return PlanFault.EMPTY
    if any(amount <= 0 for amount, _day in plan):
        return PlanFault.NO_AMOUNT
    if sum(amount for amount, _day in plan) != granted:
        return PlanFault.NOT_THE_SUM
    days = [day for _amount, day in plan]
    if days[0] < concluded_on:
        return PlanFault.BEFORE_AGREEMENT
    return None if days == sorted(days) else PlanFault.NOT_IN_ORDER
