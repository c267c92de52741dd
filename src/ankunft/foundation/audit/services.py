"""Writing the trail: events with every change, seals from time to time."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError, IntegrityError, OperationalError, transaction
from django.utils import translation
from django.utils.functional import Promise

from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from . import deposit
from .digests import FIRST, block_digest, event_digest
from .models import Event, Seal, SealEntry
from .selectors import unsealed

BLOCK = 5000
LOCKED_OUT = frozenset({"40001", "40P01", "55P03"})
"""What PostgreSQL calls a transaction that gave way: serialisation failure, deadlock, lock timeout."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be recorded of one change.

    `before` and `after` hold plain JSON values without floats (PostgreSQL would give them back in
    another spelling, and the digest would no longer fit). A lazily translated `summary` is stored
    in the language of the trail, whatever language the person reads.
    """

    action: str
    object_type: str
    object_key: str
    summary: str | Promise
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    reason: str = ""


def record(actor: Actor, entry: Entry) -> None:
    """Append one event to the trail. Called inside the transaction of the change that it tells of."""
    record_many(actor, [entry])


def record_many(actor: Actor, entries: Iterable[Entry]) -> None:
    """Append events in one statement per thousand."""
    at = clock.now()
    with translation.override(settings.LANGUAGE_CODE):
        events = [_event(at, actor, entry) for entry in entries]
    Event.objects.bulk_create(events, batch_size=1000)


def _event(at: datetime, actor: Actor, entry: Entry) -> Event:
    fields: dict[str, Any] = {
        "nonce": secrets.token_hex(8),
        "actor_id": actor.account_id,
        "actor_label": actor.label,
        "actor_roles": actor.roles_text(),
        "origin": actor.origin,
        "action": entry.action,
        "object_type": entry.object_type,
        "object_key": entry.object_key,
        "summary": str(entry.summary),
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
    }
    return Event(at=at, digest=event_digest(at, fields), **fields)


def seal() -> int:
    """Chain what is not sealed yet into blocks; returns how many events were sealed.

    Writers never wait for it: a seal names the events it found, and an event committed late, with a
    lower number, falls into the next block. Of two seals at the same moment one gives way and returns 0:
    what it would have sealed belongs to the other one, or to the next. Called after a change is committed,
    so it must not fail because of that. The last block is then noted outside the database (`deposit`).
    """
    try:
        with transaction.atomic():
            count = _seal_all()
            deposit.keep_after_commit()
            return count
    except (IntegrityError, OperationalError) as error:
        if not _gave_way(error):
            raise
        return 0


def _seal_all() -> int:
    count = 0
    waiting = unsealed().order_by("pk")
    while entries := list(waiting.values_list("pk", "digest")[:BLOCK]):
        last = Seal.objects.order_by("-number").first()
        number, previous = (last.number + 1, last.digest) if last else (1, FIRST)
        at = clock.now()
        digest = block_digest(number, at, previous, entries)
        block = Seal.objects.create(number=number, sealed_at=at, previous=previous, digest=digest)
        SealEntry.objects.bulk_create(
            [SealEntry(seal=block, event_id=key, event_digest=digest) for key, digest in entries], batch_size=1000
        )
        count += len(entries)
    return count


def _gave_way(error: DatabaseError) -> bool:
    """Whether another seal is the cause: it took the next number, or it holds the lock."""
    if isinstance(error, IntegrityError):
        return True
    state = getattr(error.__cause__, "sqlstate", None)
    return state in LOCKED_OUT or "locked" in str(error)
