"""In which period a contribution is paid that a municipality gets once, also where municipalities were merged."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from ankunft.domain.territory.rules import Places, successor_on

from .calendar import Period, reporting_day


class Use(NamedTuple):
    """A contribution for a period, and which municipality gets it; `day` is the one on which it reports on that."""

    period: str
    day: date
    municipality: int

    @classmethod
    def of(cls, period: Period, municipality: int) -> Use:
        """The use of a municipality, by its id, for a period."""
        return cls(str(period), reporting_day(period), municipality)


def is_one(places: Places, one: Use, other: Use) -> bool:
    """Whether both are uses of one municipality, or of one and of whoever it was merged into by the other's period.

    What a municipality got, its successor got (decision 0080). Those that were merged later were two before.
    """
    return (
        one.municipality == other.municipality
        or successor_on(places, one.municipality, other.day) == other.municipality
        or successor_on(places, other.municipality, one.day) == one.municipality
    )


def uses_paid(places: Places, claimed: Collection[Use], settled: Collection[Use]) -> list[Use]:
    """Those that are paid: each in the period in which it was settled, else in the first one that gives a claim.

    `claimed` are those that meet the conditions as known now, `settled` those of which released runs hold something.
    A claim that was settled and is one no more makes room for another.
    """
    found: list[Use] = []
    for use in [*sorted(set(settled) & set(claimed)), *sorted(claimed)]:
        if not any(is_one(places, use, paid) for paid in found):
            found.append(use)
    return found
