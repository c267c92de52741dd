"""What earlier verifications found: each left an event with the last blocks of that moment.

Such an event has a keyed digest. Whoever rewrites a whole chain so that it fits again, and removes the head that is
kept outside the database, still contradicts it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from . import deposit
from .journals import READS, TRAIL, Journal
from .models import Event
from .rows import Unreadable, read
from .services import Entry
from .wording import block, moment

VERIFIED = "audit.trail.verified"
OBJECT = "audit.trail"
WORDS = {TRAIL.code: ("number", "digest"), READS.code: ("reads_number", "reads_digest")}


def verified(summary: str, found: list[str]) -> Entry:
    """The event of a verification, with its findings and the last block of each journal."""
    after: dict[str, Any] = {"findings": found}
    for journal in (TRAIL, READS):
        after |= dict(zip(WORDS[journal.code], journal.last(), strict=True))
    return Entry(VERIFIED, OBJECT, str(after["number"]), summary, after=after)


def contradicted(journal: Journal) -> Iterator[str]:
    """A sentence for the first verification whose last block is not in the chain any more."""
    number_word, digest_word = WORDS[journal.code]
    for event in told(VERIFIED):
        after = event.after if isinstance(event.after, dict) else {}
        number, digest = after.get(number_word), after.get(digest_word)
        if isinstance(number, int) and not deposit.is_in_the_chain(journal, number, str(digest)):
            yield _(
                "%(block)s ist nicht mehr der, den die Prüfung vom %(at)s vorfand (Ereignis %(id)s): "
                "Die Kette wurde seither neu geschrieben."
            ) % {"block": block(journal, number), "at": moment(event.at), "id": event.pk}
            return


def told(action: str) -> Iterator[Event]:
    """The events of that action which can be read, the oldest first; of the other ones verification tells itself."""
    keys = list(Event.objects.filter(action=action).order_by("pk").values_list("pk", flat=True))
    yield from (event for event in read(Event, keys) if not isinstance(event, Unreadable))
