"""A letter needs a street or a town; a Swiss postcode has four digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..values import HouseholdEntry
from .base import Fault

LONGEST = {"street": 100, "house_number": 12, "postcode": 10, "town": 60, "register_id": 36}
"""Characters, as the database holds them."""
POSTCODE = re.compile(r"[1-9]\d{3}")


def household_faults(entry: HouseholdEntry) -> list[Fault]:
    """What is wrong with an address."""
    return list(_faults(entry))


def _faults(entry: HouseholdEntry) -> Iterator[Fault]:
    if not entry.street.strip() and not entry.town.strip():
        yield Fault("street", _("Geben Sie die Strasse oder den Ort ein."))
    if entry.postcode.strip() and not POSTCODE.fullmatch(entry.postcode.strip()):
        yield Fault("postcode", _("Eine Schweizer Postleitzahl hat vier Ziffern."))
    for field, longest in LONGEST.items():
        if len(getattr(entry, field)) > longest:
            yield Fault(field, _("Das ist zu lang (höchstens %(most)s Zeichen).") % {"most": longest})
