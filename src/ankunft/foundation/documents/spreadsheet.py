"""Writing XLSX workbooks and CSV: the same content gives the same bytes, and no text ever becomes a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ankunft.foundation.kernel.money import Money

Kind = Literal["text", "integer", "money", "percent", "date"]

_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
_FORMATS: dict[str, str] = {
    "integer": "#,##0",
    "money": "#,##0.00",
    "percent": "0.0 %",
    "date": "dd.mm.yyyy",
}
_WIDTHS: dict[str, int] = {"text": 28, "integer": 12, "money": 14, "percent": 10, "date": 12}
_STARTS_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_LONGEST_TEXT = 32_767
_LONGEST_TITLE = 31


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a header row and rows below.

    `kinds` says what each column holds: text, integer, money (whole Rappen or Money, shown in CHF),
    percent (a fraction of 1) or date; columns not named are text. `widths` are in characters.
    """

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]
    kinds: Sequence[Kind] = ()
    widths: Sequence[int] = field(default=())


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as the bytes of an XLSX file; the header row stays in view."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"created": _CREATED})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {kind: book.add_format({"num_format": number}) for kind, number in _FORMATS.items()}
    formats["text"] = book.add_format({})
    for sheet in sheets:
        _write(book.add_worksheet(_title(sheet.title)), sheet, bold, formats)
    book.close()
    return buffer.getvalue()


def comma_separated(sheet: Sheet) -> bytes:
    """The sheet as CSV with semicolons, and a mark at the beginning so that spreadsheets read the umlauts.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    kinds = [*sheet.kinds, *["text"] * (len(sheet.header) - len(sheet.kinds))]
    writer.writerow(sheet.header)
    for row in sheet.rows:
        writer.writerow([_plain(kind, value) for kind, value in zip(kinds, row, strict=True)])
    return out.getvalue().encode("utf-8-sig")


def _plain(kind: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if kind == "money":
        return (value if isinstance(value, Money) else Money(value)).plain()
    if kind == "date" and isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    text = str(value)
    return f"'{text}" if kind == "text" and _STARTS_FORMULA.match(text) else text


def _title(title: str) -> str:
    """A title that Excel accepts: without []:*?/\\ and quotes at its ends, at most 31 characters."""
    return re.sub(r"[\[\]:*?/\\]", "-", title).strip("'")[:_LONGEST_TITLE]


def _write(worksheet: Worksheet, sheet: Sheet, bold: Format, formats: dict[str, Format]) -> None:
    kinds = [*sheet.kinds, *["text"] * (len(sheet.header) - len(sheet.kinds))]
    for index, name in enumerate(sheet.header):
        width = sheet.widths[index] if index < len(sheet.widths) else _WIDTHS[kinds[index]]
        worksheet.set_column(index, index, width)
        worksheet.write_string(0, index, name, bold)
    worksheet.freeze_panes(1, 0)
    for row_index, row in enumerate(sheet.rows, start=1):
        for index, value in enumerate(row):
            _write_cell(worksheet, row_index, index, kinds[index], value, formats)


def _write_cell(worksheet: Worksheet, row: int, column: int, kind: str, value: Any, formats: dict[str, Format]) -> None:
    if value is None or value == "":
        return
    if kind == "money":
        rappen = value.rappen if isinstance(value, Money) else value
        worksheet.write_number(row, column, rappen / 100, formats[kind])
    elif kind == "date" and isinstance(value, date):
        worksheet.write_datetime(row, column, value, formats[kind])
    elif kind in ("integer", "percent"):
        worksheet.write_number(row, column, value, formats[kind])
    else:
        worksheet.write_string(row, column, str(value)[:_LONGEST_TEXT], formats["text"])
