"""What a QR-bill says: to whom, how much, for what; and the text that its symbol carries."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from qrbill import QRBill
from stdnum import iban as iban_number
from stdnum import iso11649
from stdnum.ch import esr

from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from ..iso20022.parties import LONGEST_MESSAGE, LONGEST_NAME, Address, Party, require_text

LARGEST_AMOUNT = 99_999_999_999
"""Rappen: CHF 999'999'999.99 is the most that a QR-bill can ask for."""

LARGEST_PAYLOAD = 997
"""Bytes: what a symbol of version 25 holds at error level M; a larger one is not allowed."""

_LONGEST = {"street": 70, "house_number": 16, "postcode": 16, "town": 35}
_QR_REFERENCE = re.compile(r"[0-9]{27}")
_QR_INSTITUTES = range(30000, 32000)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has to pay: a name with a structured address."""

    name: str
    address: Address


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill in CHF. `amount` in Rappen, None where the payer writes it; without `debtor` the payer writes who pays.

    `reference` is a creditor reference (ISO 11649, «RF…») or none for an ordinary IBAN, a QR reference (27 digits)
    for a QR-IBAN.
    """

    creditor: Party
    debtor: Holder | None = None
    amount: int | None = None
    reference: str = ""
    message: str = ""


def is_qr_iban(iban: str) -> bool:
    """Whether the account is one for QR references only: its institute number is 30000 to 31999."""
    return iban[4:9].isdigit() and int(iban[4:9]) in _QR_INSTITUTES


def payload(bill: Bill) -> str:
    """The text of the symbol, lines ended by CR LF (Implementation Guidelines QR-bill, chapter 4.2).

    Refused, with a sentence that says what to mend, where a bank would not take the bill.
    """
    _require_account(bill.creditor.iban)
    _require_holder(bill.creditor.name, bill.creditor.address)
    if bill.debtor is not None:
        _require_holder(bill.debtor.name, bill.debtor.address)
    _require_amount(bill.amount)
    _require_reference(bill.reference, bill.creditor.iban)
    if bill.message:
        require_text(bill.message, LONGEST_MESSAGE, _("Die Mitteilung"))
    text = _written(bill)
    if len(text.encode()) > LARGEST_PAYLOAD:
        raise Refused(
            _(
                "Namen, Adressen und Mitteilung sind zusammen zu lang für eine QR-Rechnung: %(bytes)s von höchstens "
                "%(most)s Bytes. Kürzen Sie die Mitteilung oder einen Namen."
            )
            % {"bytes": len(text.encode()), "most": LARGEST_PAYLOAD}
        )
    return text


def _written(bill: Bill) -> str:
    """The same by the library, which has checks of its own: what it refuses and we did not see is a refusal too."""
    try:
        built = QRBill(
            account=bill.creditor.iban,
            creditor=_parts(bill.creditor.name, bill.creditor.address),
            debtor=_parts(bill.debtor.name, bill.debtor.address) if bill.debtor else None,
            amount=None if bill.amount is None else Money(bill.amount).plain(),
            reference_number=bill.reference or None,
            additional_information=bill.message,
        )
    except ValueError as error:
        raise Refused(_("Aus diesen Angaben entsteht keine QR-Rechnung: %(problem)s") % {"problem": error}) from error
    return str(built.qr_data())


def _parts(name: str, address: Address) -> dict[str, str]:
    return {
        "name": name,
        "street": address.street,
        "house_num": address.house_number,
        "pcode": address.postcode,
        "city": address.town,
        "country": address.country,
    }


def _require_account(iban: str) -> None:
    if not iban_number.is_valid(iban) or iban != iban_number.compact(iban):
        raise Refused(_("«%(iban)s» ist keine IBAN: Die Prüfziffer stimmt nicht.") % {"iban": iban})
    if iban[:2] not in ("CH", "LI"):
        raise Refused(
            _("Eine QR-Rechnung wird auf ein Konto in der Schweiz oder in Liechtenstein bezahlt, nicht auf «%(iban)s».")
            % {"iban": iban}
        )


def _require_holder(name: str, address: Address) -> None:
    require_text(name, LONGEST_NAME, _("Der Name"))
    labels = {
        "street": _("Die Strasse"),
        "house_number": _("Die Hausnummer"),
        "postcode": _("Die Postleitzahl"),
        "town": _("Der Ort"),
    }
    for part, most in _LONGEST.items():
        text = getattr(address, part)
        if text or part in ("postcode", "town"):
            require_text(text, most, labels[part])


def _require_amount(amount: int | None) -> None:
    if amount is None:
        return
    if amount == 0:
        raise Refused(
            _(
                "Eine QR-Rechnung über CHF 0.00 wird nicht erstellt: "
                "Wo nichts geschuldet ist, braucht es keine Rechnung."
            )
        )
    if not 0 < amount <= LARGEST_AMOUNT:
        raise Refused(
            _("Eine QR-Rechnung lautet auf CHF 0.01 bis %(most)s, nicht auf %(amount)s.")
            % {"most": Money(LARGEST_AMOUNT), "amount": Money(amount)}
        )


def _require_reference(reference: str, iban: str) -> None:
    if is_qr_iban(iban):
        if not (_QR_REFERENCE.fullmatch(reference) and esr.is_valid(reference)):
            raise Refused(
                _("«%(iban)s» ist eine QR-IBAN: Sie braucht eine QR-Referenz aus 27 Ziffern mit richtiger Prüfziffer.")
                % {"iban": iban}
            )
    elif reference and not (iso11649.is_valid(reference) and reference == iso11649.compact(reference).upper()):
        raise Refused(
            _(
                "«%(reference)s» passt nicht zum Konto «%(iban)s»: Zu einer gewöhnlichen IBAN gehört eine Referenz, "
                "die mit RF und ihrer Prüfziffer beginnt (ISO 11649), oder keine."
            )
            % {"reference": reference, "iban": iban}
        )
