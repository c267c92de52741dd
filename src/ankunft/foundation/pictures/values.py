"""What pictures are given: plain values, amounts as whole Rappen. What does not add up is no picture (ValueError).

Labels come as the reader shall read them, in the language of the page. A soft hyphen in a label says where a long
word may break.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Node:
    """A source, a position, or what stands between: `column` 0 is where the money comes from."""

    key: str
    label: str
    column: int


@dataclass(frozen=True, slots=True)
class Stream:
    """How many Rappen go from one node to a node of a later column. Zero is left out of the picture."""

    origin: str
    target: str
    rappen: int


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow of money (Sankey): nodes in two or three columns and the streams between them.

    `headings` name the columns ("Quelle", "Position"). The order of the nodes of the first column is kept; later
    ones stand so that few streams cross.

    Raises ValueError where a stream is negative, leads backwards or to a node that is not there, where two nodes have
    one key, or where a node in the middle gets another amount than it passes on.
    """

    title: str
    headings: tuple[str, ...]
    nodes: tuple[Node, ...]
    streams: tuple[Stream, ...]

    def __post_init__(self) -> None:
        columns = {node.key: node.column for node in self.nodes}
        _require(len(columns) == len(self.nodes), "two nodes with one key")
        _require(len(self.headings) in (2, 3), "a flow has two or three columns")
        _require(all(0 <= column < len(self.headings) for column in columns.values()), "a node outside the columns")
        for stream in self.streams:
            _require(stream.rappen >= 0, f"a stream of {stream.rappen} Rappen")
            _require({stream.origin, stream.target} <= columns.keys(), f"a stream without its nodes: {stream}")
            _require(columns[stream.origin] < columns[stream.target], f"a stream that leads backwards: {stream}")
        for node in self.nodes:
            into, out = self.into(node.key), self.out_of(node.key)
            _require(not (into and out) or into == out, f"{node.key} gets {into} Rappen and passes on {out}")

    def into(self, key: str) -> int:
        """What the node gets, in Rappen."""
        return sum(stream.rappen for stream in self.streams if stream.target == key)

    def out_of(self, key: str) -> int:
        """What the node passes on, in Rappen."""
        return sum(stream.rappen for stream in self.streams if stream.origin == key)

    def through(self, key: str) -> int:
        """What goes through the node, in Rappen."""
        return self.into(key) or self.out_of(key)


@dataclass(frozen=True, slots=True)
class Group:
    """A position or a year: what is planned, booked and projected, in Rappen; None: there is no figure."""

    label: str
    planned: int | None
    booked: int | None = None
    projected: int | None = None

    @property
    def amounts(self) -> tuple[int | None, int | None, int | None]:
        return self.planned, self.booked, self.projected


@dataclass(frozen=True, slots=True)
class Bars:
    """Plan against booked against projected. `heading` says what a group is ("Position", "Jahr").

    `has_total`: groups are parts of a whole, so that table and sentence may add them up. Raises ValueError without
    groups.
    """

    title: str
    heading: str
    groups: tuple[Group, ...]
    has_total: bool = True

    def __post_init__(self) -> None:
        _require(bool(self.groups), "bars without a group")


@dataclass(frozen=True, slots=True)
class Movement:
    """What adds to a balance (positive Rappen) or takes from it (negative); None: known, not quantified."""

    label: str
    rappen: int | None


@dataclass(frozen=True, slots=True)
class Balance:
    """Where the balance stands, in Rappen: at the beginning, between two years, at the end."""

    label: str
    rappen: int


@dataclass(frozen=True, slots=True)
class Waterfall:
    """From the opening balance to the closing one: the first and the last step are balances.

    Raises ValueError where a balance is not what the steps before it add up to.
    """

    title: str
    steps: tuple[Balance | Movement, ...]

    def __post_init__(self) -> None:
        ends = self.steps[:1] + self.steps[-1:]
        _require(len(self.steps) > 1 and all(isinstance(end, Balance) for end in ends), "no opening or closing balance")
        running = self.steps[0].rappen or 0
        for step in self.steps[1:]:
            if isinstance(step, Balance):
                _require(step.rappen == running, f"{step.label}: {step.rappen} Rappen, the steps make {running}")
            else:
                running += step.rappen or 0

    @property
    def opening(self) -> Balance:
        assert isinstance(self.steps[0], Balance)
        return self.steps[0]

    @property
    def closing(self) -> Balance:
        assert isinstance(self.steps[-1], Balance)
        return self.steps[-1]

    @property
    def movements(self) -> tuple[Movement, ...]:
        return tuple(step for step in self.steps if isinstance(step, Movement))


@dataclass(frozen=True, slots=True)
class Spread:
    """What the balance of a day may be, in Rappen: of 100 calculations, 5, 25, 50, 75 and 95 lie at or below."""

    day: date
    p5: int
    p25: int
    p50: int
    p75: int
    p95: int

    @property
    def percentiles(self) -> tuple[int, int, int, int, int]:
        return self.p5, self.p25, self.p50, self.p75, self.p95


@dataclass(frozen=True, slots=True)
class Known:
    """What the balance of a day was, in Rappen: booked, not projected."""

    day: date
    rappen: int


class Mark(StrEnum):
    """What a day in a fan chart is marked for."""

    DEADLINE = "deadline"
    RUNS_DRY = "dry"


@dataclass(frozen=True, slots=True)
class Marker:
    """A day that matters: a refund deadline, or when the money is used up."""

    day: date
    label: str
    mark: Mark = Mark.DEADLINE


@dataclass(frozen=True, slots=True)
class Fan:
    """A balance over time: what it was, and between which bounds it will probably be.

    Raises ValueError where there are fewer than two days, days are not in order, percentiles are not, or what is
    known lies after what is projected.
    """

    title: str
    spreads: tuple[Spread, ...]
    known: tuple[Known, ...] = ()
    markers: tuple[Marker, ...] = ()

    def __post_init__(self) -> None:
        days = [*(one.day for one in self.known), *(one.day for one in self.spreads)]
        _require(bool(self.spreads) and len(set(days)) > 1, "a fan needs two days, one of them projected")
        _require(_is_rising(one.day for one in self.known), "known balances not in order of their days")
        _require(_is_rising(one.day for one in self.spreads), "projected balances not in order of their days")
        _require(not self.known or self.known[-1].day <= self.spreads[0].day, "known after projected balances")
        for one in self.spreads:
            _require(list(one.percentiles) == sorted(one.percentiles), f"{one.day}: percentiles not in order")


def _is_rising(days: Iterable[date]) -> bool:
    return all(before < after for before, after in pairwise(days))


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)
