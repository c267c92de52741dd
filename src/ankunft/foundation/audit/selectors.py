"""Reading the trail: the history of a record, its head, and what is not sealed yet."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from .digests import FIRST
from .models import Event, Seal, SealEntry


def history(object_type: str, object_key: str) -> QuerySet[Event]:
    """The events of one record, latest first."""
    return Event.objects.filter(object_type=object_type, object_key=object_key).order_by("-pk")


def head() -> str:
    """The digest of the last block: deposited elsewhere, it proves everything before it."""
    last = Seal.objects.order_by("-number").first()
    return last.digest if last else FIRST


def unsealed() -> QuerySet[Event]:
    """The events that are in no block yet."""
    return Event.objects.filter(~Exists(SealEntry.objects.filter(event_id=OuterRef("pk"))))
