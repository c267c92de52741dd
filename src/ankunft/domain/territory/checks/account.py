"""Whether a municipality can be paid to this account and address."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..rules import IbanFault, Place, can_be_paid, compact_iban, iban_fault
from ..values import AccountEntry, Fault

LENGTHS = {"name": 70, "street": 70, "house_number": 16, "town": 35}

_POSTCODE = re.compile(r"[1-9][0-9]{3}")
_REQUIRED = frozenset({"name", "street", "town"})
_IBAN_SENTENCES = {
    IbanFault.FORMAT: gettext_lazy("Das ist keine IBAN. Eine Schweizer IBAN beginnt mit CH und hat 21 Zeichen."),
    IbanFault.CHECKSUM: gettext_lazy("Die Prüfziffer der IBAN stimmt nicht. Bitte auf Tippfehler prüfen."),
    IbanFault.COUNTRY: gettext_lazy("Bezahlt wird nur auf Konten in der Schweiz und in Liechtenstein (CH, LI)."),
    IbanFault.QR: gettext_lazy(
        "Das ist eine QR-IBAN. Auf sie kann nur mit einer QR-Rechnung einbezahlt werden; "
        "bitte die gewöhnliche IBAN angeben."
    ),
}


def account_faults(entry: AccountEntry, place: Place) -> list[Fault]:
    """What is wrong with an account: IBAN, structured address (SIX), and whether the municipality still exists."""
    faults = account_value_faults({name: getattr(entry, name) for name in ("iban", "postcode", *LENGTHS)})
    if place.ended_before(entry.valid_from):
        message = _("%(name)s besteht am %(day)s nicht mehr.")
        faults.append(Fault("valid_from", message % {"name": place.name, "day": f"{entry.valid_from:%d.%m.%Y}"}))
    return faults


def account_value_faults(values: Mapping[str, str]) -> list[Fault]:
    """The same for those values that are given, each for itself."""
    faults = []
    if "iban" in values and (fault := iban_fault(compact_iban(values["iban"]))):
        faults.append(Fault("iban", str(_IBAN_SENTENCES[fault])))
    if "postcode" in values and not _POSTCODE.fullmatch(values["postcode"]):
        faults.append(Fault("postcode", _("Eine Postleitzahl hat vier Ziffern.")))
    for column, length in LENGTHS.items():
        if column in values:
            faults += _text_faults(column, values[column], length)
    return faults


def _text_faults(column: str, value: str, length: int) -> list[Fault]:
    if not value:
        return [Fault(column, _("Der Wert fehlt."))] if column in _REQUIRED else []
    if len(value) > length:
        return [Fault(column, _("Der Text ist länger als %(length)d Zeichen.") % {"length": length})]
    if not can_be_paid(value):
        return [Fault(column, _("Der Text enthält Zeichen, die in einer Zahlung nicht möglich sind."))]
    return []
