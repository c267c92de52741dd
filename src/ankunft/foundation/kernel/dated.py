"""Values that hold from a date until the next one starts.

A series is keyed by its start dates alone: overlaps and gaps cannot be written down. That a value
ends is itself a dated value: `None` from that day on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Span(Generic[T]):
    """A value with the days in which it holds: from `start` up to but not including `until` (None: open)."""

    start: date
    until: date | None
    value: T

    def overlaps(self, start: date, until: date | None) -> bool:
        """Whether there is a day that lies in this span and in the one from `start` up to but not including `until`."""
        return (until is None or self.start < until) and (self.until is None or start < self.until)


class Dated(Generic[T]):
    """A series of values, each holding from its start date until the next one starts."""

    __slots__ = ("_starts", "_values")

    def __init__(self, entries: Iterable[tuple[date, T]] = ()) -> None:
        """Build the series from (start, value) pairs in any order; ValueError if two share a start date."""
        ordered = sorted(entries, key=lambda entry: entry[0])
        self._starts = [start for start, _ in ordered]
        self._values = [value for _, value in ordered]
        if len(set(self._starts)) != len(self._starts):
            raise ValueError("two values start on the same day")

    def at(self, day: date) -> T | None:
        """The value in force on that day; None before the first one."""
        index = bisect_right(self._starts, day) - 1
        return self._values[index] if index >= 0 else None

    def since(self, day: date) -> date | None:
        """The day from which the value in force on `day` holds; None before the first one."""
        index = bisect_right(self._starts, day) - 1
        return self._starts[index] if index >= 0 else None

    def is_constant(self, first: date, last: date) -> bool:
        """Whether one and the same entry is in force from `first` to `last` (or none all along)."""
        return bisect_right(self._starts, first) == bisect_right(self._starts, last)

    def spans(self) -> list[Span[T]]:
        """Every value with its days, in order."""
        ends: list[date | None] = [*self._starts[1:], None]
        return [
            Span(start, until, value)
            for start, until, value in zip(self._starts, ends, self._values, strict=bool(self._starts))
        ]

    def __len__(self) -> int:
        return len(self._starts)
