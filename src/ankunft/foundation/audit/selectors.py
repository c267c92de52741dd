"""Reading the trail: the history of a record, its head, and what is not sealed yet."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from .journals import TRAIL, Journal
from .models import Event


def history(object_type: str, object_key: str) -> QuerySet[Event]:
    """The events of one record, latest first."""
    return Event.objects.filter(object_type=object_type, object_key=object_key).order_by("-pk")


def last_event() -> int:
    """The number of the newest event of the trail, zero where there is none: while it stays, nothing was written."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def head(journal: Journal = TRAIL) -> str:
    """The digest of the last block: deposited elsewhere, it proves everything before it."""
    return journal.last()[1]


def unsealed(journal: Journal = TRAIL) -> QuerySet[Any]:
    """The events that are in no block yet."""
    events: QuerySet[Any] = journal.events.filter(~Exists(journal.entries.filter(event_id=OuterRef("pk"))))
    return events
