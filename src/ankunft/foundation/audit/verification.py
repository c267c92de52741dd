"""The proof that nobody altered the trail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import DatabaseError, DataError, connection
from django.db.models import Model
from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock

from . import deposit
from .digests import FIELDS, FIRST, block_digest, event_digest
from .models import Event, Seal, SealEntry
from .protection import missing

SLICE = 2000

Record = TypeVar("Record", bound=Model)


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """A row whose values cannot be read; `pk` is all that is known of it."""

    pk: Any


def first_broken() -> str | None:
    """The first place where the trail was altered, as a German sentence; None if it is whole.

    Found are: an event whose content no longer fits its digest or cannot be read, a copied or removed
    event, an event whose digest was rewritten, a broken or removed block, a chain without the block that this
    installation knew as its last (`deposit`), missing triggers and a damaged SQLite file. Raises
    DatabaseError where the database itself cannot be read.
    """
    if names := missing(connection):
        return _("Der Schreibschutz fehlt auf der Datenbank: %(names)s.") % {"names": ", ".join(names)}
    try:
        # Read first: the chain only grows meanwhile.
        known = deposit.read()
    except deposit.Unreadable:
        return _("Die Datei %(file)s mit dem letzten bekannten Block ist unlesbar.") % {"file": deposit.path()}
    return _broken_event() or _broken_block() or _lost_head(known) or _damage()


def _broken_event() -> str | None:
    for event in _read(Event):
        if isinstance(event, _Unreadable):
            return _("Ereignis %(id)s ist unlesbar.") % {"id": event.pk}
        try:
            digest = event_digest(event.at, {name: getattr(event, name) for name in FIELDS})
        except (AttributeError, TypeError, ValueError):
            return _("Ereignis %(id)s ist unlesbar.") % {"id": event.pk}
        if event.digest != digest:
            return _("Ereignis %(id)s (%(action)s) wurde verändert.") % {"id": event.pk, "action": event.action}
    return None


def _broken_block() -> str | None:
    # Entries before events before blocks: what is written meanwhile is then never looked for in vain.
    sealed = list(_read(SealEntry))
    digests = dict(Event.objects.order_by("pk").values_list("pk", "digest"))
    entries: dict[int, list[tuple[int, str]]] = {}
    for entry in sealed:
        if isinstance(entry, _Unreadable) or not _is_number(entry.seal_id) or not _is_number(entry.event_id):
            return _("Der Eintrag %(id)s der Blöcke ist unlesbar.") % {"id": entry.pk}
        number, event_id = entry.seal_id, entry.event_id
        if event_id not in digests:
            return _("Ereignis %(id)s aus Block %(block)s wurde entfernt.") % {"id": event_id, "block": number}
        if digests[event_id] != entry.event_digest:
            return _("Ereignis %(id)s aus Block %(block)s wurde verändert.") % {"id": event_id, "block": number}
        entries.setdefault(number, []).append((event_id, entry.event_digest))
    return _copied_event(digests) or _broken_chain(entries)


def _copied_event(digests: dict[int, str]) -> str | None:
    seen: dict[str, int] = {}
    for event_id, digest in digests.items():
        if (original := seen.setdefault(digest, event_id)) != event_id:
            values = {"id": event_id, "original": original}
            return _("Ereignis %(id)s ist eine Kopie von Ereignis %(original)s.") % values
    return None


def _broken_chain(entries: dict[int, list[tuple[int, str]]]) -> str | None:
    """Follow the blocks from the first on; `entries` are their events by block number."""
    number, previous = 0, FIRST
    for seal in _read(Seal):
        number += 1
        if seal.pk != number:
            return _("Block %(block)s wurde entfernt.") % {"block": number}
        if isinstance(seal, _Unreadable) or not _is_whole(seal, previous, entries.get(number) or _added(number)):
            return _("Block %(block)s wurde verändert.") % {"block": number}
        previous = seal.digest
    if beyond := [block for block in entries if block > number]:
        return _("Block %(block)s wurde entfernt.") % {"block": min(beyond)}
    return None


def _added(number: int) -> list[tuple[int, str]]:
    """The entries of a block that was sealed during the verification."""
    return list(SealEntry.objects.filter(seal_id=number).values_list("event_id", "event_digest"))


def _is_whole(seal: Seal, previous: str, entries: list[tuple[int, str]]) -> bool:
    try:
        digest = block_digest(seal.number, seal.sealed_at, previous, entries)
    except (AttributeError, TypeError, ValueError):
        return False
    return (seal.previous, seal.digest) == (previous, digest)


def _lost_head(known: deposit.Head | None) -> str | None:
    if known is None or deposit.is_in_the_chain(known):
        return None
    return _(
        "Block %(block)s wurde entfernt oder ersetzt: Er war am %(day)s versiegelt, mit der Prüfsumme %(digest)s. "
        "Haben Sie selbst eine ältere oder neue Datenbank eingesetzt, so entfernen Sie die Datei %(file)s."
    ) % {
        "block": known.number,
        "day": known.moment.astimezone(clock.ZURICH).strftime("%d.%m.%Y um %H:%M"),
        "digest": known.digest,
        "file": deposit.path(),
    }


def _damage() -> str | None:
    """What SQLite says of its file: pages that the trail does not lie on can be damaged as well."""
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        [finding] = cursor.fetchone()
    if finding == "ok":
        return None
    return _("Die Datenbankdatei ist beschädigt: %(finding)s") % {"finding": finding}


def _read(model: type[Record]) -> Iterator[Record | _Unreadable]:
    """Every row in the order of its key, in slices; row by row where a slice cannot be read."""
    records = model._default_manager
    keys = list(records.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), SLICE):
        part = keys[start : start + SLICE]
        try:
            yield from list(records.filter(pk__gte=part[0], pk__lte=part[-1]).order_by("pk"))
        except Exception as error:
            _require_database(error)
            for key in part:
                yield _one(model, key)


def _one(model: type[Record], key: Any) -> Record | _Unreadable:
    try:
        return model._default_manager.get(pk=key)
    except Exception as error:
        _require_database(error)
        return _Unreadable(key)


def _require_database(error: Exception) -> None:
    """Raise the error again if it is not a single value that cannot be read, but the database."""
    is_a_value = isinstance(error, DataError) or "decode" in str(error)
    if isinstance(error, DatabaseError) and not is_a_value:
        raise error


def _is_number(value: Any) -> bool:
    return isinstance(value, int)
