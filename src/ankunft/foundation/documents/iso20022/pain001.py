"""Payment orders as pain.001.001.09 in the Swiss variant (Swiss Payment Standards, credit transfer).

One order is one debit of the payer: every transfer in CHF to an account in Switzerland, addresses structured. The same
order gives the same bytes, whenever it is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from .parties import (
    LONGEST_MESSAGE,
    LONGEST_NAME,
    Address,
    Party,
    institute,
    require_identifier,
    require_text,
)

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
SCHEMA = "pain.001.001.09.ch.03.xsd"
"""The official schema of the Swiss variant; not ours to pass on."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment: `amount` in Rappen, `reference` comes back from the bank, `message` is for the payee."""

    reference: str
    amount: int
    payee: Party
    message: str


@dataclass(frozen=True, slots=True)
class Order:
    """What the payer's bank is told: everything on one day, from one account."""

    reference: str
    made_at: datetime
    """With its zone: the moment is written as the clock there showed it."""
    pay_on: date
    payer: Party
    transfers: Sequence[Transfer]
    software: str = "Ankunft"


def document(order: Order) -> bytes:
    """The order as the bank takes it.

    Refused if it has no transfer, one of nothing or less, a reference twice, or a text that no bank takes.
    """
    _require(order)
    total = Money(sum(transfer.amount for transfer in order.transfers)).plain()
    spaces: Any = {None: NAMESPACE}
    root = etree.Element(_name("Document"), nsmap=spaces)
    initiation = _under(root, "CstmrCdtTrfInitn")
    _header(initiation, order, total)
    _payments(initiation, order, total)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _require(order: Order) -> None:
    references = [transfer.reference for transfer in order.transfers]
    if not references:
        raise Refused(_("Es gibt nichts zu zahlen: Eine Zahlungsdatei braucht mindestens eine Zahlung."))
    if len(set(references)) < len(references):
        raise Refused(_("Zwei Zahlungen haben dieselbe Referenz."))
    for reference in (order.reference, *references):
        require_identifier(reference)
    for party in (order.payer, *(transfer.payee for transfer in order.transfers)):
        _require_party(party)
    for transfer in order.transfers:
        require_text(transfer.message, LONGEST_MESSAGE, _("Mitteilung"))
        if transfer.amount <= 0:
            raise Refused(_("Die Zahlung %(reference)s hat keinen Betrag.") % {"reference": transfer.reference})


def _require_party(party: Party) -> None:
    address = party.address
    require_text(party.name, LONGEST_NAME, _("Name"))
    require_text(address.postcode, 16, _("Postleitzahl"))
    require_text(address.town, 35, _("Ort"))
    if address.street:
        require_text(address.street, 70, _("Strasse"))
    if address.house_number:
        require_text(address.house_number, 16, _("Hausnummer"))


def _header(parent: etree._Element, order: Order, total: str) -> None:
    header = _under(parent, "GrpHdr")
    _text(header, "MsgId", order.reference)
    _text(header, "CreDtTm", order.made_at.replace(tzinfo=None).isoformat(timespec="seconds"))
    _text(header, "NbOfTxs", str(len(order.transfers)))
    _text(header, "CtrlSum", total)
    initiator = _under(header, "InitgPty")
    _text(initiator, "Nm", order.payer.name)
    other = _under(_under(initiator, "CtctDtls"), "Othr")
    _text(other, "ChanlTp", "NAME")
    _text(other, "Id", order.software)


def _payments(parent: etree._Element, order: Order, total: str) -> None:
    block = _under(parent, "PmtInf")
    _text(block, "PmtInfId", order.reference)
    _text(block, "PmtMtd", "TRF")
    _text(block, "BtchBookg", "true")
    _text(block, "NbOfTxs", str(len(order.transfers)))
    _text(block, "CtrlSum", total)
    _text(_under(block, "ReqdExctnDt"), "Dt", order.pay_on.isoformat())
    _party(block, "Dbtr", order.payer)
    _account(block, "DbtrAcct", order.payer)
    _institute(block, order.payer)
    for transfer in order.transfers:
        _transfer(block, transfer)


def _institute(block: etree._Element, payer: Party) -> None:
    member = _under(_under(_under(block, "DbtrAgt"), "FinInstnId"), "ClrSysMmbId")
    _text(_under(member, "ClrSysId"), "Cd", "CHBCC")
    _text(member, "MmbId", institute(payer.iban))


def _transfer(block: etree._Element, transfer: Transfer) -> None:
    entry = _under(block, "CdtTrfTxInf")
    identification = _under(entry, "PmtId")
    _text(identification, "InstrId", transfer.reference)
    _text(identification, "EndToEndId", transfer.reference)
    _text(_under(entry, "Amt"), "InstdAmt", Money(transfer.amount).plain()).set("Ccy", "CHF")
    _party(entry, "Cdtr", transfer.payee)
    _account(entry, "CdtrAcct", transfer.payee)
    _text(_under(entry, "RmtInf"), "Ustrd", transfer.message)


def _party(parent: etree._Element, name: str, party: Party) -> None:
    element = _under(parent, name)
    _text(element, "Nm", party.name)
    _address(_under(element, "PstlAdr"), party.address)


def _address(element: etree._Element, address: Address) -> None:
    for name, text in (
        ("StrtNm", address.street),
        ("BldgNb", address.house_number),
        ("PstCd", address.postcode),
        ("TwnNm", address.town),
        ("Ctry", address.country),
    ):
        if text:
            _text(element, name, text)


def _account(parent: etree._Element, name: str, party: Party) -> None:
    _text(_under(_under(parent, name), "Id"), "IBAN", party.iban)


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _under(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, _name(name))


def _text(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = _under(parent, name)
    element.text = text
    return element
