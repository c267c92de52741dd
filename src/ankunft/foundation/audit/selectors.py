"""Reading the trail: the history of a record, and the proof that nobody altered it."""

from __future__ import annotations

from django.db import connection
from django.db.models import QuerySet

from .digests import FIELDS, FIRST, block_digest, event_digest
from .models import Event, Seal, SealEntry
from .protection import missing


def history(object_type: str, object_key: str) -> QuerySet[Event]:
    """The events of one record, latest first."""
    return Event.objects.filter(object_type=object_type, object_key=object_key).order_by("-pk")


def first_broken() -> str | None:
    """The first place where the trail was altered, as a German sentence; None if it is whole.

    Found are: an event whose content no longer fits its digest, a removed event, an event whose
    digest was rewritten, a broken or removed block, and triggers that are gone.
    """
    if names := missing(connection):
        return f"Der Schreibschutz fehlt auf der Datenbank: {', '.join(names)}."
    return _broken_event() or _broken_block()


def head() -> str:
    """The digest of the last block: deposited elsewhere, it proves everything before it."""
    last = Seal.objects.order_by("-number").first()
    return last.digest if last else FIRST


def _broken_event() -> str | None:
    for event in Event.objects.order_by("pk").iterator(chunk_size=2000):
        if event.digest != event_digest(event.at, {name: getattr(event, name) for name in FIELDS}):
            return f"Ereignis {event.pk} ({event.action}) wurde verändert."
    return None


def _broken_block() -> str | None:
    digests = dict(Event.objects.values_list("pk", "digest"))
    entries: dict[int, list[tuple[int, str]]] = {}
    for number, event_id, digest in SealEntry.objects.order_by("event_id").values_list(
        "seal_id", "event_id", "event_digest"
    ):
        if event_id not in digests:
            return f"Ereignis {event_id} aus Block {number} wurde entfernt."
        if digests[event_id] != digest:
            return f"Ereignis {event_id} aus Block {number} wurde verändert."
        entries.setdefault(number, []).append((event_id, digest))
    expected_number, previous = 1, FIRST
    for seal in Seal.objects.order_by("number"):
        if seal.number != expected_number:
            return f"Block {expected_number} wurde entfernt."
        if seal.previous != previous or seal.digest != block_digest(seal.number, previous, entries.get(seal.number, [])):
            return f"Block {seal.number} wurde verändert."
        expected_number, previous = seal.number + 1, seal.digest
    return None
