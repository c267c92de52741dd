"""Whether a municipality can be paid to this account and address."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from ..rules import IbanFault, Place, compact_iban, iban_fault
from ..values import AccountEntry, Fault
from .address import address_value_faults, ended_faults, text_faults

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
    return account_value_faults(entry._asdict()) + ended_faults(entry, place)


def account_value_faults(values: Mapping[str, object]) -> list[Fault]:
    """The same for those values that are given, each for itself."""
    faults = []
    if "iban" in values and (fault := iban_fault(compact_iban(str(values["iban"])))):
        faults.append(Fault("iban", str(_IBAN_SENTENCES[fault])))
    return faults + text_faults(values, {"name": 70}) + address_value_faults(values)
