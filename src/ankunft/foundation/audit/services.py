"""Writing the trail: events with every change, seals from time to time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from ankunft.foundation.kernel.actor import Actor

from .appending import append
from .journals import JOURNALS, TRAIL
from .sealing import seal_journal


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

    def content(self) -> dict[str, Any]:
        """What the event has beside the actor."""
        return {
            "action": self.action,
            "object_type": self.object_type,
            "object_key": self.object_key,
            "summary": str(self.summary),
            "before": self.before,
            "after": self.after,
            "reason": self.reason,
        }


def record(actor: Actor, entry: Entry) -> None:
    """Append one event to the trail. Called inside the transaction of the change that it tells of."""
    record_many(actor, [entry])


def record_many(actor: Actor, entries: Iterable[Entry]) -> None:
    """Append events in one statement per thousand."""
    append(TRAIL, actor, (entry.content() for entry in entries))


def seal() -> int:
    """Chain what is not sealed yet of trail and read log into blocks; returns how many events were sealed.

    Called after a change is committed, so it does not fail where another seal is faster (`sealing`).
    """
    return sum(seal_journal(journal) for journal in JOURNALS)
