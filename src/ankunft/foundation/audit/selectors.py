"""Reading the trail: the history of a record, and the proof that nobody altered it."""

from __future__ import annotations

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

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
        return _("Der Schreibschutz fehlt auf der Datenbank: %(names)s.") % {"names": ", ".join(names)}
    return _broken_event() or _broken_block()


def head() -> str:
    """The digest of the last block: deposited elsewhere, it proves everything before it."""
    last = Seal.objects.order_by("-number").first()
    return last.digest if last else FIRST


def _broken_event() -> str | None:
    for event in Event.objects.order_by("pk").iterator(chunk_size=2000):
        if event.digest != event_digest(event.at, {name: getattr(event, name) for name in FIELDS}):
            return _("Ereignis %(id)s (%(action)s) wurde verändert.") % {"id": event.pk, "action": event.action}
    return None


def _broken_block() -> str | None:
    digests = dict(Event.objects.values_list("pk", "digest"))
    entries: dict[int, list[tuple[int, str]]] = {}
    for number, event_id, digest in SealEntry.objects.order_by("event_id").values_list(
        "seal_id", "event_id", "event_digest"
    ):
        if event_id not in digests:
            return _("Ereignis %(id)s aus Block %(block)s wurde entfernt.") % {"id": event_id, "block": number}
        if digests[event_id] != digest:
            return _("Ereignis %(id)s aus Block %(block)s wurde verändert.") % {"id": event_id, "block": number}
        entries.setdefault(number, []).append((event_id, digest))
    return _broken_chain(entries)


def _broken_chain(entries: dict[int, list[tuple[int, str]]]) -> str | None:
    """Follow the blocks from the first on; `entries` are their events by block number."""
    number, previous = 0, FIRST
    for seal in Seal.objects.order_by("number"):
        number += 1
        if seal.number != number:
            return _("Block %(block)s wurde entfernt.") % {"block": number}
        if seal.previous != previous or seal.digest != block_digest(number, previous, entries.get(number, [])):
            return _("Block %(block)s wurde verändert.") % {"block": number}
        previous = seal.digest
    if beyond := [block for block in entries if block > number]:
        return _("Block %(block)s wurde entfernt.") % {"block": min(beyond)}
    return None
