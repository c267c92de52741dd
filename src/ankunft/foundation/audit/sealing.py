"""Chaining the events of a journal into blocks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import DatabaseError, IntegrityError, OperationalError, transaction

from ankunft.foundation.kernel import clock

from . import deposit, tail
from .digests import block_digest
from .journals import Journal
from .rows import Unreadable, fits, read
from .selectors import unsealed

BLOCK = 5000
LOCKED_OUT = frozenset({"40001", "40P01", "55P03"})
"""What PostgreSQL calls a transaction that gave way: serialisation failure, deadlock, lock timeout."""


def seal_journal(journal: Journal) -> int:
    """Chain what is not sealed yet into blocks; returns how many events were sealed.

    Writers never wait for it: a seal names the events it found, and an event committed late, with a lower number,
    falls into the next block. Everything is read and computed before the transaction, which only inserts. Of two
    seals at the same moment one gives way: what it would have sealed belongs to the other one, or to the next.
    """
    count = 0
    try:
        for entries in _blocks(journal):
            _chain(journal, entries)
            count += len(entries)
    except (IntegrityError, OperationalError) as error:
        if not _gave_way(error):
            raise
    deposit.keep_after_commit(journal)
    transaction.on_commit(partial(tail.cut, journal))
    return count


def _blocks(journal: Journal) -> Iterator[list[tuple[int, str]]]:
    """Ids and digests of the events to seal, a block at a time.

    What does not fit its digest is left out: an event that somebody put into the database gets no place in the chain.
    """
    keys = list(unsealed(journal).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BLOCK):
        waiting = keys[start : start + BLOCK]
        events = (event for event in read(journal.event, waiting) if not isinstance(event, Unreadable))
        if entries := [(event.pk, event.digest) for event in events if fits(journal, event)]:
            yield entries


def _chain(journal: Journal, entries: list[tuple[int, str]]) -> None:
    last, previous = journal.last()
    number, at = last + 1, clock.now()
    digest = block_digest(number, at, previous, entries)
    made: Any = journal.entry
    rows = [made(seal_id=number, event_id=key, event_digest=each) for key, each in entries]
    with transaction.atomic():
        journal.seals.create(number=number, sealed_at=at, previous=previous, digest=digest)
        journal.entries.bulk_create(rows, batch_size=1000)


def _gave_way(error: DatabaseError) -> bool:
    """Whether another seal is the cause: it took the next number, or it holds the lock."""
    if isinstance(error, IntegrityError):
        return True
    state = getattr(error.__cause__, "sqlstate", None)
    return state in LOCKED_OUT or "locked" in str(error)
