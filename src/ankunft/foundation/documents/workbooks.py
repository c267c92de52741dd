"""The one sheet of a workbook that is read, as rows of text; its errors keep their place."""

from __future__ import annotations

import io
import posixpath
import zipfile
from datetime import date, datetime, time
from typing import Any
from xml.parsers import expat

import python_calamine
from django.utils.translation import gettext as _

from .archives import Place, Unusable, measure

_BLANKS = {0xA0: " ", 0x202F: " "}
_LARGEST_LIST = 1024 * 1024


class ExcelError(str):
    """A cell in which Excel shows an error such as #N/A instead of a value."""

    __slots__ = ()


def workbook_rows(content: bytes) -> list[list[str]]:
    """Every row of the visible sheet; Unusable, with a sentence where there is one, for what is not read."""
    measured = measure(content)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        name = _only_sheet(workbook)
        cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except Unusable:
        raise
    except BaseException as error:
        # A panic inside the reader arrives as a BaseException of its own; it says no more than: unreadable.
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise Unusable from error
    rows = [[cell_text(cell) for cell in row] for row in cells]
    if measured.errors:
        _mark(rows, measured.errors.get(_part_of(content, name), set()))
    return rows


def _only_sheet(workbook: python_calamine.CalamineWorkbook) -> str:
    """The name of the visible sheet that holds something; Unusable if there is none, or another one besides."""
    visible = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == python_calamine.SheetVisibleEnum.Visible
    ]
    if not visible:
        raise Unusable(_("Die Arbeitsmappe hat kein sichtbares Tabellenblatt."))
    filled = [name for name in visible if workbook.get_sheet_by_name(name).end is not None]
    if len(filled) > 1:
        raise Unusable(
            _("Mehrere sichtbare Blätter enthalten etwas: %(names)s. Bitte alle bis auf eines löschen oder ausblenden.")
            % {"names": ", ".join(f"«{name}»" for name in filled[:5])}
        )
    return filled[0] if filled else visible[0]


def _mark(rows: list[list[str]], errors: set[Place]) -> None:
    """Put the errors where the reader left nothing."""
    for row, column in errors:
        if row < 0:
            raise Unusable(_("In der Arbeitsmappe stehen Fehler von Excel wie «#NV». Bitte die Formeln berichtigen."))
        rows.extend([] for _missing in range(len(rows), row + 1))
        cells = rows[row]
        cells.extend("" for _missing in range(len(cells), column + 1))
        cells[column] = ExcelError(cells[column] or "#")


def _part_of(content: bytes, name: str) -> str:
    """The part of the archive that holds the sheet of that name; empty if the lists do not tell."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = _elements(archive, "xl/workbook.xml", "sheet")
        targets = _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    wanted = next((_relation(sheet) for sheet in sheets if sheet.get("name") == name), "")
    target = next((one.get("Target", "") for one in targets if one.get("Id") == wanted), "")
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _relation(sheet: dict[str, str]) -> str:
    """`r:id`, whatever prefix the writer uses."""
    return next((value for name, value in sheet.items() if name.rpartition(":")[2] == "id" and ":" in name), "")


def _elements(archive: zipfile.ZipFile, part: str, wanted: str) -> list[dict[str, str]]:
    """The attributes of every such element of a small part."""
    if part not in archive.namelist() or archive.getinfo(part).file_size > _LARGEST_LIST:
        raise Unusable
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(attributes)

    def refuse(*_declaration: Any) -> None:
        raise Unusable

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(archive.read(part), True)
    except expat.ExpatError as error:
        raise Unusable from error
    return found


def cell_text(cell: Any) -> str:
    """A cell as a person would have typed it: whole numbers without `.0`, days in ISO form, blanks as blanks."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time(0):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).translate(_BLANKS).strip()
