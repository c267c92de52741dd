"""The folder in which a sedex client leaves deliveries: a data file and its envelope (`data_….xml`, `envl_….xml`).

Taken files go to `done/`, refused ones to `refused/` with a text beside them that says why. A pair of which one half is
missing or half-written is left alone. What people put there themselves is taken once nobody has written to it for a
minute. Files that are done hold persons' data: they are removed after a month.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ankunft.foundation.access import wall
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..models import Channel, RegisterDelivery
from .envelopes import HalfWritten, opened
from .taking_in import take_in

DONE, REFUSED = "done", "refused"
DATA, ENVELOPE = "data_", "envl_"
SETTLED = 60.0
"""Seconds without a write after which a file counts as whole."""
KEPT_DAYS = 30
MOST_REASONS = 1000


class Found(NamedTuple):
    """What is to be taken in: the data file, and its envelope where it has one."""

    data: Path
    envelope: Path | None

    def files(self) -> list[Path]:
        return [self.data, *([self.envelope] if self.envelope else [])]


def inbox_take_in() -> int:
    """Take in what lies in the inbox; how many data files that were. Of several workers one does it."""
    folder = settings.REGISTER_INBOX
    if folder is None:
        return 0
    with _alone() as mine:
        if not mine:
            return 0
        for name in (DONE, REFUSED):
            (folder / name).mkdir(mode=0o700, exist_ok=True)
        waiting = list(_waiting(folder))
        # What is said about refusals is kept: in the language of the trail, whoever looks at it.
        with wall.open_for(Actor.operator()), override(settings.LANGUAGE_CODE):
            for found in waiting:
                _take(folder, found)
        _tidy(folder / DONE)
    return len(waiting)


def _waiting(folder: Path) -> Iterator[Found]:
    """The whole ones, by name."""
    files = {file.name: file for file in sorted(folder.iterdir()) if file.is_file() and not file.is_symlink()}
    for name, file in files.items():
        if name.startswith(DATA):
            # A client writes the envelope last.
            if envelope := files.get(ENVELOPE + Path(name.removeprefix(DATA)).stem + ".xml"):
                yield Found(file, envelope)
        elif not name.startswith((ENVELOPE, ".")) and _age(file) > SETTLED:
            yield Found(file, None)


def _take(folder: Path, found: Found) -> None:
    try:
        if found.envelope is not None:
            opened(found.envelope)
        delivery = take_in(found.data, channel=Channel.INBOX, actor=Actor.operator())
    except HalfWritten:
        if _age(found.files()[-1]) > SETTLED:
            _put_aside(folder, found, [_("Der Umschlag ist nicht vollständig. Bitte neu senden lassen.")])
        return
    except Refused as refused:
        _put_aside(folder, found, [refused.reason])
        return
    reasons = _reasons(delivery)
    if delivery.read and delivery.refused == delivery.read:
        _put_aside(folder, found, reasons)
        return
    moved = _moved(found, folder / DONE)
    if reasons:
        _write(folder / REFUSED / f"{moved}.txt", reasons)


def _reasons(delivery: RegisterDelivery) -> list[str]:
    return [f"{one.place}: {one.reason}" for one in delivery.refusals.all()[:MOST_REASONS]]


def _put_aside(folder: Path, found: Found, reasons: list[str]) -> None:
    moved = _moved(found, folder / REFUSED)
    _write(folder / REFUSED / f"{moved}.txt", reasons)


def _moved(found: Found, to: Path) -> str:
    """Move the files; under another name where there is one of that name already. Returns the data file's."""
    mark = "" if not any((to / file.name).exists() for file in found.files()) else f"{clock.now():%Y%m%d-%H%M%S-%f}_"
    for file in found.files():
        file.replace(to / f"{mark}{file.name}")
        # From now on the days are counted after which it goes.
        os.utime(to / f"{mark}{file.name}")
    return f"{mark}{found.data.name}"


def _write(file: Path, reasons: list[str]) -> None:
    file.write_text("\n".join(reasons) + "\n", encoding="utf-8")


def _tidy(folder: Path) -> None:
    for file in folder.iterdir():
        if file.is_file() and _age(file) > KEPT_DAYS * 86_400:
            file.unlink()


def _age(file: Path) -> float:
    """Seconds since somebody wrote to it, by the machine's own clock as file systems have it."""
    return clock.machine_now().timestamp() - file.stat().st_mtime


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether this process is the only one that looks into the inbox now."""
    with (Path(settings.HOME) / "register-inbox.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
