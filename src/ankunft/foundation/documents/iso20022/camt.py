"""Bank statements (camt.053.001.08) and notifications (camt.054.001.08) as plain values.

Both say the same of a movement; the notification comes earlier and says more of collective bookings. What is read here
is what settling needs: how much, when, with which references, and why something came back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from lxml import etree

from ankunft.foundation.documents.xml import NotAllowed, parsed
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from . import schemas

NAMESPACES = {
    "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08": ("BkToCstmrStmt/Stmt", "camt.053.001.08.xsd"),
    "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08": ("BkToCstmrDbtCdtNtfctn/Ntfctn", "camt.054.001.08.xsd"),
}
BOOKED = "BOOK"
CREDIT = "CRDT"
NOTHING = {"", "NOTPROVIDED"}


@dataclass(frozen=True, slots=True)
class Movement:
    """One booked payment in or out. `amount` in Rappen, above zero where money came in.

    `key` is the bank's own reference of it: the same movement in another file has the same one.
    """

    key: str
    amount: int
    booked_on: date
    valued_on: date
    end_to_end: str
    creditor_reference: str
    message: str
    counterparty: str
    counterparty_iban: str
    return_code: str
    """Why a payment of ours came back (ISO 20022, external return reason), empty if it did not."""
    return_text: str


@dataclass(frozen=True, slots=True)
class Account:
    """What a file says of one account: the bank's number of the statement, and what moved."""

    statement: str
    iban: str
    movements: tuple[Movement, ...]


@dataclass(frozen=True, slots=True)
class BankFile:
    """A whole file: the bank's message number, and every account in it."""

    message_id: str
    accounts: tuple[Account, ...]


def read(content: bytes) -> BankFile:
    """The file as values.

    Refused with a sentence if it is no camt.053 or camt.054 of version 08, breaks its official schema (where the
    installation has it), or moves anything but Swiss francs.
    """
    try:
        root = parsed(content)
    except (etree.XMLSyntaxError, NotAllowed):
        raise Refused(_("Das ist keine Bankdatei: Sie lässt sich nicht als XML lesen.")) from None
    namespace = etree.QName(root).namespace or ""
    if namespace not in NAMESPACES:
        raise Refused(_("Das ist kein Kontoauszug: Gelesen werden camt.053 und camt.054, je Version 08."))
    path, schema = NAMESPACES[namespace]
    if schemas.is_there():
        schemas.require_valid(content, schema)
    reader = _Reader(namespace)
    message = reader.text(root, "*/GrpHdr/MsgId")
    return BankFile(message, tuple(reader.account(each) for each in reader.all(root, path)))


class _Reader:
    """Finds elements by their plain names in one namespace."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def all(self, element: etree._Element, path: str) -> list[etree._Element]:
        return element.findall(self._path(path))

    def text(self, element: etree._Element, path: str) -> str:
        return (element.findtext(self._path(path)) or "").strip()

    def _path(self, path: str) -> str:
        return "/".join(step if step in ("*", ".") else f"{{{self._namespace}}}{step}" for step in path.split("/"))

    def account(self, element: etree._Element) -> Account:
        iban = self.text(element, "Acct/Id/IBAN") or self.text(element, "Acct/Id/Othr/Id")
        booked = [entry for entry in self.all(element, "Ntry") if self.text(entry, "Sts/Cd") == BOOKED]
        return Account(self.text(element, "Id"), iban, tuple(self._movements(booked, iban)))

    def _movements(self, entries: list[etree._Element], iban: str) -> Iterator[Movement]:
        for entry in entries:
            details = self.all(entry, "NtryDtls/TxDtls")
            for number, detail in enumerate(details or [entry]):
                yield self._movement(entry, detail, number, alone=len(details) < 2, iban=iban)

    def _movement(
        self, entry: etree._Element, detail: etree._Element, number: int, *, alone: bool, iban: str
    ) -> Movement:
        amount = self._amount(detail) if self.all(detail, "Amt") else self._amount(entry) if alone else 0
        is_credit = (self.text(detail, "CdtDbtInd") or self.text(entry, "CdtDbtInd")) == CREDIT
        other = "Dbtr" if is_credit else "Cdtr"
        message = " ".join(element.text or "" for element in self.all(detail, "RmtInf/Ustrd"))
        return Movement(
            key=self._key(entry, detail, number, iban),
            amount=amount if is_credit else -amount,
            booked_on=self._day(entry, "BookgDt"),
            valued_on=self._day(entry, "ValDt", "BookgDt"),
            end_to_end=self._reference(detail, "Refs/EndToEndId"),
            creditor_reference=self._reference(detail, "RmtInf/Strd/CdtrRefInf/Ref"),
            message=message.strip(),
            counterparty=self.text(detail, f"RltdPties/{other}/Pty/Nm"),
            counterparty_iban=self.text(detail, f"RltdPties/{other}Acct/Id/IBAN"),
            return_code=self.text(detail, "RtrInf/Rsn/Cd") or self.text(detail, "RtrInf/Rsn/Prtry"),
            return_text=self.text(detail, "RtrInf/AddtlInf"),
        )

    def _amount(self, element: etree._Element) -> int:
        amount = self.all(element, "Amt")[0]
        if amount.get("Ccy") != "CHF":
            raise Refused(_("Zeile %(line)s: Gelesen werden nur Beträge in CHF.") % {"line": amount.sourceline})
        try:
            return Money.parse((amount.text or "").strip()).rappen
        except ValueError:
            raise Refused(
                _("Zeile %(line)s: «%(amount)s» ist kein Betrag in Franken und Rappen.")
                % {"line": amount.sourceline, "amount": amount.text or ""}
            ) from None

    def _day(self, entry: etree._Element, *names: str) -> date:
        for name in names:
            if day := self.text(entry, f"{name}/Dt") or self.text(entry, f"{name}/DtTm"):
                with suppress(ValueError):
                    return date.fromisoformat(day[:10])
        raise Refused(_("Zeile %(line)s: Eine Buchung hat kein Datum.") % {"line": entry.sourceline})

    def _reference(self, element: etree._Element, path: str) -> str:
        reference = self.text(element, path)
        return "" if reference in NOTHING else reference

    def _key(self, entry: etree._Element, detail: etree._Element, number: int, iban: str) -> str:
        """The bank's reference; where it gives none, a digest of what it says and of the place within the entry."""
        if own := self.text(detail, "Refs/AcctSvcrRef") or (number == 0 and self.text(entry, "AcctSvcrRef")):
            return f"{iban}/{own}"
        said = etree.tostring(detail, method="c14n")
        return f"{iban}/#{hashlib.sha256(said + str(number).encode()).hexdigest()[:32]}"
