"""What a drawing is made of: rectangles, paths, lines and texts, each in an ink that says what it stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from .amounts import Unit


class Ink(StrEnum):
    """What a shape stands for. Pages colour it by a class, standalone files by attributes."""

    GRID = "grid"
    ZERO = "zero"
    LINK = "link"
    TEXT = "text"
    STRONG = "strong"
    MUTED = "muted"
    PLAN = "plan"
    BOOKED = "booked"
    PROJECTED = "projected"
    HATCH = "hatch"
    BALANCE = "balance"
    SHORT = "short"
    GAIN = "gain"
    SPENT = "spent"
    OPEN = "open"
    OUTER = "outer"
    INNER = "inner"
    EDGE = "edge"
    MEDIAN = "median"
    KNOWN = "known"
    DEADLINE = "deadline"
    DRY = "dry"
    NODE0 = "node0"
    NODE1 = "node1"
    NODE2 = "node2"
    NODE3 = "node3"
    NODE4 = "node4"
    NODE5 = "node5"
    STREAM0 = "stream0"
    STREAM1 = "stream1"
    STREAM2 = "stream2"
    STREAM3 = "stream3"
    STREAM4 = "stream4"
    STREAM5 = "stream5"


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; `title` is what is said where the pointer rests."""

    ink: Ink
    x: float
    y: float
    width: float
    height: float
    title: str = ""
    tag: ClassVar[str] = "rect"

    @property
    def attributes(self) -> dict[str, str]:
        return _numbers(x=self.x, y=self.y, width=self.width, height=self.height)


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    ink: Ink
    x1: float
    y1: float
    x2: float
    y2: float
    title: str = ""
    tag: ClassVar[str] = "line"

    @property
    def attributes(self) -> dict[str, str]:
        return _numbers(x1=self.x1, y1=self.y1, x2=self.x2, y2=self.y2)


@dataclass(frozen=True, slots=True)
class Path:
    """An outline in SVG's own notation, absolute coordinates."""

    ink: Ink
    d: str
    title: str = ""
    tag: ClassVar[str] = "path"

    @property
    def attributes(self) -> dict[str, str]:
        return {"d": self.d}


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text; `y` is its base line, `anchor` is `start`, `middle` or `end`."""

    ink: Ink
    x: float
    y: float
    text: str
    anchor: str = "start"
    title: str = ""
    tag: ClassVar[str] = "text"

    @property
    def attributes(self) -> dict[str, str]:
        return _numbers(x=self.x, y=self.y) | {"text-anchor": self.anchor}


Shape = Rect | Line | Path | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes within a frame, in the order in which they are drawn; `unit` is what its figures count in."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    unit: Unit

    @property
    def box(self) -> str:
        return f"0 0 {number(self.width)} {number(self.height)}"


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of the legend: what shapes like these stand for, drawn in a box of `KEY_WIDTH` × `KEY_HEIGHT`."""

    label: str
    shapes: tuple[Shape, ...]


KEY_WIDTH, KEY_HEIGHT = 28, 14


@dataclass(frozen=True, slots=True)
class Format:
    """How wide a drawing is, in units that are pixels of the interface. `is_narrow`: names stand above, not beside."""

    width: int
    is_narrow: bool = False


WIDE = Format(760)
NARROW = Format(324, is_narrow=True)
"""What is left of a phone 390 pixels wide."""


def number(value: float) -> str:
    """A coordinate as SVG reads it in every language: at most two decimals."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def polygon(points: Iterable[tuple[float, float]]) -> str:
    """A closed outline through the points."""
    return f"{polyline(points)}Z"


def polyline(points: Iterable[tuple[float, float]]) -> str:
    """A line through the points."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def hatched(rect: Rect, step: float = 6) -> Path:
    """Slanting lines within a rectangle: what tells it from a plain one without a colour."""
    lines = []
    offset = step / 2
    while offset < rect.width + rect.height:
        start = (min(offset, rect.width), max(0.0, offset - rect.width))
        end = (max(0.0, offset - rect.height), min(offset, rect.height))
        lines.append(polyline((rect.x + x, rect.y + y) for x, y in (start, end)))
        offset += step
    return Path(Ink.HATCH, "".join(lines))


def _numbers(**values: float) -> dict[str, str]:
    return {name: number(value) for name, value in values.items()}
