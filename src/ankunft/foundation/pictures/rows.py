"""Rows with a name and lying bars: what plan against booked and the waterfall have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .amounts import Unit
from .axes import Axis, axis_for
from .shapes import Format, Ink, Label, Line, Rect, Shape
from .texts import LINE, SIZE, width, wrapped

BAR = 13
NAMES = 210
"""The room for names beside the bars; in a narrow drawing they stand above."""
MOST_LINES = 3
AFTER = 6
"""Between a bar and its figure."""
TOP = 8
FOOT = 24


@dataclass(frozen=True, slots=True)
class Plot:
    """Where amounts lie from left to right: the axis, and the room that it fills."""

    axis: Axis
    left: float
    right: float

    def x(self, rappen: int) -> float:
        return self.left + (self.right - self.left) * self.axis.part(rappen)

    def bar(self, ink: Ink, start: int, end: int, y: float, title: str) -> Rect:
        """A lying bar between two amounts."""
        x1, x2 = sorted((self.x(start), self.x(end)))
        return Rect(ink, x1, y, x2 - x1, BAR, title)

    def grid(self, unit: Unit, bottom: float) -> list[Shape]:
        """Lines at whole steps, their figures below as far as they do not touch."""
        shapes: list[Shape] = []
        free = float("-inf")
        for tick in self.axis.ticks:
            x, text = self.x(tick), self.axis.label(tick, unit)
            shapes.append(Line(Ink.GRID if tick else Ink.ZERO, x, TOP, x, bottom))
            if x - width(text) / 2 >= free:
                shapes.append(Label(Ink.MUTED, x, bottom + SIZE + 4, text, "middle"))
                free = x + width(text) / 2 + AFTER
        return shapes


def figure_beside(text: str, rect: Rect, *, is_left: bool, ink: Ink = Ink.TEXT) -> Label:
    """The figure of a bar, before its left or behind its right end."""
    x = rect.x - AFTER if is_left else rect.x + rect.width + AFTER
    return Label(ink, x, rect.y + BAR - 2, text, "end" if is_left else "start")


def plot_for(amounts: Iterable[int], figures: Iterable[str], form: Format) -> Plot:
    """A plot beside the names, with room for the figures at both ends of the bars."""
    axis = axis_for(amounts, most=5 if form.is_narrow else 7, is_tight=True)
    aside = max((width(figure, is_strong=True) for figure in figures), default=0.0) + AFTER + 2
    names = 0 if form.is_narrow else NAMES
    return Plot(axis, names + (aside if axis.low < 0 else 12), form.width - aside)


@dataclass(frozen=True, slots=True)
class Row:
    """The room of one name and its bars: from `top` to `bottom`, the bars from `bars` on."""

    names: tuple[Label, ...]
    top: float
    bars: float
    bottom: float


def row_for(name: str, top: float, height: float, form: Format, *, is_strong: bool = False) -> Row:
    """A row at this place for bars of that height in all: the name above them, or beside them in the middle."""
    ink = Ink.STRONG if is_strong else Ink.TEXT
    room = form.width if form.is_narrow else NAMES - LINE
    lines = wrapped(name, room / (1.06 if ink is Ink.STRONG else 1), MOST_LINES)
    high = len(lines) * LINE
    if form.is_narrow:
        labels = tuple(Label(ink, 0, top + place * LINE + SIZE, line) for place, line in enumerate(lines))
        return Row(labels, top, top + high + 3, top + high + 3 + height)
    whole = max(high, height)
    first = top + (whole - high) / 2 + SIZE - 1
    labels = tuple(Label(ink, NAMES - LINE, first + place * LINE, line, "end") for place, line in enumerate(lines))
    return Row(labels, top, top + (whole - height) / 2, top + whole)
