"""Scenarios in words, on the map, and as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.settlement.models import Contribution
from ankunft.domain.simulation.models import Scenario
from ankunft.domain.simulation.selectors import MunicipalityPair, Pair, by_contribution, by_municipality, total
from ankunft.domain.simulation.values import Changes
from ankunft.domain.territory.selectors import Stand
from ankunft.foundation.documents.spreadsheet import Sheet, workbook
from ankunft.foundation.kernel.money import Money
from ankunft.web.territory.figures import stand_words
from ankunft.web.territory.registry import Area, Column, View
from ankunft.web.territory.scales import ramp_css, ramp_legend

THRESHOLDS = (-5_000_00, -1_000_00, 0, 1, 1_000_01)
LABELS = (
    gettext_lazy("über 5000 weniger"),
    gettext_lazy("1000 bis 5000 weniger"),
    gettext_lazy("bis 1000 weniger"),
    gettext_lazy("gleich viel"),
    gettext_lazy("bis 1000 mehr"),
    gettext_lazy("über 1000 mehr"),
)
KEY = "name", "known", "assumed", "difference"
"""By what the table of municipalities can be sorted."""


def assumptions(changes: Changes, names: dict[int, str], stands: Sequence[Stand]) -> Iterator[str]:
    """What is assumed, a sentence for each part of it."""
    for contribution, rate in changes.rates.items():
        yield _("Ansatz %(name)s: %(rate)s") % {"name": Contribution(contribution).label, "rate": Money(rate)}
    if changes.stand:
        stand = next((one for one in stands if one.key == changes.stand), None)
        words = stand_words(stand) if stand else changes.stand
        yield _("Ausländische Bevölkerung nach %(stand)s") % {"stand": words}
    if changes.everybody_declared:
        yield _("Alle Gemeinden haben sich selbst deklariert")
    if changes.not_entitled:
        yield _("Nicht beitragsberechtigt: %(names)s") % {"names": _names(changes.not_entitled, names)}
    if changes.entitled:
        yield _("Beitragsberechtigt: %(names)s") % {"names": _names(changes.entitled, names)}


def _names(numbers: frozenset[int], names: dict[int, str]) -> str:
    return ", ".join(sorted(names.get(number, str(number)) for number in numbers))


def map_view(rows: Sequence[MunicipalityPair]) -> View:
    """By how much each municipality would get more or less."""
    return View(
        heading=_("Unterschied je Gemeinde"),
        columns=(Column(_("Unterschied CHF"), "chf"),),
        areas={
            row.bfs_number: Area(
                ramp_css(row.pair.difference, THRESHOLDS), (row.pair.difference,), signed(row.pair.difference)
            )
            for row in rows
        },
        legend=ramp_legend(LABELS),
        source=_("Szenario gegen heutige Grundlagen, in CHF"),
    )


def signed(rappen: int) -> str:
    """`+1'234.50`: a difference says in which direction."""
    return f"+{Money(rappen).grouped()}" if rappen > 0 else Money(rappen).grouped()


def sort(rows: list[MunicipalityPair], by: str) -> list[MunicipalityPair]:
    """By a column of the table, downwards with a stroke before it; the largest differences first where none is told."""
    name = by.removeprefix("-")
    if name not in KEY:
        return sorted(rows, key=lambda row: (-abs(row.pair.difference), row.name))
    ordered = sorted(rows, key=lambda row: row.name)
    if name != "name":
        ordered.sort(key=lambda row: getattr(row.pair, name))
    return ordered[::-1] if by.startswith("-") else ordered


def contribution_rows(scenario: Scenario) -> list[tuple[str, Pair]]:
    """Each contribution in words with its sums, and all together."""
    pairs = by_contribution(scenario)
    rows = [(str(Contribution(name).label), pair) for name, pair in pairs]
    return [*rows, (_("Total"), total(pair for _name, pair in pairs))]


def scenario_workbook(scenario: Scenario, words: Sequence[str]) -> bytes:
    """The scenario as XLSX, in the language of the canton."""
    with translation.override(settings.LANGUAGE_CODE):
        header = [_("Heute CHF"), _("Szenario CHF"), _("Unterschied CHF")]
        told = [scenario.name, scenario.question, str(scenario.year), *words]
        return workbook(
            [
                Sheet(_("Szenario"), [_("Annahme")], [[text] for text in told if text], widths=(90,)),
                Sheet(
                    _("Beiträge"),
                    [_("Beitrag"), *header],
                    [[name, *_cells(pair)] for name, pair in contribution_rows(scenario)],
                    ("text", "money", "money", "money"),
                ),
                Sheet(
                    _("Gemeinden"),
                    [_("BFS-Nr."), _("Gemeinde"), *header],
                    [[row.bfs_number, row.name, *_cells(row.pair)] for row in by_municipality(scenario)],
                    ("integer", "text", "money", "money", "money"),
                ),
            ]
        )


def _cells(pair: Pair) -> tuple[int, int, int]:
    return pair.known, pair.assumed, pair.difference
