"""What a project used of its grant, as pure functions. Amounts in Rappen.

KS 4.3.4 says where the money comes from and what it is for, KS 4.7 that what was paid is taken back where a task was
not carried out. How much of a grant a cheaper project keeps no source says: the rule below is our own
(docs/decisions/0081-a-project-is-closed-by-its-account.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Actual:
    """What a project was to cost, what it did cost, and what others than the canton paid of that."""

    planned: int
    costs: int
    own: int
    third: int

    @property
    def left(self) -> int:
        """What others left to pay; below zero where they paid more than it cost."""
        return self.costs - self.own - self.third


@dataclass(frozen=True, slots=True)
class Closing:
    """The closing account of a project.

    `share` is the part of the actual costs that the grant was of the planned ones, `left` what others left to pay,
    `used` what the canton bears in the end, `paid` what the municipality got of it until now.
    """

    granted: int
    paid: int
    share: int
    left: int
    used: int

    @property
    def to_pay(self) -> int:
        """What is still to be paid."""
        return max(self.used - self.paid, 0)

    @property
    def reclaimed(self) -> int:
        """What was paid too much, and is asked back (KS 4.7)."""
        return max(self.paid - self.used, 0)

    @property
    def lapsed(self) -> int:
        """What was granted and is never paid: it is free in the credit for projects at once (KS 4.3.4).

        What is reclaimed is not in it: that was paid, and comes back by another way.
        """
        return self.granted - max(self.used, self.paid)

    @property
    def uncovered(self) -> int:
        """What neither others nor the canton pay: the municipality bears it."""
        return max(self.left - self.used, 0)


def closing(granted: int, paid: int, actual: Actual) -> Closing:
    """The closing account of what was granted and paid (at most what was granted), by what it did cost (KS 4.3.4).

    The canton bears the least of three: what it granted; the same part of the actual costs that the grant was of the
    planned ones, whole Rappen rounded down; what others left to pay. So a cheaper project is cheaper for all who pay,
    nobody earns by it, and it never gets more than was decided. Never below zero.
    """
    share = granted * actual.costs // actual.planned if actual.planned > 0 else 0
    used = max(min(granted, share, actual.left), 0)
    return Closing(granted, paid, share, actual.left, used)


def lowered(unpaid: Sequence[int], to_pay: int) -> list[int]:
    """What is left of each unpaid instalment, given in their order: the last one is lowered first.

    Together they are `to_pay`, which is at most their sum.
    """
    found = []
    for amount in unpaid:
        kept = min(amount, to_pay)
        found.append(kept)
        to_pay -= kept
    return found


def report_due(ends_on: date, days: int) -> date:
    """Until when the municipality reports: so many days after the last day of its project."""
    return ends_on + timedelta(days=days)
