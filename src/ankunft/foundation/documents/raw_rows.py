"""The bytes of a CSV or XLSX file as rows of text. Any bytes: the answer is rows or TableRefused, never a crash."""

from __future__ import annotations

import csv
import io
import stat
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from .archives import Unusable
from .kinds import HEAD, fault_of, kind_of
from .refusal import refused
from .workbooks import cell_text, workbook_rows


def raw_rows(path: Path, *, name: str = "") -> list[list[str]]:
    """Every row of the file, each cell as stripped text, empty rows included (so that row numbers hold).

    `name` is what whoever sent the file called it, if it is not stored under that name.
    """
    content = _content(path)
    head = content[:HEAD]
    if fault := fault_of(name or path.name, head):
        raise refused(path, fault)
    kind = kind_of(head)
    if kind == "utf-16":
        raise _wrong_encoding(path, 1)
    return _workbook_rows(path, content) if kind == "zip" else _csv_rows(path, content)


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


def _workbook_rows(path: Path, content: bytes) -> list[list[str]]:
    try:
        return workbook_rows(content)
    except Unusable as fault:
        unreadable = _("Die Datei ist keine lesbare Excel-Arbeitsmappe (.xlsx) und keine CSV-Datei.")
        raise refused(path, str(fault) or unreadable) from None


def _csv_rows(path: Path, content: bytes) -> list[list[str]]:
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong_encoding(path, content.count(b"\n", 0, error.start) + 1) from None
    if "\0" in decoded:
        line = decoded.count("\n", 0, decoded.index("\0")) + 1
        raise refused(path, _("Hier stehen Zeichen, die in keiner Textdatei vorkommen."), line=line)
    header = decoded.split("\n", 1)[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(decoded, newline=""), delimiter=delimiter, strict=True):
            rows.append([cell_text(cell) for cell in row])
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
