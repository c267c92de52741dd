"""Following the blocks of a journal from the first to the last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .digests import block_digest
from .journals import Journal
from .models import JournalSeal
from .rows import Unreadable, is_spelled, read
from .wording import block

Entries = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Sealed:
    """That an event is in a block, with which digest."""

    number: int
    event_id: int
    digest: str


def read_entries(journal: Journal) -> Iterator[Sealed | str]:
    """Every entry of every block; a sentence for one that cannot be read."""
    entry: Any
    for entry in read(journal.entry):
        if isinstance(entry, Unreadable) or not (_is_number(entry.seal_id) and _is_number(entry.event_id)):
            yield _("Der Eintrag %(id)s der Blöcke ist unlesbar (%(journal)s).") % {
                "id": entry.pk,
                "journal": journal.label,
            }
        else:
            yield Sealed(entry.seal_id, entry.event_id, entry.event_digest)


def broken_chain(journal: Journal, sealed: dict[int, Sealed]) -> Iterator[str]:
    """The first block that was removed or altered, if there is one: what follows cannot be whole after it."""
    entries: dict[int, Entries] = {}
    for entry in sealed.values():
        entries.setdefault(entry.number, []).append((entry.event_id, entry.digest))
    first, previous = journal.start()
    number = first
    for seal in read(journal.seal):
        number += 1
        if seal.pk != number:
            yield _("%(block)s wurde entfernt.") % {"block": block(journal, number)}
            return
        own = entries.get(number) or _added(journal, number)
        if isinstance(seal, Unreadable) or not _is_whole(seal, previous, own):
            yield _("%(block)s wurde verändert.") % {"block": block(journal, number)}
            return
        previous = seal.digest
    if beyond := [each for each in entries if not first < each <= number]:
        yield _("%(block)s wurde entfernt.") % {"block": block(journal, min(beyond))}


def _added(journal: Journal, number: int) -> Entries:
    """The entries of a block that was sealed during the verification."""
    keys = list(journal.entries.filter(seal_id=number).values_list("pk", flat=True))
    rows = (row for row in read(journal.entry, keys) if not isinstance(row, Unreadable))
    return [(row.event_id, row.event_digest) for row in rows]


def _is_whole(seal: JournalSeal, previous: str, entries: Entries) -> bool:
    try:
        digest = block_digest(seal.number, seal.sealed_at, previous, entries)
        return is_spelled(seal) and (seal.previous, seal.digest) == (previous, digest)
    except (AttributeError, TypeError, ValueError):
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, int)
