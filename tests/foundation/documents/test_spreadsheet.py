"""Workbooks: same content, same bytes; text stays text; amounts are francs."""

from __future__ import annotations

import io
from datetime import date

import python_calamine

from ankunft.foundation.documents.spreadsheet import Sheet, workbook
from ankunft.foundation.kernel.money import Money


def _sheet() -> Sheet:
    return Sheet(
        "Lauf 2024/03: alle",
        ["Gemeinde", "Anzahl", "Betrag", "Anteil", "Am"],
        [
            ["=1+1", 12, 240050, 0.25, date(2024, 3, 31)],
            ["https://example.org", 0, Money(-5), None, None],
        ],
        kinds=("text", "integer", "money", "percent", "date"),
    )


def test_same_input_gives_same_bytes() -> None:
    assert workbook([_sheet()]) == workbook([_sheet()])


def test_values_are_read_back() -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook([_sheet()])))
    assert book.sheet_names == ["Lauf 2024-03- alle"]
    assert book.get_sheet_by_index(0).to_python() == [
        ["Gemeinde", "Anzahl", "Betrag", "Anteil", "Am"],
        ["=1+1", 12.0, 2400.5, 0.25, date(2024, 3, 31)],
        ["https://example.org", 0.0, -0.05, "", ""],
    ]
