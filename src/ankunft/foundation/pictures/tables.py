"""The figures of a picture as rows, exact to the Rappen: what stands beside every picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import NamedTuple

from django.utils.translation import gettext as _

from ankunft.foundation.kernel.money import Money

from .bars import kinds_of
from .values import Balance, Bars, Fan, Flow, Waterfall
from .words import plain, totals

NONE = "–"
MOST_FIGURES = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what it is about, words about it, and its figures (`1'234.50`)."""

    label: str
    words: tuple[str, ...]
    figures: tuple[str, ...]
    is_sum: bool = False


class Line(NamedTuple):
    """A row for a template: each text with the head above it."""

    label: str
    words: list[tuple[str, str]]
    figures: list[tuple[str, str]]
    is_sum: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Heads of the first column, of the words and of the figures; then the rows."""

    head: str
    word_heads: tuple[str, ...]
    figure_heads: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def is_broad(self) -> bool:
        """Whether a row has so many figures that it is read across, on a phone too."""
        return len(self.figure_heads) > MOST_FIGURES

    @property
    def lines(self) -> list[Line]:
        """The rows with the head of each cell, which a phone shows beside it."""
        return [
            Line(
                row.label,
                list(zip(self.word_heads, row.words, strict=True)),
                list(zip(self.figure_heads, row.figures, strict=True)),
                row.is_sum,
            )
            for row in self.rows
        ]


@singledispatch
def table(values: object) -> Table:
    """The table of a picture with these values, in the language of the page."""
    raise TypeError(f"no picture: {values!r}")


@table.register
def _of_flow(flow: Flow) -> Table:
    names = {node.key: plain(node.label) for node in flow.nodes}
    rows = [
        Row(names[stream.origin], (names[stream.target],), (_figure(stream.rappen),))
        for stream in flow.streams
        if stream.rappen
    ]
    total = sum(flow.out_of(node.key) for node in flow.nodes if not flow.into(node.key))
    rows.append(Row(_("Zusammen"), ("",), (_figure(total),), is_sum=True))
    return Table(_("Von"), (_("Nach"),), ("CHF",), tuple(rows))


@table.register
def _of_bars(bars: Bars) -> Table:
    kinds = kinds_of(bars)
    heads = (_("Plan CHF"), _("Gebucht CHF"), _("Hochgerechnet CHF"))
    rows = [Row(plain(group.label), (), tuple(_figure(group.amounts[kind]) for kind in kinds)) for group in bars.groups]
    if bars.has_total:
        sums = totals(bars)
        rows.append(Row(_("Zusammen"), (), tuple(_figure(sums[kind]) for kind in kinds), is_sum=True))
    return Table(bars.heading, (), tuple(heads[kind] for kind in kinds), tuple(rows))


@table.register
def _of_waterfall(fall: Waterfall) -> Table:
    rows = []
    for step in fall.steps:
        is_balance = isinstance(step, Balance)
        figure = _("nicht beziffert") if step.rappen is None else _figure(step.rappen)
        rows.append(Row(plain(step.label), (), (figure,), is_sum=is_balance))
    return Table(_("Schritt"), (), ("CHF",), tuple(rows))


@table.register
def _of_fan(fan: Fan) -> Table:
    heads = (_("5 von 100"), _("25 von 100"), _("50 von 100"), _("75 von 100"), _("95 von 100"))
    known = [
        Row(f"{one.day:%d.%m.%Y}", (_("gebucht"),), (NONE, NONE, _figure(one.rappen), NONE, NONE)) for one in fan.known
    ]
    projected = [
        Row(f"{one.day:%d.%m.%Y}", (_("hochgerechnet"),), tuple(_figure(amount) for amount in one.percentiles))
        for one in fan.spreads
    ]
    return Table(_("Saldo in CHF am"), (_("Herkunft"),), heads, (*known, *projected))


def _figure(rappen: int | None) -> str:
    return NONE if rappen is None else Money(rappen).grouped()
