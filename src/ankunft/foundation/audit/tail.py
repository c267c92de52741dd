"""The events that no block holds yet, kept outside the database: whoever removes one is found out.

Once a transaction is committed, the process notes its events in a file of the installation's folder, a line for
each. What is in a block is taken out of it. Machines that share a database have each their own file. A process that
dies before it noted its events leaves none of them there: then there is nothing to compare, and no false alarm.
"""

from __future__ import annotations

import fcntl
import logging
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from . import deposit
from .journals import JOURNALS, Journal
from .models import JournalEvent

log = logging.getLogger(__name__)
LINE = re.compile(r"(\d{1,19}) ([0-9a-f]{64}) (\S+) (.*)")
AT_ONCE = 500
"""How many events are looked up in one statement."""


@dataclass(frozen=True, slots=True)
class Witness:
    """What the installation noted of an event when it was committed; `at` is a moment in ISO spelling."""

    event_id: int
    digest: str
    at: str
    named: str


def path(journal: Journal) -> Path:
    """Where the events of this database's journal are noted."""
    return deposit.file(journal, "tail")


def keep_after_commit(journal: Journal, events: Iterable[JournalEvent]) -> None:
    """Note the events once their transaction is committed; what is rolled back is never noted.

    A file that cannot be written stops nobody: the change is committed already.
    """
    text = "".join(f"{event.pk} {event.digest} {event.at.isoformat()} {_line(event.named)}\n" for event in events)
    transaction.on_commit(lambda: _append(journal, text))


def read(journal: Journal) -> dict[int, Witness]:
    """What is noted, by the number of the event; a line that is not whole is passed over."""
    try:
        text = path(journal).read_text(errors="replace")
    except OSError:
        return {}
    found = (LINE.fullmatch(line) for line in text.splitlines())
    return {int(match[1]): Witness(int(match[1]), *match.group(2, 3, 4)) for match in found if match}


def forget() -> None:
    """Remove what is known outside the database, heads and notes: whoever empties it begins anew."""
    for journal in JOURNALS:
        deposit.path(journal).unlink(missing_ok=True)
        path(journal).unlink(missing_ok=True)


def cut(journal: Journal) -> None:
    """Take out what a block holds with the same digest. What is asked of the database is asked outside the lock."""
    noted = read(journal)
    keys = list(noted)
    sealed: set[str] = set()
    for start in range(0, len(keys), AT_ONCE):
        rows = journal.entries.filter(event_id__in=keys[start : start + AT_ONCE]).values_list(
            "event_id", "event_digest"
        )
        sealed |= {f"{key} {digest} " for key, digest in rows if noted[key].digest == digest}
    if sealed:
        _rewrite(journal, sealed)


def _rewrite(journal: Journal, sealed: set[str]) -> None:
    file = path(journal)
    draft = file.with_name(f"{file.name}-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with _locked(journal):
            lines = file.read_text(errors="replace").splitlines(keepends=True)
            kept = "".join(line for line in lines if not (m := LINE.match(line)) or f"{m[1]} {m[2]} " not in sealed)
            draft.touch(mode=0o600)
            draft.write_text(kept)
            draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        log.warning("The unsealed events cannot be kept in %s: %s", file, error)


def _append(journal: Journal, text: str) -> None:
    try:
        with _locked(journal):
            descriptor = os.open(path(journal), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                rest = memoryview(text.encode())
                while rest:
                    rest = rest[os.write(descriptor, rest) :]
            finally:
                os.close(descriptor)
    except OSError as error:
        log.warning("The unsealed events cannot be kept in %s: %s", path(journal), error)


@contextmanager
def _locked(journal: Journal) -> Iterator[None]:
    """Alone with the file. The lock has a file of its own, because the other one is replaced."""
    descriptor = os.open(deposit.file(journal, "tail-lock"), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _line(text: str) -> str:
    return " ".join(text.split())
