"""The journals that are sealed and verified alike: the trail of changes, and the log of reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .digests import FIRST, event_digest
from .models import (
    Event,
    JournalEvent,
    JournalSeal,
    JournalSealEntry,
    ReadEvent,
    ReadMark,
    ReadSeal,
    ReadSealEntry,
    Seal,
    SealEntry,
)


@dataclass(frozen=True, slots=True)
class Journal:
    """Which tables belong together; `code` names its files and makes its key a key of its own.

    `label` and the sentences below are what people read of it. `prunable`: its oldest blocks may be removed.
    """

    code: str
    label: str | Promise
    one: str | Promise
    event: type[JournalEvent]
    seal: type[JournalSeal]
    entry: type[JournalSealEntry]
    prunable: bool = False

    # The managers: the abstract bases have none that the types know.
    @property
    def events(self) -> Any:
        return self.event._default_manager

    @property
    def seals(self) -> Any:
        return self.seal._default_manager

    @property
    def entries(self) -> Any:
        return self.entry._default_manager

    def digest_of(self, event: JournalEvent) -> str:
        """The digest that fits the event's values; AttributeError, TypeError or ValueError where they have none."""
        values = [getattr(event, name) for name in event.FIELDS]
        return event_digest(settings.TRAIL_KEY, self.code, event.at, values)

    def start(self) -> tuple[int, str]:
        """Number and digest that the first block follows: of the last one removed, or of none."""
        mark = ReadMark.objects.order_by("-number").first() if self.prunable else None
        return (mark.number, mark.digest) if mark else (0, FIRST)

    def last(self) -> tuple[int, str]:
        """Number and digest of the last block; where there is none, what the first one follows."""
        seal = self.seals.order_by("-number").first()
        return (seal.number, seal.digest) if seal else self.start()


TRAIL = Journal("trail", _("Spur"), _("Ereignis"), Event, Seal, SealEntry)
READS = Journal("reads", _("Leseprotokoll"), _("Leseeintrag"), ReadEvent, ReadSeal, ReadSealEntry, prunable=True)
JOURNALS = (TRAIL, READS)
