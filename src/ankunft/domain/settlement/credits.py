"""What the credit of a year allows and what is left of it, as pure functions. Amounts in Rappen. Source: KS 4.3.4."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ankunft.foundation.kernel.periods import Month

from .rules import MARCH, SEPTEMBER
from .values import BASE


@dataclass(frozen=True, slots=True)
class Standing:
    """The credit of a year: what is granted (None: nothing is recorded), paid, and about to be paid.

    `paid` is what left the account or still has to: what came back and two people gave up is not in it, but in
    `given_up`. `undecided` came back and is part of `paid`, because it is owed until somebody decides.

    `committed` are runs that are checked or approved and not released. A run belongs to the year of its payment month,
    whenever it is released (KS 4.3.4: "im betreffenden Jahr"). Netted reclaims lower what is paid; what municipalities
    pay back on invoice gives no room.
    """

    year: int
    granted: int | None
    paid: int
    committed: int
    given_up: int = 0
    undecided: int = 0

    @property
    def rest(self) -> int | None:
        """What may still be paid; None where no credit is recorded."""
        return None if self.granted is None else self.granted - self.paid

    def exceeded_by(self, payments: int) -> int:
        """By how much these payments would exceed what is left; nothing where no credit is recorded."""
        return 0 if self.rest is None else max(payments - self.rest, 0)


def is_over(year: int, released: Collection[Month]) -> bool:
    """Whether nobody is paid from the credit of the year any more: both its runs are released (KS 4.3.4, 4.5.2)."""
    return {Month(year, MARCH), Month(year, SEPTEMBER)} <= set(released)


def lapses(contribution: str) -> bool:
    """Whether what a year did not pay can no longer be claimed.

    The base contribution is paid for the current year only (KS 4.3.4, 4.5.2); a late report is paid by a later run,
    from the credit of its own year.
    """
    return contribution == BASE
