"""The waterfall of a balance: each step begins where the one before it ended.

Wide drawings stand in columns, negative below the axis, as long as every name fits below its column; otherwise, and on
a phone, the steps are rows from top to bottom, negative left of the axis. What goes out is full, what comes in hatched.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .amounts import Unit, in_words, unit_for
from .axes import Axis, axis_for
from .rows import BAR, FOOT, TOP, figure_beside, plot_for, row_for
from .shapes import Drawing, Format, Ink, Label, Line, Rect, Shape, hatched
from .texts import LINE, SIZE, breaks_no_word, width, wrapped
from .values import Balance, Movement, Waterfall

HEIGHT = 280
HEAD = 28
MOST_LINES = 4
FILLED = 0.58
"""The part of a column's room that its bar fills."""
BETWEEN = 11


@dataclass(frozen=True, slots=True)
class Span:
    """A step from `start` to `end` Rappen; a balance starts at zero."""

    step: Balance | Movement
    start: int
    end: int

    @property
    def ink(self) -> Ink:
        if isinstance(self.step, Balance):
            return Ink.SHORT if self.end < 0 else Ink.BALANCE
        if self.step.rappen is None:
            return Ink.OPEN
        return Ink.GAIN if self.step.rappen > 0 else Ink.SPENT

    def title(self, unit: Unit) -> str:
        said = _("nicht beziffert") if self.step.rappen is None else in_words(self.step.rappen, unit)
        return f"{self.step.label}: {said}"

    def figure(self, unit: Unit) -> str:
        if isinstance(self.step, Balance):
            return unit.figure(self.step.rappen)
        return _("offen") if self.step.rappen is None else unit.signed(self.step.rappen)

    @property
    def figure_ink(self) -> Ink:
        return Ink.STRONG if isinstance(self.step, Balance) else Ink.TEXT


def spans(fall: Waterfall) -> list[Span]:
    """The steps with where each begins and ends, in Rappen."""
    found = []
    running = 0
    for step in fall.steps:
        start = 0 if isinstance(step, Balance) else running
        running = start + (step.rappen or 0)
        found.append(Span(step, start, running))
    return found


@dataclass(frozen=True, slots=True)
class Columns:
    """The frame of standing bars: the axis, the room for its figures, and that of each column."""

    axis: Axis
    left: float
    room: float

    @property
    def bottom(self) -> float:
        return HEAD + HEIGHT

    def y(self, rappen: int) -> float:
        return self.bottom - HEIGHT * self.axis.part(rappen)

    @property
    def names(self) -> float:
        """Where the names begin: below figures of what is negative."""
        return self.bottom + SIZE + 10 + (LINE if self.axis.low < 0 else 0)

    @property
    def name_width(self) -> float:
        return self.room - 6


def waterfall_drawing(fall: Waterfall, form: Format) -> Drawing:
    """The waterfall as shapes, in columns or rows."""
    steps = spans(fall)
    amounts = [amount for span in steps for amount in (span.start, span.end)]
    unit, axis = unit_for(amounts), axis_for(amounts)
    left = max(width(axis.label(tick, unit)) for tick in axis.ticks) + 10
    columns = Columns(axis, left, (form.width - left) / len(steps))
    if not form.is_narrow and all(_fits(span, unit, columns) for span in steps):
        return _columns(steps, unit, form, columns)
    return _rows(steps, unit, form)


def _fits(span: Span, unit: Unit, columns: Columns) -> bool:
    has_room = width(span.figure(unit), is_strong=True) <= columns.name_width
    return has_room and breaks_no_word(span.step.label, columns.name_width, MOST_LINES)


def _columns(steps: list[Span], unit: Unit, form: Format, columns: Columns) -> Drawing:
    shapes = _levels(columns, unit, form)
    deepest = 0
    for place, span in enumerate(steps):
        x = columns.left + (place + (1 - FILLED) / 2) * columns.room
        upper, lower = sorted((columns.y(span.start), columns.y(span.end)))
        rect = Rect(span.ink, x, upper, columns.room * FILLED, lower - upper, span.title(unit))
        shapes += _bar(rect)
        if place + 1 < len(steps):
            y = columns.y(span.end)
            shapes.append(Line(Ink.LINK, x + rect.width, y, x + columns.room, y))
        is_below = isinstance(span.step, Balance) and span.end < 0
        middle = x + rect.width / 2
        y = lower + SIZE + 3 if is_below else upper - 6
        shapes.append(Label(span.figure_ink, middle, y, span.figure(unit), "middle"))
        lines = wrapped(span.step.label, columns.name_width, MOST_LINES)
        deepest = max(deepest, len(lines))
        shapes += [Label(Ink.TEXT, middle, columns.names + at * LINE, line, "middle") for at, line in enumerate(lines)]
    return Drawing(form.width, columns.names + deepest * LINE, tuple(shapes), unit)


def _levels(columns: Columns, unit: Unit, form: Format) -> list[Shape]:
    """Lines at whole steps with their figures at the left."""
    shapes: list[Shape] = []
    for tick in columns.axis.ticks:
        y = columns.y(tick)
        shapes.append(Line(Ink.GRID if tick else Ink.ZERO, columns.left, y, form.width, y))
        shapes.append(Label(Ink.MUTED, columns.left - 8, y + 4.5, columns.axis.label(tick, unit), "end"))
    return shapes


def _bar(rect: Rect) -> list[Shape]:
    """A bar; what comes in and a balance below zero are hatched, what is not quantified is a dashed stroke."""
    if rect.ink is Ink.OPEN:
        return [Line(Ink.OPEN, rect.x, rect.y, rect.x + rect.width, rect.y + rect.height, rect.title)]
    return [rect, hatched(rect)] if rect.ink in (Ink.GAIN, Ink.SHORT) else [rect]


def _rows(steps: list[Span], unit: Unit, form: Format) -> Drawing:
    amounts = [amount for span in steps for amount in (span.start, span.end)]
    plot = plot_for(amounts, (span.figure(unit) for span in steps), form)
    drawn: list[Shape] = []
    top: float = TOP
    last: tuple[float, float] | None = None
    for span in steps:
        is_balance = isinstance(span.step, Balance)
        row = row_for(span.step.label, top + BETWEEN / 2, BAR, form, is_strong=is_balance)
        if span.ink is Ink.OPEN:
            x = plot.x(span.start)
            drawn.append(Line(Ink.OPEN, x, row.bars, x, row.bars + BAR, span.title(unit)))
            rect = Rect(Ink.OPEN, x, row.bars, 0, BAR)
        else:
            rect = plot.bar(span.ink, span.start, span.end, row.bars, span.title(unit))
            drawn += _bar(rect)
        if last is not None and not (is_balance and span.end == 0):
            drawn.append(Line(Ink.LINK, *last, last[0], row.bars))
        last = (plot.x(span.end), row.bars + BAR)
        drawn += [*row.names, figure_beside(span.figure(unit), rect, is_left=span.end < 0, ink=span.figure_ink)]
        top = row.bottom + BETWEEN / 2
    return Drawing(form.width, top + FOOT, (*plot.grid(unit, top), *drawn), unit)
