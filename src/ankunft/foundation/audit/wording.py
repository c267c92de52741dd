"""What verification calls events and blocks, in German sentences."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock

from .journals import TRAIL, Journal
from .models import JournalEvent
from .rows import Unreadable
from .tail import Witness


def moment(at: Any) -> str:
    """The moment as people write it; what is no moment as it is."""
    return at.astimezone(clock.ZURICH).strftime("%d.%m.%Y, %H:%M") if isinstance(at, datetime) else str(at)


def called(journal: Journal, event: JournalEvent | Unreadable | Witness | int) -> str:
    """An event by its number, with what happened and when where that is known."""
    if isinstance(event, int):
        return f"{journal.one} {event}"
    if isinstance(event, Unreadable):
        return f"{journal.one} {event.pk}"
    if isinstance(event, Witness):
        return f"{journal.one} {event.event_id} ({event.named}, {moment(_parsed(event.at))})"
    return f"{journal.one} {event.pk} ({event.named}, {moment(event.at)})"


def block(journal: Journal, number: int) -> str:
    """A block by its number, and of which journal unless it is the trail."""
    if journal is TRAIL:
        return _("Block %(number)s") % {"number": number}
    return _("Block %(number)s (%(journal)s)") % {"number": number, "journal": journal.label}


def _parsed(text: str) -> datetime | str:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text
