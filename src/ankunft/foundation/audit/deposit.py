"""The head of a journal, kept outside the database: whoever empties the tables is found out.

After every seal number and digest of the last block are written to a small file in the installation's
folder, one for each journal and database. Machines that share a database have each their own.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from .journals import Journal

log = logging.getLogger(__name__)


class Unreadable(Exception):
    """The file is there, but it is not what `keep` wrote."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last block that this installation knows of; `sealed_at` is a moment in ISO spelling."""

    number: int
    digest: str
    sealed_at: str

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.sealed_at)


def file(journal: Journal, kind: str) -> Path:
    """A file of one journal of this database.

    An SQLite file within the installation's folder is named from there, so that the folder can be moved.
    """
    home = Path(settings.HOME)
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        name = os.path.relpath(name, home) if Path(name).is_relative_to(home) else str(Path(name).absolute())
    return home / f"{journal.code}-{kind}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"


def path(journal: Journal) -> Path:
    """Where the head of this database's journal is kept."""
    return file(journal, "head")


def read(journal: Journal) -> Head | None:
    """The head that was kept; None if there is none. Raises Unreadable."""
    try:
        head = Head(**json.loads(path(journal).read_text()))
        if not (isinstance(head.number, int) and isinstance(head.digest, str) and head.moment.tzinfo):
            raise Unreadable
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise Unreadable from error
    return head


def is_in_the_chain(journal: Journal, number: int, digest: str) -> bool:
    """Whether the database still has that block, or had it and removed it when its time was over."""
    first, mark = journal.start()
    if number <= first:
        return number < first or digest == mark
    return bool(journal.seals.filter(number=number, digest=digest).exists())


def keep_after_commit(journal: Journal) -> None:
    """Once the transaction is committed, note its last block.

    What was noted before stays if its block is gone: the evidence must not be overwritten by the next seal.
    A file that cannot be read or written stops nobody from sealing; a later verification tells of it.
    """
    last = journal.seals.order_by("-number").first()
    if last is None:
        return
    try:
        known = read(journal)
    except Unreadable:
        return
    if known and (last.number <= known.number or not is_in_the_chain(journal, known.number, known.digest)):
        return
    head = Head(last.number, last.digest, last.sealed_at.isoformat())
    transaction.on_commit(lambda: _write(path(journal), head))


def _write(file: Path, head: Head) -> None:
    """Replace the file in one step. Two seals may come here in another order: the file is then one block behind."""
    draft = file.with_name(f"{file.name}-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        draft.write_text(json.dumps(asdict(head)))
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        log.warning("The head of a journal cannot be kept in %s: %s", file, error)
