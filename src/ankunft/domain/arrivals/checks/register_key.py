"""By which the register of residents knows somebody: `category:id`, or left out (eCH-0044 localPersonId)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..values import PersonEntry
from .base import Fault

LONGEST = 60


def check(entry: PersonEntry) -> Iterator[Fault]:
    """With category and id, and not longer than registers have them."""
    category, _colon, key = entry.register_key.partition(":")
    if entry.register_key and (not category or not key or len(entry.register_key) > LONGEST):
        yield Fault("register_key", _("Der Schlüssel des Registers besteht aus Kategorie und Nummer."))
