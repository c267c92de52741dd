"""The AHV number has thirteen digits that begin with 756, the last of them a check digit."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from .. import rules
from ..values import PersonEntry
from .base import Fault


def check(entry: PersonEntry) -> Iterator[Fault]:
    """Right, or left out."""
    if not entry.ahv_number:
        return
    try:
        rules.ahv_number(entry.ahv_number)
    except ValueError:
        yield Fault(
            "ahv_number",
            _("Diese AHV-Nummer stimmt nicht: dreizehn Ziffern, am Anfang 756, wie auf dem Versicherungsausweis."),
        )
