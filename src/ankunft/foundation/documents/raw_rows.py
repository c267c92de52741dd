"""The bytes of a CSV or XLSX file as rows of text. Any bytes: the answer is rows or TableRefused, never a crash."""

from __future__ import annotations

import csv
import io
import re
import stat
import zipfile
import zlib
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import python_calamine
from django.conf import settings
from django.utils.translation import gettext as _

from .refusal import refused

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_BLANKS = {0xA0: " ", 0x202F: " "}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

# A sheet is unpacked as a full rectangle up to its last cell: 24 bytes for each cell, used or not. One
# stray cell at the far end of a sheet of 5 kB would take the whole process down with it.
_MOST_CELLS = 4_000_000
_MOST_UNPACKED_TIMES = 20
_CELL_ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,4})([0-9]{1,9})["']""")
_CHUNK = 1 << 20
_LONGEST_ADDRESS = 40


def raw_rows(path: Path) -> list[list[str]]:
    """Every row of the file, each cell as stripped text, empty rows included (so that row numbers hold)."""
    content = _content(path)
    if content.startswith(_ZIP):
        return _workbook_rows(path, content)
    if content.startswith(_OLD_EXCEL):
        raise refused(
            path, _("Das alte Excel-Format (.xls) wird nicht gelesen. Bitte als .xlsx oder als CSV UTF-8 speichern.")
        )
    return _csv_rows(path, content)


def _content(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise refused(path, _("Das ist keine Datei."))
        if status.st_size > settings.IMPORT_MAX_BYTES:
            raise _too_big(path)
        with path.open("rb") as stream:
            content = stream.read(settings.IMPORT_MAX_BYTES + 1)
    except FileNotFoundError:
        raise refused(path, _("Die Datei gibt es nicht.")) from None
    except (OSError, ValueError):
        raise refused(path, _("Die Datei lässt sich nicht öffnen. Bitte die Leserechte prüfen.")) from None
    if len(content) > settings.IMPORT_MAX_BYTES:
        raise _too_big(path)
    if not content.strip():
        raise refused(path, _("Die Datei ist leer."))
    return content


def _too_big(path: Path) -> Exception:
    megabytes = settings.IMPORT_MAX_BYTES // (1024 * 1024)
    return refused(
        path,
        _("Die Datei ist grösser als %(megabytes)d MB und wurde nicht gelesen. Bitte in kleinere Dateien teilen.")
        % {"megabytes": megabytes},
    )


def _csv_rows(path: Path, content: bytes) -> list[list[str]]:
    if content.startswith(_UTF16):
        raise _wrong_encoding(path, 1)
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong_encoding(path, content.count(b"\n", 0, error.start) + 1) from None
    header = decoded.split("\n", 1)[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(decoded, newline=""), delimiter=delimiter, strict=True):
            rows.append([_cell_text(cell) for cell in row])
    except csv.Error:
        raise refused(
            path,
            _("Ab hier lässt sich die Datei nicht als CSV lesen. Bitte die Anführungszeichen prüfen."),
            line=len(rows) + 1,
        ) from None
    return rows


def _wrong_encoding(path: Path, line: int) -> Exception:
    return refused(
        path,
        _("Die Datei ist nicht in UTF-8 gespeichert. In Excel: «Speichern unter», Dateityp «CSV UTF-8»."),
        line=line,
    )


def _workbook_rows(path: Path, content: bytes) -> list[list[str]]:
    _require_harmless(path, content)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        name = next(
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            and sheet.visible == python_calamine.SheetVisibleEnum.Visible
        )
        cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except StopIteration:
        raise refused(path, _("Die Arbeitsmappe hat kein sichtbares Tabellenblatt.")) from None
    except BaseException as error:
        # A panic inside the reader arrives as a BaseException of its own; it says no more than: unreadable.
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise _unreadable_workbook(path) from None
    return [[_cell_text(cell) for cell in row] for row in cells]


def _require_harmless(path: Path, content: bytes) -> None:
    """Refuse what would unpack to far more than the file's size, before the reader sees it."""
    budget = settings.IMPORT_MAX_BYTES * _MOST_UNPACKED_TIMES
    rows = columns = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if "xl/workbook.xml" not in names or names & {"content.xml", "xl/workbook.bin"}:
                raise _unreadable_workbook(path)
            if sum(member.file_size for member in members) > budget:
                raise refused(path, _("Die Arbeitsmappe ist entpackt zu gross und wurde nicht gelesen."))
            for member in members:
                member_rows, member_columns = _extent(archive, member)
                rows, columns = max(rows, member_rows), max(columns, member_columns)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise _unreadable_workbook(path) from None
    if rows * columns > _MOST_CELLS:
        raise refused(
            path,
            _("Das Blatt reicht bis Zeile %(rows)d und Spalte %(columns)d. Bitte alles neben der Tabelle löschen.")
            % {"rows": rows, "columns": columns},
        )


def _extent(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[int, int]:
    """The largest row and column that any cell address in this part of the workbook names."""
    rows = columns = 0
    rest = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            part = rest + chunk
            for letters, digits in _CELL_ADDRESS.findall(part):
                rows, columns = max(rows, int(digits)), max(columns, _column_number(letters))
            rest = part[-_LONGEST_ADDRESS:]
    return rows, columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _unreadable_workbook(path: Path) -> Exception:
    return refused(path, _("Die Datei ist keine lesbare Excel-Arbeitsmappe (.xlsx) und keine CSV-Datei."))


def _cell_text(cell: Any) -> str:
    """A cell of a workbook as a person would have typed it: whole numbers without `.0`, days in ISO form."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time(0):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).translate(_BLANKS).strip()
