"""Tables of municipalities: the ranking beside the map and the full table, sorted and filtered by the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from ankunft.domain.territory.selectors import Row, Stand
from ankunft.foundation.documents.spreadsheet import Kind, Sheet

from .figures import foreign_residents, residents, source_words
from .registry import Column, ExtraColumn, View

MOST_RANKED = 9


@dataclass(frozen=True, slots=True)
class Cell:
    """A value under its column."""

    column: Column
    value: Any


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row of a table of municipalities."""

    number: int
    name: str
    cells: list[Cell]
    css: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a table that can be sorted by it: `key` is what the address says."""

    key: str
    column: Column


@dataclass(frozen=True, slots=True)
class Table:
    """A table of municipalities."""

    heads: list[Head]
    rows: list[Ranked]


def ranking(view: View, extras: Sequence[ExtraColumn], names: dict[int, str], sort: str) -> Table:
    """The municipalities that come first by a figure: by its first column, or as the address says."""
    columns = [*view.columns, *(extra.column for extra in extras)]
    rows = [
        Ranked(
            number,
            names[number],
            [
                Cell(column, value)
                for column, value in zip(
                    columns, [*area.values, *(extra.values.get(number) for extra in extras)], strict=True
                )
            ],
            area.css,
        )
        for number, area in view.areas.items()
        if number in names
    ]
    heads = [Head(str(index), column) for index, column in enumerate(columns)]
    return Table(heads, _sorted(rows, sort or "-0")[:MOST_RANKED])


def full_table(rows: Iterable[Row], extras: Sequence[ExtraColumn], query: QueryDict) -> Table:
    """Every municipality with all its columns, as far as search, district and region of the address let through."""
    columns = [
        Column(_("BFS-Nr.")),
        Column(_("Bezirk")),
        Column(_("Sozialregion")),
        Column(_("Leitgemeinde")),
        Column(_("Wohnbevölkerung"), "number"),
        Column(_("Ausländisch"), "number"),
        Column(_("Anteil"), "percent"),
        *(extra.column for extra in extras),
    ]
    found = [
        Ranked(
            row.bfs_number,
            row.name,
            [Cell(column, value) for column, value in zip(columns, _values(row, extras), strict=True)],
        )
        for row in rows
        if _passes(row, query)
    ]
    return Table(
        [Head(str(index), column) for index, column in enumerate(columns)], _sorted(found, query.get("sort", ""))
    )


def table_sheet(table: Table, stand: Stand | None) -> list[Sheet]:
    """The same table as sheets of a workbook: the second one says where the figures come from."""
    kinds: dict[str, Kind] = {"number": "integer", "percent": "percent", "chf": "money"}
    return [
        Sheet(
            _("Gemeinden"),
            [_("Gemeinde"), *(str(head.column.label) for head in table.heads)],
            ([row.name, *(_plain(cell) for cell in row.cells)] for row in table.rows),
            kinds=("text", *(kinds.get(head.column.kind, "text") for head in table.heads)),
        ),
        Sheet(_("Quelle"), [_("Quelle")], [[source_words(stand)]], widths=(80,)),
    ]


def _values(row: Row, extras: Sequence[ExtraColumn]) -> list[Any]:
    return [
        str(row.bfs_number),
        row.district,
        row.region.name if row.region else "",
        row.lead.name if row.lead else _("ist Leitgemeinde") if row.leads else "",
        residents(row),
        foreign_residents(row),
        row.share,
        *(extra.values.get(row.bfs_number) for extra in extras),
    ]


def _passes(row: Row, query: QueryDict) -> bool:
    search = query.get("suche", "").strip().casefold()
    district, region = query.get("bezirk", ""), query.get("region", "")
    return (
        (not search or search in row.name.casefold() or search == str(row.bfs_number))
        and (not district or row.district == district)
        and (not region or (row.region is not None and str(row.region.number) == region))
    )


def _plain(cell: Cell) -> Any:
    return cell.value if cell.column.kind in ("number", "percent", "chf") else str(cell.value or "")


def _sorted(rows: list[Ranked], sort: str) -> list[Ranked]:
    """By name, or by a column; what has no value always comes last."""
    by_name = sorted(rows, key=lambda row: _folded(row.name), reverse=sort == "-name")
    index = sort.removeprefix("-")
    if not index.isdecimal() or not by_name or int(index) >= len(by_name[0].cells):
        return by_name
    key: Callable[[Ranked], Any] = lambda row: row.cells[int(index)].value  # noqa: E731
    known = [row for row in by_name if key(row) not in (None, "")]
    unknown = [row for row in by_name if key(row) in (None, "")]
    known.sort(key=lambda row: _comparable(key(row)), reverse=sort.startswith("-"))
    return known + unknown


def _comparable(value: Any) -> Any:
    return value if isinstance(value, int | float) else _folded(str(value))


def _folded(text: str) -> str:
    """Umlauts are sorted like their letters."""
    return text.casefold().translate(str.maketrans("äöüéèà", "aoueea"))
