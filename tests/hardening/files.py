"""Files that are not what they say, or far more than they seem."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import xlsxwriter

Sheets = Mapping[str, list[list[object]]]


def workbook(sheets: Sheets) -> bytes:
    """A workbook; a text that begins with = becomes a formula, and `ERROR` a formula whose result is #N/A."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if value == ERROR:
                    sheet.write_formula(line, column, "=NA()", value="#N/A")
                else:
                    sheet.write(line, column, value)
    book.close()
    return buffer.getvalue()


ERROR = "an error of Excel"


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with one more part, or another one of that name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member.filename, old.read(member))
        new.writestr(name, part)
    return buffer.getvalue()


def without_part(content: bytes, name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member.filename, old.read(member))
    return buffer.getvalue()


def lying_about_size(content: bytes, name: str, part: bytes, declared: int) -> bytes:
    """The workbook with a part that says it is `declared` bytes long, with the check sum of so many: and is longer."""
    honest = bytearray(with_part(content, name, part))
    size, shorter = struct.pack("<I", len(part)), struct.pack("<I", declared)
    crc, other = struct.pack("<I", zlib.crc32(part)), struct.pack("<I", zlib.crc32(part[:declared]))
    return bytes(honest).replace(crc, other).replace(size, shorter)
