"""Some entries read one after the other, wherever that happens: here or in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from .reader import read
from .sources import Entry, Files
from .values import Problem, Read
from .zips import Broken

Prepare = Callable[[str, Read], Any]


def as_read(place: str, read: Read) -> Read:
    """What was read, as it is."""
    return read


def read_all(entries: Sequence[Entry], files: Files, *, today: date, prepare: Prepare) -> list[tuple[str, Any]]:
    """Each entry's place, and what `prepare` makes of what was read there."""
    return [(entry.place, prepare(entry.place, _read_one(entry, files, today))) for entry in entries]


def _read_one(entry: Entry, files: Files, today: date) -> Read:
    if entry.fault:
        return [Problem(entry.place, 0, "", entry.fault)]
    try:
        content = files.content(entry)
    except Broken:
        return [Problem(entry.place, 0, "", _("Die Datei ist im Archiv beschädigt. Bitte neu senden lassen."))]
    except OSError:
        return [Problem(entry.place, 0, "", _("Die Datei ist nicht mehr lesbar."))]
    return read(content, entry.place, today=today)
