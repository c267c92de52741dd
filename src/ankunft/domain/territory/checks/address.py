"""Whether a structured address can stand on a letter, a payment or a QR-bill (SIX, Swiss payment standards)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from ankunft.foundation.documents.iso20022.characters import can_be_paid

from ..rules import Place
from ..values import AccountEntry, AddressEntry, Fault

PARTS = {"street": 70, "house_number": 16, "town": 35}
"""Longest texts."""
OPTIONAL = frozenset({"house_number"})

_POSTCODE = re.compile(r"[1-9][0-9]{3}")


def address_faults(entry: AddressEntry, place: Place) -> list[Fault]:
    """What is wrong with a postal address, and whether the municipality still exists."""
    return address_value_faults(entry._asdict()) + ended_faults(entry, place)


def address_value_faults(values: Mapping[str, object]) -> list[Fault]:
    """The same for those values that are given, each for itself."""
    faults = []
    if "postcode" in values and not _POSTCODE.fullmatch(str(values["postcode"])):
        faults.append(Fault("postcode", _("Eine Postleitzahl hat vier Ziffern.")))
    return faults + text_faults(values, PARTS)


def text_faults(values: Mapping[str, object], lengths: Mapping[str, int]) -> list[Fault]:
    """What is wrong with those of these texts that are given: missing, too long, or not to be paid to."""
    found = (
        (column, _text_fault(column, str(values[column]), lengths[column])) for column in lengths if column in values
    )
    return [Fault(column, message) for column, message in found if message]


def ended_faults(entry: AddressEntry | AccountEntry, place: Place) -> list[Fault]:
    """Whether the municipality exists no more on the first day."""
    if not place.ended_before(entry.valid_from):
        return []
    message = _("%(name)s besteht am %(day)s nicht mehr.")
    return [Fault("valid_from", message % {"name": place.name, "day": f"{entry.valid_from:%d.%m.%Y}"})]


def _text_fault(column: str, value: str, length: int) -> str:
    if not value:
        return "" if column in OPTIONAL else _("Der Wert fehlt.")
    if len(value) > length:
        return _("Der Text ist länger als %(length)d Zeichen.") % {"length": length}
    return "" if can_be_paid(value) else _("Der Text enthält Zeichen, die in einer Zahlung nicht möglich sind.")
