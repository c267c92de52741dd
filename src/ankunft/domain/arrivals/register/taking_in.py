"""One file, archive or folder: what it is, read piece by piece, and taken in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from ankunft.foundation.documents.ech.pool import reading
from ankunft.foundation.documents.ech.sources import Source as Files
from ankunft.foundation.documents.ech.sources import opened
from ankunft.foundation.documents.kinds import kind_of
from ankunft.foundation.kernel.actor import Actor

from ..models import RegisterDelivery, Source
from .deliveries import Progress, messages_take_in
from .preparing import PREPARE, Taken
from .tables import table_messages

_HEAD = 4096
_PIECE = 1 << 20


def take_in(
    source: Path,
    *,
    channel: str,
    actor: Actor,
    municipality_ids: frozenset[int] | None = None,
    progress: Progress | None = None,
    name: str = "",
) -> RegisterDelivery:
    """Take in messages of a register (one XML file, a ZIP of many, a folder) or a table of arrivals (CSV, XLSX).

    Everything good is stored, each bad message or row is a `RegisterRefusal` with place and reason. The same messages
    again change nothing. `name` is what people call the file. Refused where the file as a whole cannot be read, and
    where the schemas are missing; Forbidden for whoever records no persons.
    """
    called = name or source.name
    is_table = source.is_file() and _is_table(source, called)
    total = 0
    messages: Iterable[Taken]
    if is_table:
        messages = table_messages(source, name=called)
    else:
        files = opened(source, name=called)
        total, messages = files.count, _read(files)
    return messages_take_in(
        messages=messages,
        channel=channel,
        file_name=called,
        sha256=_digest(source),
        actor=actor,
        municipality_ids=municipality_ids,
        source=Source.TABLE if is_table else Source.REGISTER,
        progress=progress,
        total=total,
    )


def _read(files: Files) -> Iterator[Taken]:
    for _place, items in reading(files, prepare=PREPARE):
        yield from items


def _is_table(source: Path, name: str) -> bool:
    """A table by its content and its name: a workbook is an archive as well, a text that is no XML is a table."""
    if name.lower().endswith((".zip", ".xml")):
        return False
    with source.open("rb") as file:
        kind = kind_of(file.read(_HEAD))
    return kind != "page" and (kind != "zip" or name.lower().endswith(".xlsx"))


def _digest(source: Path) -> str:
    """By which the same delivery is known again: of a folder by the names and sizes in it."""
    digest = hashlib.sha256()
    if source.is_dir():
        for file in sorted(source.rglob("*")):
            if file.is_file():
                digest.update(f"{file.relative_to(source)} {file.stat().st_size}\n".encode())
        return digest.hexdigest()
    with source.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
