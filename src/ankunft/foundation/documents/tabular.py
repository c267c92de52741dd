"""Reading tables that people send: CSV and XLSX with a header row and known columns.

    table = scan_table(path, COLUMNS)
    for row in table.rows:
        if row.values["bfs_number"] not in known:
            table.problem(row, "bfs_number", _("Diese BFS-Nummer gibt es nicht."))
    table.finish()

All that is wrong in a file is reported at once, and nothing of it is taken over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from .cells import (
    Converter,
    Unreadable,
    day,
    half_year,
    integer,
    one_of,
    optional,
    shortened,
    text,
    text_up_to,
    year,
    yes_no,
)
from .raw_rows import raw_rows
from .refusal import Problem, TableRefused, refused
from .workbooks import ExcelError

__all__ = [
    "Column",
    "Problem",
    "Row",
    "Table",
    "TableRefused",
    "Unreadable",
    "day",
    "half_year",
    "integer",
    "one_of",
    "optional",
    "read_table",
    "scan_table",
    "text",
    "text_up_to",
    "year",
    "yes_no",
]

MOST_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name in the header and how its cells are read."""

    name: str
    convert: Converter[Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `line` is its number in the file (the header is 1); `values` lacks the cells that could not be read."""

    line: int
    values: dict[str, Any]
    complete: bool = True


@dataclass(slots=True)
class Table:
    """The rows of a file and the problems found so far, to which the room that imports it adds its own.

    `name` is what people call the file.
    """

    name: str
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, row: Row, column: str, message: str) -> None:
        """Note that something is wrong in a row (and, unless `column` is empty, in a column)."""
        self.problems.append(Problem(row.line, column, message))

    def complete_rows(self) -> list[Row]:
        """The rows whose every cell could be read."""
        return [row for row in self.rows if row.complete]

    def finish(self) -> None:
        """Raise TableRefused with every problem noted; return if there is none."""
        if self.problems:
            raise TableRefused(self.name, self.problems)


def read_table(path: Path, columns: Sequence[Column]) -> list[Row]:
    """The rows of a file in which nothing is wrong; TableRefused with all problems otherwise."""
    table = scan_table(path, columns)
    table.finish()
    return table.rows


def scan_table(path: Path, columns: Sequence[Column], *, name: str = "") -> Table:
    """The rows of a file with the problems of single cells noted; refusals call it `name` (or as it is stored).

    TableRefused at once where the file as a whole cannot be read: wrong encoding, too big, empty,
    columns that are missing, unknown or there twice.
    """
    name = name or path.name
    try:
        return _scan(path, columns, name)
    except TableRefused as refusal:
        raise TableRefused(name, refusal.problems) from None


def _scan(path: Path, columns: Sequence[Column], name: str) -> Table:
    raw = raw_rows(path, name=name)
    header = _header(path, raw[0] if raw else [], columns)
    table = Table(name)
    for line, cells in enumerate(raw[1:], start=2):
        if any(cells):
            _read_row(table, line, cells, header)
    if not table.rows:
        raise refused(path, _("Die Datei enthält ausser der Kopfzeile keine Zeilen."))
    return table


def _header(path: Path, names: list[str], columns: Sequence[Column]) -> list[Column]:
    """The columns in the order of the file, or TableRefused."""
    while names and not names[-1]:
        names = names[:-1]
    expected = ", ".join(column.name for column in columns)
    if not names:
        raise refused(
            path, _("Die erste Zeile muss die Spaltennamen enthalten: %(expected)s.") % {"expected": expected}, line=1
        )
    if len(names) > MOST_COLUMNS:
        raise refused(path, _("Die Datei hat mehr als %(most)d Spalten.") % {"most": MOST_COLUMNS}, line=1)
    problems = _header_problems(names, {column.name for column in columns}, expected)
    if problems:
        raise TableRefused(path.name, problems)
    by_name = {column.name: column for column in columns}
    return [by_name[name] for name in names]


def _header_problems(names: list[str], known: set[str], expected: str) -> list[Problem]:
    problems = []
    for name, count in Counter(names).items():
        if name not in known:
            problems.append(
                Problem(
                    1,
                    shortened(name),
                    _("Diese Spalte ist unbekannt. Möglich sind: %(expected)s.") % {"expected": expected},
                )
            )
        elif count > 1:
            problems.append(Problem(1, name, _("Diese Spalte steht mehrmals in der Kopfzeile.")))
    problems += [Problem(1, name, _("Diese Spalte fehlt.")) for name in known.difference(names)]
    return problems


def _read_row(table: Table, line: int, cells: list[str], header: list[Column]) -> None:
    values: dict[str, Any] = {}
    found = len(table.problems)
    if any(cells[len(header) :]):
        table.problems.append(Problem(line, "", _("Die Zeile hat mehr Felder als die Kopfzeile.")))
    padded = cells + [""] * (len(header) - len(cells))
    for column, cell in zip(header, padded, strict=False):
        try:
            values[column.name] = column.convert(_no_error(cell))
        except Unreadable as error:
            table.problems.append(Problem(line, column.name, str(error)))
    table.rows.append(Row(line, values, complete=len(table.problems) == found))


def _no_error(cell: str) -> str:
    """The cell; Unreadable where Excel shows an error in it: that is not the same as nothing."""
    if isinstance(cell, ExcelError):
        raise Unreadable(_("In der Zelle steht ein Fehler von Excel wie «#NV». Bitte die Formel berichtigen."))
    return cell
