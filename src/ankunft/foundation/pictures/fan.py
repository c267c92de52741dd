"""The fan: a balance over time, what it was as a line, what it may become as bands around their middle.

The outer band holds nine of ten calculations (percentiles 5 to 95), the inner one every second (25 to 75).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .amounts import Unit, in_words, unit_for
from .axes import Axis, axis_for
from .shapes import Drawing, Format, Ink, Label, Line, Path, Rect, Shape, polygon, polyline
from .texts import LINE, SIZE, width
from .values import Fan, Mark, Marker

HEIGHT = 260
FOOT = 28
QUARTERS_UP_TO = 800
"""Up to so many days the time is told in quarters, beyond in years."""
INKS = {Mark.DEADLINE: Ink.DEADLINE, Mark.RUNS_DRY: Ink.DRY}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where days and amounts lie."""

    axis: Axis
    first: date
    last: date
    left: float
    right: float
    top: float

    @property
    def bottom(self) -> float:
        return self.top + HEIGHT

    def x(self, day: date) -> float:
        return self.left + (self.right - self.left) * (day - self.first).days / (self.last - self.first).days

    def y(self, rappen: int) -> float:
        return self.bottom - HEIGHT * self.axis.part(rappen)


def fan_drawing(fan: Fan, form: Format) -> Drawing:
    """The fan as shapes: grid, bands, lines, markers with their words above the plot, figures at the end."""
    amounts = [*(one.rappen for one in fan.known), *(amount for one in fan.spreads for amount in one.percentiles)]
    unit, axis = unit_for(amounts), axis_for(amounts)
    days = [*(one.day for one in fan.known), *(one.day for one in fan.spreads), *(one.day for one in fan.markers)]
    left = max(width(axis.label(tick, unit)) for tick in axis.ticks) + 10
    aside = max(width(unit.figure(amount), is_strong=True) for amount in fan.spreads[-1].percentiles) + 14
    top = LINE * len(fan.markers) + 12
    frame = Frame(axis, min(days), max(days), left, form.width - aside, top)
    shapes = [
        *_grid(frame, unit),
        *_times(frame),
        *_bands(fan, frame),
        *_lines(fan, frame, unit),
        *_markers(fan, frame, form),
        *_ends(fan, frame, unit),
    ]
    return Drawing(form.width, frame.bottom + FOOT, tuple(shapes), unit)


def _grid(frame: Frame, unit: Unit) -> list[Shape]:
    shapes: list[Shape] = []
    for tick in frame.axis.ticks:
        y = frame.y(tick)
        shapes.append(Line(Ink.GRID if tick else Ink.ZERO, frame.left, y, frame.right, y))
        shapes.append(Label(Ink.MUTED, frame.left - 8, y + 4.5, frame.axis.label(tick, unit), "end"))
    return shapes


def _times(frame: Frame) -> list[Shape]:
    """Strokes at the beginning of each quarter or year, and its name below as far as names do not touch."""
    shapes: list[Shape] = []
    free = float("-inf")
    for begin, end, name in periods(frame.first, frame.last):
        x1, x2 = frame.x(max(begin, frame.first)), frame.x(min(end, frame.last))
        if begin >= frame.first:
            shapes.append(Line(Ink.GRID, x1, frame.bottom, x1, frame.bottom + 5))
        middle, half = (x1 + x2) / 2, width(name) / 2
        if x2 - x1 >= width(name) * 0.8 and middle - half >= max(free, 0):
            shapes.append(Label(Ink.MUTED, middle, frame.bottom + SIZE + 6, name, "middle"))
            free = middle + half + 8
    return shapes


def periods(first: date, last: date) -> list[tuple[date, date, str]]:
    """The quarters (`Q3 24`) or years between two days, each with its beginning and the beginning of the next."""
    months = 3 if (last - first).days <= QUARTERS_UP_TO else 12
    begin = date(first.year, (first.month - 1) // months * months + 1, 1)
    found = []
    while begin <= last:
        ahead = begin.month - 1 + months
        end = date(begin.year + ahead // 12, ahead % 12 + 1, 1)
        name = f"Q{(begin.month + 2) // 3} {begin:%y}" if months == 3 else str(begin.year)
        found.append((begin, end, name))
        begin = end
    return found


def _bands(fan: Fan, frame: Frame) -> list[Shape]:
    shapes: list[Shape] = []
    for ink, low, high in ((Ink.OUTER, 0, 4), (Ink.INNER, 1, 3)):
        lower = [(frame.x(one.day), frame.y(one.percentiles[low])) for one in fan.spreads]
        upper = [(frame.x(one.day), frame.y(one.percentiles[high])) for one in fan.spreads]
        if fan.known:
            start = (frame.x(fan.known[-1].day), frame.y(fan.known[-1].rappen))
            lower, upper = [start, *lower], [start, *upper]
        shapes.append(Path(ink, polygon([*upper, *reversed(lower)])))
        if ink is Ink.OUTER:
            shapes += [Path(Ink.EDGE, polyline(upper)), Path(Ink.EDGE, polyline(lower))]
    return shapes


def _lines(fan: Fan, frame: Frame, unit: Unit) -> list[Shape]:
    known = [(frame.x(one.day), frame.y(one.rappen)) for one in fan.known]
    middle = [*known[-1:], *((frame.x(one.day), frame.y(one.p50)) for one in fan.spreads)]
    shapes: list[Shape] = [Path(Ink.MEDIAN, polyline(middle))]
    if known:
        shapes.append(Path(Ink.KNOWN, polyline(known)))
        shapes += [
            Rect(Ink.BALANCE, x - 3, y - 3, 6, 6, f"{one.day:%d.%m.%Y}: {in_words(one.rappen, unit)}")
            for (x, y), one in zip(known, fan.known, strict=True)
        ]
    return shapes


def _markers(fan: Fan, frame: Frame, form: Format) -> list[Shape]:
    """A stroke through the plot for each marker, and its words in a line of their own above: they never meet."""
    shapes: list[Shape] = []
    words: list[Shape] = []
    for place, marker in enumerate(sorted(fan.markers, key=lambda one: one.day)):
        x, y = frame.x(marker.day), place * LINE + SIZE
        ink = INKS[marker.mark]
        shapes.append(Line(ink, x, y + 4, x, frame.bottom))
        if marker.mark is Mark.RUNS_DRY:
            zero = frame.y(0)
            shapes.append(Path(ink, polygon([(x, zero - 6), (x + 6, zero), (x, zero + 6), (x - 6, zero)])))
        words.append(_words(marker, x, y, form))
    return shapes + words


def _words(marker: Marker, x: float, y: float, form: Format) -> Label:
    """The words of a marker, over its stroke as far as they stay within the drawing."""
    text = f"{marker.label} {marker.day:%d.%m.%Y}"
    half = width(text) / 2
    middle = min(max(x, half), form.width - half)
    return Label(Ink.TEXT, middle, y, text, "middle")


def _ends(fan: Fan, frame: Frame, unit: Unit) -> list[Shape]:
    """The figures of the last day beside the plot: middle and bounds, as near as they do not touch."""
    last = fan.spreads[-1]
    x = frame.x(last.day) + 8
    middle = min(max(frame.y(last.p50), frame.top + LINE), frame.bottom - LINE)
    places = (
        (Ink.MUTED, last.p95, min(frame.y(last.p95), middle - LINE)),
        (Ink.STRONG, last.p50, middle),
        (Ink.MUTED, last.p5, max(frame.y(last.p5), middle + LINE)),
    )
    return [Label(ink, x, y + 4.5, unit.figure(amount)) for ink, amount, y in places]
