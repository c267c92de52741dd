"""Plan against booked against projected: bars for each position or year, lying, so that long names can be read.

The plan is an empty bar, what is booked a full one, what is projected a hatched one: colour is never needed.
"""

from __future__ import annotations

from .amounts import Unit, in_words, unit_for
from .rows import FOOT, TOP, Plot, figure_beside, plot_for, row_for
from .shapes import Drawing, Format, Ink, Shape, hatched
from .values import Bars, Group

INKS = (Ink.PLAN, Ink.BOOKED, Ink.PROJECTED)
PITCH = 17
BETWEEN = 16


def bars_drawing(bars: Bars, form: Format) -> Drawing:
    """The bars as shapes, group by group in the order given. A kind of which no group has a figure has no bars."""
    amounts = [amount for group in bars.groups for amount in group.amounts if amount is not None]
    unit, kinds = unit_for(amounts), kinds_of(bars)
    plot = plot_for(amounts, (unit.figure(amount) for amount in amounts), form)
    drawn: list[Shape] = []
    bottom: float = TOP
    for group in bars.groups:
        row = row_for(group.label, bottom + BETWEEN / 2, len(kinds) * PITCH, form, is_strong=form.is_narrow)
        drawn += [*row.names, *_group(group, kinds, plot, unit, row.bars)]
        bottom = row.bottom + BETWEEN / 2
    return Drawing(form.width, bottom + FOOT, (*plot.grid(unit, bottom), *drawn), unit)


def kinds_of(bars: Bars) -> list[int]:
    """Which of plan (0), booked (1) and projected (2) have a figure at all."""
    return [kind for kind in range(len(INKS)) if any(group.amounts[kind] is not None for group in bars.groups)] or [0]


def _group(group: Group, kinds: list[int], plot: Plot, unit: Unit, first: float) -> list[Shape]:
    shapes: list[Shape] = []
    for place, kind in enumerate(kinds):
        amount = group.amounts[kind]
        y = first + place * PITCH + 2
        rect = plot.bar(INKS[kind], 0, amount or 0, y, f"{group.label}: {in_words(amount or 0, unit)}")
        if amount:
            shapes.append(rect)
            if INKS[kind] is Ink.PROJECTED:
                shapes.append(hatched(rect))
        text = "–" if amount is None else unit.figure(amount)
        shapes.append(figure_beside(text, rect, is_left=(amount or 0) < 0))
    return shapes
