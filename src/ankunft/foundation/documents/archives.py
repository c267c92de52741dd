"""What a workbook (a ZIP archive of XML) may contain, measured before its reader sees it.

Sizes that an archive declares are claims: each part is unpacked here once, piece by piece, and must be as long as it
says. What the reader would make of it is counted on the way (docs/decisions/0033, 0050).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

MOST_CELLS = 4_000_000
"""A sheet is unpacked as a full rectangle up to its last cell: 24 bytes for each cell, used or not."""
_MOST_UNPACKED_TIMES = 20
_MOST_RATIO, _RATIO_FROM = 200, 8 * 1024 * 1024
_MOST_PARTS = 2000
_NEEDED = {"[Content_Types].xml", "xl/workbook.xml"}
_OTHER_FORMATS = {"content.xml", "xl/workbook.bin"}
_ACTIVE = re.compile(r"vbaproject|macrosheets?/|activex/|embeddings/", re.IGNORECASE)
_CHUNK = 1 << 20
_LONGEST_TAG = 1 << 16
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1

_ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,4})([0-9]{1,9})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])([^<>]*)>")
_TEXT_START = re.compile(rb"<(?:\w+:)?si[\s/>]")
_TYPE = re.compile(rb"""\bt\s*=\s*["'](\w+)["']""")

Place = tuple[int, int]


class Unusable(ValueError):
    """Not a workbook that is read, with the reason as a German sentence; empty: it cannot be read at all."""


@dataclass(slots=True)
class Measured:
    """What was found in a workbook: the extent of its cells, and per part the cells that hold an error of Excel.

    Places count from 0. A cell that does not say where it is has the place (-1, -1).
    """

    rows: int = 0
    columns: int = 0
    errors: dict[str, set[Place]] = field(default_factory=dict)


def measure(content: bytes) -> Measured:
    """Look through the whole archive; Unusable for what is refused."""
    found = _Found()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            require_workbook(archive, len(content))
            for member in archive.infolist():
                _look_through(member.filename, _unpacked(content, member), found)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unusable from error
    found.require_readable()
    return found.measured


def require_workbook(archive: zipfile.ZipFile, size: int) -> None:
    """Unusable if the list of parts already tells: another format, macros, or far more than its size inside."""
    members = archive.infolist()
    names = {member.filename for member in members}
    if not names >= _NEEDED or names & _OTHER_FORMATS or len(names) != len(members):
        raise Unusable
    if any(_ACTIVE.search(name) for name in names):
        raise Unusable(
            _("Die Arbeitsmappe enthält Makros oder eingebettete Objekte. Bitte als .xlsx ohne sie speichern.")
        )
    unpacked = sum(member.file_size for member in members)
    ratio = unpacked > _RATIO_FROM and unpacked > size * _MOST_RATIO
    if ratio or unpacked > settings.IMPORT_MAX_BYTES * _MOST_UNPACKED_TIMES or len(members) > _MOST_PARTS:
        raise Unusable(_("Die Arbeitsmappe ist entpackt zu gross und wurde nicht gelesen."))


def _unpacked(content: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part, piece by piece; Unusable where it is longer or shorter than declared, or packed in another way."""
    header = content[member.header_offset : member.header_offset + _LOCAL_HEADER]
    if len(header) < _LOCAL_HEADER or member.flag_bits & _ENCRYPTED:
        raise Unusable
    lengths = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    start = member.header_offset + _LOCAL_HEADER + lengths
    packed = memoryview(content)[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        pieces: Iterator[bytes] = iter([bytes(packed)])
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        pieces = _inflated(packed)
    else:
        raise Unusable
    left = member.file_size
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise Unusable
        yield piece
    if left:
        raise Unusable


def _inflated(packed: memoryview) -> Iterator[bytes]:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    rest: bytes = bytes(packed)
    while not engine.eof:
        piece = engine.decompress(rest, _CHUNK)
        rest = engine.unconsumed_tail
        if not piece and not rest and not engine.eof:
            raise Unusable
        yield piece


def _look_through(name: str, pieces: Iterator[bytes], found: _Found) -> None:
    """Give the part to what counts, cut where no tag is torn apart."""
    carried = b""
    for piece in pieces:
        if b"\0" in piece and name.endswith((".xml", ".rels")):
            # No part in UTF-8 has one: in another encoding nothing of what follows would be found.
            raise Unusable
        part = carried + piece
        opened = part.rfind(b"<")
        if opened < 0 or b">" in part[opened:]:
            opened = len(part)
        carried = part[opened:]
        if len(carried) > _LONGEST_TAG:
            raise Unusable
        found.look_at(name, part[:opened])
    found.end_of_part()


class _Found:
    """Adds up what the reader would make of the parts."""

    def __init__(self) -> None:
        self.measured = Measured()
        self._cells = 0
        self._cells_with_text = 0
        self._longest_text = 0
        self._length = 0

    def look_at(self, name: str, part: bytes) -> None:
        if name.startswith("xl/sharedStrings"):
            self._measure_texts(part)
            return
        measured = self.measured
        for letters, digits in _ADDRESS.findall(part):
            measured.rows = max(measured.rows, int(digits))
            measured.columns = max(measured.columns, column_number(letters))
        for match in _CELL.finditer(part):
            self._count_cell(name, match[1])

    def _count_cell(self, name: str, attributes: bytes) -> None:
        self._cells += 1
        kind = _TYPE.search(attributes)
        if kind is None:
            return
        self._cells_with_text += kind[1] == b"s"
        if kind[1] == b"e":
            address = _ADDRESS.search(attributes)
            place = (int(address[2]) - 1, column_number(address[1]) - 1) if address else (-1, -1)
            self.measured.errors.setdefault(name, set()).add(place)

    def _measure_texts(self, part: bytes) -> None:
        """How long the longest text is: cells name it by its number, and each gets a copy of its own."""
        last = 0
        for match in _TEXT_START.finditer(part):
            self._longest_text = max(self._longest_text, self._length + match.start() - last)
            self._length, last = 0, match.start()
        self._length += len(part) - last
        self._longest_text = max(self._longest_text, self._length)

    def end_of_part(self) -> None:
        self._length = 0

    def require_readable(self) -> None:
        measured = self.measured
        if measured.rows * measured.columns > MOST_CELLS:
            raise Unusable(
                _("Das Blatt reicht bis Zeile %(rows)d und Spalte %(columns)d. Bitte alles neben der Tabelle löschen.")
                % {"rows": measured.rows, "columns": measured.columns}
            )
        if self._cells > MOST_CELLS:
            raise Unusable(_("Die Arbeitsmappe ist entpackt zu gross und wurde nicht gelesen."))
        if self._longest_text * self._cells_with_text > settings.IMPORT_MAX_BYTES * _MOST_UNPACKED_TIMES:
            raise Unusable(_("Ein Text in der Arbeitsmappe ist viel zu lang. Bitte die Texte kürzen."))


def column_number(letters: bytes) -> int:
    """The number of a column, A = 1; 0 for no letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
