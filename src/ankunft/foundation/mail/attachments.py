"""What a mail brings along: the outbox keeps its name alone, the room that has the file hands it out to be sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ankunft.foundation.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it goes with a mail."""

    file_name: str
    media_type: str
    content: bytes


Fetch = Callable[[str], Attachment]
_fetchers: dict[str, Fetch] = {}


def register(kind: str, fetch: Fetch) -> None:
    """Say who hands out attachments named `kind:key`; `fetch` is given the key, and refuses what is not there."""
    _fetchers[kind] = fetch


def fetch(name: str) -> Attachment:
    """The attachment of that name; Refused where nobody has it (any more)."""
    kind, _colon, key = name.partition(":")
    if kind not in _fetchers:
        raise Refused(_("Die Beilage «%(name)s» gibt niemand heraus.") % {"name": name})
    return _fetchers[kind](key)
