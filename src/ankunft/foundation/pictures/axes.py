"""Axes with round steps: 1, 2 or 5 of an order of magnitude."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count

from .amounts import Unit

SMALLEST_STEP = 100
"""One franc, in Rappen: no axis of money counts in less."""


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` to `high` Rappen, zero among them, with a line at every whole step."""

    low: int
    high: int
    step: int

    @property
    def ticks(self) -> tuple[int, ...]:
        return tuple(range(-(-self.low // self.step) * self.step, self.high + 1, self.step))

    def part(self, rappen: int) -> float:
        """Where an amount lies: 0 at the low end, 1 at the high one."""
        return (rappen - self.low) / (self.high - self.low)

    def label(self, tick: int, unit: Unit) -> str:
        """A step in words, with as many decimals as the steps need and no more."""
        needed = next(places for places in count() if self.step * 10**places % unit.rappen == 0)
        return unit.figure(tick, needed)


def axis_for(amounts: Iterable[int], most: int = 6, *, is_tight: bool = False, smallest: int = SMALLEST_STEP) -> Axis:
    """The axis with the smallest round step that reaches over the amounts and zero in at most `most` steps.

    It ends at whole steps; a tight one at the smallest and the largest amount. What is no money has another smallest
    step than one franc.
    """
    reached = [0, *amounts]
    least, largest = min(reached), max(reached)
    for power in count():
        for factor in (1, 2, 5):
            step = factor * 10**power * smallest
            low, high = least // step * step, -(-largest // step) * step
            if is_tight and least < largest <= least + most * step:
                return Axis(least, largest, step)
            if high <= low + most * step:
                return Axis(low, high if high > low else step, step)
    raise AssertionError("powers have no end")
