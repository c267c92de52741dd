"""A report as files: JSON, PDF, XLSX. The same content gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from ankunft.foundation.documents.letters import INSTEAD, typeset, without_font
from ankunft.foundation.documents.spreadsheet import Kind as CellKind
from ankunft.foundation.documents.spreadsheet import Sheet, workbook
from ankunft.foundation.kernel.clock import ZURICH
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.pictures.svg import as_svg
from ankunft.foundation.pictures.words import message

from ..models import FileFormat
from .areas import areas_paper
from .papers import Content, Paper, PaperTable, Row
from .quarterly import quarterly_paper
from .yearly import yearly_paper

TEMPLATE = Path(__file__).with_name("report.typ")
PAPERS: dict[str, Callable[[Content], Paper]] = {
    "quarterly": quarterly_paper,
    "yearly": yearly_paper,
    "areas": areas_paper,
}
NOTHING = "–"
_CELLS: dict[str, CellKind] = {"text": "text", "money": "money", "number": "integer"}
MEDIA = {
    FileFormat.JSON: "application/json",
    FileFormat.PDF: "application/pdf",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def paper_of(content: Content) -> Paper:
    """The paper of a report of whatever kind."""
    return PAPERS[content["kind"]](content)


def file_of(content: Content, form: str) -> bytes:
    """The report in that form."""
    makers = {FileFormat.JSON: as_json, FileFormat.PDF: as_pdf, FileFormat.XLSX: as_workbook}
    return makers[FileFormat(form)](content)


def as_json(content: Content) -> bytes:
    """One spelling for the same content: keys in order, UTF-8, one line break at the end."""
    return (json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def as_pdf(content: Content) -> bytes:
    """As a tagged PDF, in German.

    A label of a decided plan cannot be written otherwise: a character without a font keeps no report from being signed.
    """
    return typeset(TEMPLATE, _printable(content), made_at=_made_at(content), instead=INSTEAD)


def signs_replaced(content: Content) -> list[str]:
    """The characters for which something else will stand in the PDF."""
    return without_font(TEMPLATE, _printable(content), made_at=_made_at(content))


def as_workbook(content: Content) -> bytes:
    """As XLSX: what it is about and the notes on the first sheet, each table on one of its own."""
    paper = paper_of(content)
    about = [("", paper.title), ("Referenz", paper.reference), *paper.facts]
    about += [("Hinweis", note) for note in paper.notes]
    first = Sheet("Angaben", ["Angabe", "Wert"], about, ("text", "text"), (22, 110))
    return workbook([first, *(_sheet(table) for table in paper.tables)])


def _printable(content: Content) -> dict[str, Any]:
    """What the template shows."""
    paper = paper_of(content)
    with translation.override(settings.LANGUAGE_CODE):
        picture = {"svg": as_svg(paper.picture), "alt": message(paper.picture)} if paper.picture else None
    return {
        "picture": picture,
        "title": paper.title,
        "reference": paper.reference,
        "demo": "Demo: erfundene Zahlen." if paper.is_demo else "",
        "facts": [list(fact) for fact in paper.facts],
        "tables": [_printed(table) for table in paper.tables if table.on_paper],
        "notes": list(paper.notes),
    }


def _sheet(table: PaperTable) -> Sheet:
    header = [column.label for column in table.columns]
    kinds = tuple(_CELLS[column.kind] for column in table.columns)
    widths = tuple(46 if column.kind == "text" else 18 for column in table.columns)
    return Sheet(table.title, header, [_indented(row) for row in table.rows], kinds, widths)


def _indented(row: Row) -> tuple[Any, ...]:
    first, *others = row.cells
    return ("  " * row.depth + first if isinstance(first, str) else first, *others)


def _printed(table: PaperTable) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": [{"label": column.label, "kind": column.kind} for column in table.columns],
        "rows": [
            {
                "depth": row.depth,
                "strong": row.is_strong,
                "cells": [_text(column.kind, cell) for column, cell in zip(table.columns, row.cells, strict=True)],
            }
            for row in table.rows
        ],
    }


def _text(kind: str, cell: Any) -> str:
    if cell is None:
        return NOTHING
    return Money(cell).grouped() if kind == "money" else str(cell)


def _made_at(content: Content) -> datetime:
    """When the paper was signed; before that the end of what it is about, so that a draft is repeated as well."""
    if signed := content.get("signed_off"):
        return datetime.fromisoformat(signed["at"])
    days = {"quarterly": "until", "yearly": "as_of"}
    told = {**content, **content.get("plan", {})}
    day = told.get(days.get(content["kind"], ""), f"{content['years'][-1]}-12-31")
    return datetime.combine(datetime.fromisoformat(day).date(), time(0), tzinfo=ZURICH)
