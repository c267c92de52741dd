"""What is different between two versions of a plan, and why (FP 3.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple


class Cause(StrEnum):
    """Why a figure is not what it was."""

    OPENING = "opening"
    NEW = "new"
    DROPPED = "dropped"
    MISSING = "missing"
    QUANTIFIED = "quantified"
    NO_LONGER_QUANTIFIED = "no_longer_quantified"
    OVERRIDE = "override"
    INPUT = "input"


class Figures(NamedTuple):
    """What a version plans for a position: Rappen by year; whether it is quantified, and whether it was planned
    otherwise than given."""

    amounts: Mapping[int, int]
    is_quantified: bool = True
    is_otherwise: bool = False


class YearChange(NamedTuple):
    """What was and what is planned for a year, in Rappen; None: nothing."""

    year: int
    old: int | None
    new: int | None

    @property
    def difference(self) -> int:
        """By how much more is planned, in Rappen; nothing planned counts as zero."""
        return (self.new or 0) - (self.old or 0)


class Difference(NamedTuple):
    """What changed in one position; `position` is None for the balance with which the plan opens."""

    position: int | None
    cause: Cause
    changes: Sequence[YearChange]

    @property
    def total(self) -> int:
        """By how much more over all years, in Rappen."""
        return sum(change.difference for change in self.changes)


def differences(
    old: Mapping[int, Figures],
    new: Mapping[int, Figures],
    *,
    order: Sequence[int],
    years: Sequence[int],
    takes_inputs: bool = False,
) -> list[Difference]:
    """The positions that are planned otherwise, in that order; `order` names every position of both.

    A position is named where an amount, or whether it has one, is not what it was. While the newer version
    `takes_inputs`, a position without figures is missing, not dropped.
    """
    found = []
    for position in order:
        before, after = old.get(position), new.get(position)
        if before is None and after is None:
            continue
        changes = [
            YearChange(year, _amount(before, year), _amount(after, year))
            for year in years
            if _amount(before, year) != _amount(after, year)
        ]
        cause = Cause.MISSING if takes_inputs and after is None else _cause(before, after)
        if changes or cause not in (Cause.INPUT, Cause.OVERRIDE):
            found.append(Difference(position, cause, changes))
    return found


def opening_difference(old: int, new: int, year: int) -> Difference | None:
    """How the opening balance (Rappen) changed at the beginning of that year; None where it did not."""
    return None if old == new else Difference(None, Cause.OPENING, [YearChange(year, old, new)])


def _amount(figures: Figures | None, year: int) -> int | None:
    return None if figures is None else figures.amounts.get(year)


def _cause(before: Figures | None, after: Figures | None) -> Cause:
    if before is None:
        return Cause.NEW
    if after is None:
        return Cause.DROPPED
    if before.is_quantified != after.is_quantified:
        return Cause.QUANTIFIED if after.is_quantified else Cause.NO_LONGER_QUANTIFIED
    return Cause.OVERRIDE if after.is_otherwise else Cause.INPUT
