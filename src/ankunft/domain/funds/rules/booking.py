"""What of a booking on a position is not as planned: pure functions. In Rappen (FP 2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Flag(StrEnum):
    """What is not as it should be with a booking that is made all the same, with a reason."""

    NOT_PLANNED = "not_planned"
    OVER_COMMITTED = "over_committed"
    SOURCE_DRY = "source_dry"


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known when something is booked.

    `planned` is what the version in force plans for the position in that year, None where nothing is planned; `booked`
    what is booked of it already. `left` is what the source has in that year before this booking and does not need
    later, None where nobody knows.
    """

    amount: int
    planned: int | None
    booked: int
    left: int | None


def flags(situation: Situation) -> list[Flag]:
    """What is not as planned: more than the position has, or more than the source has."""
    found = []
    if situation.planned is None:
        found.append(Flag.NOT_PLANNED)
    elif situation.booked + situation.amount > situation.planned:
        found.append(Flag.OVER_COMMITTED)
    if situation.left is not None and situation.amount > situation.left:
        found.append(Flag.SOURCE_DRY)
    return found
