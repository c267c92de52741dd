"""Statements and notifications as a bank sends them (camt.053 and camt.054, version 08), built element by element."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lxml import etree

CANTON_IBAN = "CH5481230000001998736"
DAY = date(2025, 4, 1)


@dataclass(frozen=True)
class Part:
    """One payment within a booking: `amount` in Rappen, below zero where money went out."""

    amount: int
    end_to_end: str = ""
    reference: str = ""
    message: str = ""
    payer: str = ""
    own: str = ""
    code: str = ""
    text: str = ""


@dataclass(frozen=True)
class Booking:
    """One booking of the bank. Without parts only the sum is told; `count` says of how many payments."""

    amount: int
    own: str = "B-1"
    parts: Sequence[Part] = field(default=())
    batch: str = ""
    count: int = 0
    reversal: bool = False
    day: date = DAY
    currency: str = "CHF"
    state: str = "BOOK"
    kind: str = "DMCT"


def single(amount: int, own: str = "B-1", *, day: date = DAY, **told: Any) -> Booking:
    """A booking of one payment."""
    return Booking(amount, own, (Part(amount, **told),), day=day, kind="RRTN" if told.get("code") else "DMCT")


def statement(
    *bookings: Booking,
    kind: str = "camt.054",
    message: str = "M-1",
    number: str = "S-1",
    iban: str = CANTON_IBAN,
) -> bytes:
    """A file with one statement."""
    is_statement = kind == "camt.053"
    root_name, part_name = ("BkToCstmrStmt", "Stmt") if is_statement else ("BkToCstmrDbtCdtNtfctn", "Ntfctn")
    space = f"urn:iso:std:iso:20022:tech:xsd:{kind}.001.08"
    document = etree.Element(f"{{{space}}}Document", nsmap={None: space})
    make = _Maker(space)
    root = make(document, root_name)
    header = make(root, "GrpHdr")
    make(header, "MsgId", message)
    make(header, "CreDtTm", "2025-04-01T08:00:00")
    part = make(root, part_name)
    make(part, "Id", number)
    make(part, "CreDtTm", "2025-04-01T08:00:00")
    make(make(make(part, "Acct"), "Id"), "IBAN", iban)
    if is_statement:
        _balance(make, part)
    for booking in bookings:
        _booking(make, part, booking)
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)


class _Maker:
    """Adds an element below another."""

    def __init__(self, space: str) -> None:
        self._space = space

    def __call__(self, parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
        element = etree.SubElement(parent, f"{{{self._space}}}{name}", attributes)
        if text:
            element.text = text
        return element

    def amount(self, parent: etree._Element, rappen: int, currency: str = "CHF") -> None:
        self(parent, "Amt", f"{abs(rappen) // 100}.{abs(rappen) % 100:02d}", Ccy=currency)
        self(parent, "CdtDbtInd", "CRDT" if rappen > 0 else "DBIT")


def _balance(make: _Maker, parent: etree._Element) -> None:
    balance = make(parent, "Bal")
    make(make(make(balance, "Tp"), "CdOrPrtry"), "Cd", "CLBD")
    make.amount(balance, 1)
    make(make(balance, "Dt"), "Dt", "2025-04-01")


def _booking(make: _Maker, parent: etree._Element, booking: Booking) -> None:
    entry = make(parent, "Ntry")
    make.amount(entry, booking.amount, booking.currency)
    if booking.reversal:
        make(entry, "RvslInd", "true")
    make(make(entry, "Sts"), "Cd", booking.state)
    for name in ("BookgDt", "ValDt"):
        make(make(entry, name), "Dt", booking.day.isoformat())
    if booking.own:
        make(entry, "AcctSvcrRef", booking.own)
    domain = make(make(entry, "BkTxCd"), "Domn")
    make(domain, "Cd", "PMNT")
    family = make(domain, "Fmly")
    make(family, "Cd", "RCDT")
    make(family, "SubFmlyCd", booking.kind)
    if not (booking.parts or booking.batch or booking.count):
        return
    details = make(entry, "NtryDtls")
    if booking.batch or booking.count:
        batch = make(details, "Btch")
        if booking.batch:
            make(batch, "PmtInfId", booking.batch)
        if booking.count:
            make(batch, "NbOfTxs", str(booking.count))
    for part in booking.parts:
        _part(make, details, part)


def _part(make: _Maker, parent: etree._Element, part: Part) -> None:
    detail = make(parent, "TxDtls")
    references = make(detail, "Refs")
    if part.own:
        make(references, "AcctSvcrRef", part.own)
    make(references, "EndToEndId", part.end_to_end or "NOTPROVIDED")
    make.amount(detail, part.amount)
    if part.payer:
        parties = make(detail, "RltdPties")
        make(make(make(parties, "Dbtr" if part.amount > 0 else "Cdtr"), "Pty"), "Nm", part.payer)
    if part.reference or part.message:
        information = make(detail, "RmtInf")
        if part.message:
            make(information, "Ustrd", part.message)
        if part.reference:
            make(make(make(information, "Strd"), "CdtrRefInf"), "Ref", part.reference)
    if part.code:
        returned = make(detail, "RtrInf")
        make(make(returned, "Rsn"), "Cd", part.code)
        if part.text:
            make(returned, "AddtlInf", part.text)
