"""What the read log is told before messages of a register are shown to somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from ankunft.domain.territory.permissions import organisation_code
from ankunft.foundation.audit.reads import Read, record_reads
from ankunft.foundation.kernel.actor import Actor

from ..models import RegisterMessage
from .reading import PERSON_LIST


def messages_read(*, messages: Iterable[RegisterMessage], what: str | Promise, actor: Actor) -> None:
    """Somebody sees who is told of in several messages: one entry for each municipality, with how many."""
    places = Counter(message.municipality for message in messages if message.municipality is not None)
    record_reads(actor, [_entry(organisation_code(place.bfs_number), what, places[place]) for place in places])


def _entry(code: str, what: str | Promise, count: int) -> Read:
    return Read(PERSON_LIST, code, code, format_lazy(gettext_lazy("{}: {} Personen"), what, count))
