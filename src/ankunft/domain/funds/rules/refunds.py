"""What of a source may go back to the federation, and what of it may come back: pure functions. In Rappen (FP 1, 2.3).

What is not used and no longer needed is refunded to the State Secretariat for Migration (SEM) when it demands it; what
is left after the deadline of the source is (RRB 2023/2057, 1 and 2.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FEDERAL = frozenset({"lump_sum", "credit", "programme"})
"""The kinds of sources that the federation gives, bound to a purpose (Art. 58 para. 2 and 3 AIG)."""


class RefundFault(StrEnum):
    """Why something cannot be refunded, or cannot come back."""

    NOT_FEDERAL = "not_federal"
    NOTHING = "nothing"
    NOT_YET = "not_yet"
    NOT_DEMANDED = "not_demanded"
    IN_OPENING = "in_opening"
    UNKNOWN = "unknown"
    TOO_MUCH = "too_much"
    NO_REASON = "no_reason"
    BEFORE_REFUND = "before_refund"
    NOT_WRONG = "not_wrong"
    MORE_THAN_WENT = "more_than_went"


@dataclass(frozen=True, slots=True)
class Paper:
    """What is recorded: the amount, the value date, the letter of the federation, and why."""

    amount: int
    day: date
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stock:
    """A source on the value date: its kind, since which year its balance is told, and when it is refunded.

    `free` is what it has from then on and never needs later, None where nobody knows how much it has.
    """

    kind: str
    since: int | None
    free: int | None
    refund_due: date | None

    def is_due(self, day: date) -> bool:
        """Whether what is left has to go back by then: its deadline is over."""
        return self.refund_due is not None and day > self.refund_due


def refund_fault(paper: Paper, stock: Stock, today: date) -> RefundFault | None:
    """The first reason why it cannot go back to the federation; None where it can (FP 2.3).

    Only what the federation gave goes back to it, no more than the source has, and not before it was paid. As long as
    the deadline is not over, somebody says why the canton does not need it any more.
    """
    if stock.kind not in FEDERAL:
        return RefundFault.NOT_FEDERAL
    if fault := _paper_fault(paper, today):
        return fault
    if stock.since is not None and paper.day.year < stock.since:
        return RefundFault.IN_OPENING
    if stock.free is None:
        return RefundFault.UNKNOWN
    if paper.amount > stock.free:
        return RefundFault.TOO_MUCH
    return RefundFault.NO_REASON if not paper.reason.strip() and not stock.is_due(paper.day) else None


def return_fault(paper: Paper, refunded_on: date, still_gone: int, today: date) -> RefundFault | None:
    """The first reason why it cannot come back of a refund of that day; None where it can.

    `still_gone` is what of the refund has not come back yet.
    """
    if fault := _paper_fault(paper, today):
        return fault
    if paper.day < refunded_on:
        return RefundFault.BEFORE_REFUND
    if paper.amount > still_gone:
        return RefundFault.MORE_THAN_WENT
    return None if paper.reason.strip() else RefundFault.NOT_WRONG


def _paper_fault(paper: Paper, today: date) -> RefundFault | None:
    if paper.amount <= 0:
        return RefundFault.NOTHING
    if paper.day > today:
        return RefundFault.NOT_YET
    return None if paper.decision.strip() else RefundFault.NOT_DEMANDED
