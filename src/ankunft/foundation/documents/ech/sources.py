"""Where messages come from: a single file, an archive of many (ZIP), or a folder of both.

    source = opened(Path("januar.zip"))
    for place, content in contents(source):
        ...

However many there are, they are listed and read one after the other. What is no message (another kind of file, an
archive in an archive) is an entry with its `fault`, so that it is named and nothing is lost silently. Archives that are
not what they say are refused as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from ankunft.foundation.documents.cells import shortened
from ankunft.foundation.documents.kinds import HEAD, kind_of
from ankunft.foundation.kernel.errors import Refused

from . import zips

MOST_FILES = 2_000_000
_MOST_RATIO, _RATIO_FROM = 200, 64 * 1024 * 1024
_LONGEST_PLACE = 200


class Entry(NamedTuple):
    """One file to read: what people call it, where it lies, and in an archive where in it.

    `fault` is the German sentence that says why it is not read.
    """

    place: str
    path: str
    size: int
    member: zips.Member | None = None
    fault: str = ""

    @classmethod
    def from_plain(cls, parts: list[Any]) -> Entry:
        """What came through a pipe: a list stands there for the member (see `Wire`)."""
        place, path, size, member, fault = parts
        return cls(place, path, size, zips.Member._make(member) if member else None, fault)


@dataclass(frozen=True, slots=True)
class Source:
    """Entries, listed anew each time they are asked for; `count` is at least how many there are."""

    path: Path
    name: str
    count: int

    def __iter__(self) -> Iterator[Entry]:
        if self.path.is_dir():
            yield from _of_folder(self.path)
        elif _is_archive(self.path):
            yield from _of_archive(self.path, "")
        else:
            yield Entry(self.name, str(self.path), self.path.stat().st_size)


def opened(path: Path, *, name: str = "") -> Source:
    """What lies there; `name` is what people call it. Refused where there is nothing, or a broken archive."""
    if path.is_dir():
        count = sum(_measured(file) for file in _files(path))
    elif path.is_file():
        count = _measured(path)
    else:
        raise Refused(_("Die Datei «%(name)s» gibt es nicht.") % {"name": shortened(name or path.name)})
    if count > MOST_FILES:
        raise Refused(_("Das sind mehr als %(most)d Dateien. Bitte aufteilen.") % {"most": MOST_FILES})
    return Source(path, (name or path.name)[:_LONGEST_PLACE], count)


def contents(source: Source) -> Iterator[tuple[str, bytes]]:
    """Place and content of everything that can be read. What has a fault is left out: see `Entry`."""
    with Files() as files:
        for entry in source:
            if not entry.fault:
                yield entry.place, files.content(entry)


class Files:
    """Gives the content of entries, and keeps the archive open that was asked last."""

    def __init__(self) -> None:
        self._path = ""
        self._stream: BinaryIO | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Files:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stack.close()

    def content(self, entry: Entry) -> bytes:
        """The bytes of an entry without fault; zips.Broken or OSError where they cannot be had."""
        if entry.member is None:
            return Path(entry.path).read_bytes()
        if self._path != entry.path or self._stream is None:
            self._stack.close()
            self._stream = stream = Path(entry.path).open("rb")  # noqa: SIM115 - closed by the stack
            self._stack.callback(stream.close)
            self._path = entry.path
        return zips.content_of(self._stream, entry.member)


def _is_archive(path: Path) -> bool:
    with path.open("rb") as stream:
        return kind_of(stream.read(HEAD)) == "zip"


def _files(folder: Path) -> list[Path]:
    """The files of a folder by name; hidden ones are nobody's message."""
    return sorted(file for file in folder.iterdir() if not file.name.startswith("."))


def _of_folder(folder: Path) -> Iterator[Entry]:
    for file in _files(folder):
        if file.is_symlink() or not file.is_file():
            yield Entry(file.name, str(file), 0, fault=_("Nur Dateien werden gelesen, keine Ordner und Verweise."))
        elif _is_archive(file):
            yield from _of_archive(file, f"{file.name}/")
        else:
            size = file.stat().st_size
            yield Entry(file.name, str(file), size, fault=_fault(file.name, size))


def _of_archive(path: Path, before: str) -> Iterator[Entry]:
    file = str(path)
    try:
        for member in zips.members(path):
            if _is_message_or_foreign(member.name):
                place = (before + member.name)[:_LONGEST_PLACE]
                yield Entry(place, file, member.size, member, _fault(member.name, member.size, member))
    except zips.Broken:
        raise _no_archive(path) from None


def _is_message_or_foreign(name: str) -> bool:
    """Not folders, nor what a Mac adds by itself."""
    return not name.endswith("/") and not name.startswith("__MACOSX/") and not name.rpartition("/")[2].startswith(".")


def _fault(name: str, size: int, member: zips.Member | None = None) -> str:
    lowered = name.lower()
    if lowered.endswith(".zip"):
        return _("Das ist ein Archiv in einem Archiv. Bitte die Meldungen selbst senden.")
    if not lowered.endswith(".xml"):
        return _("Das ist keine Meldung. Gelesen werden Dateien, die auf .xml enden.")
    if size > settings.IMPORT_MAX_BYTES:
        megabytes = settings.IMPORT_MAX_BYTES // 1024**2
        return _("Die Datei ist grösser als %(most)d MB. Bitte in Paketen senden lassen.") % {"most": megabytes}
    if member is not None and member.is_encrypted:
        return _("Die Datei ist mit einem Passwort verschlüsselt. Bitte unverschlüsselt ablegen.")
    return ""


def _measured(path: Path) -> int:
    """How many files that is. Refused if it is an archive that unpacks to far more than it is."""
    if path.is_symlink() or not path.is_file() or not _is_archive(path):
        return 1
    count = unpacked = 0
    try:
        for member in zips.members(path):
            count += 1
            unpacked += member.size
    except zips.Broken:
        raise _no_archive(path) from None
    if unpacked > _RATIO_FROM and unpacked > path.stat().st_size * _MOST_RATIO:
        raise Refused(_("Das Archiv «%(name)s» ist entpackt zu gross und wurde nicht gelesen.") % {"name": path.name})
    return count


def _no_archive(path: Path) -> Refused:
    return Refused(
        _("Das Archiv «%(name)s» ist beschädigt oder nicht vollständig. Bitte neu senden lassen.")
        % {"name": shortened(path.name)}
    )
