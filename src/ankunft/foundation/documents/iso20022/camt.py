"""Bank statements (camt.053.001.08) and notifications (camt.054.001.08) as plain values.

Both say the same of a movement; the notification comes earlier and says more of collective bookings. What is read here
is what settling needs: how much, when, with which references, and why something came back.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from lxml import etree

from ankunft.foundation.kernel.errors import Refused

from . import schemas
from .movements import Account, BankFile, Movement
from .reading import LONGEST, LONGEST_NAME, Elements, namespace_of, opened

NAMESPACES = {
    "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08": ("BkToCstmrStmt/Stmt", "camt.053.001.08.xsd"),
    "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08": ("BkToCstmrDbtCdtNtfctn/Ntfctn", "camt.054.001.08.xsd"),
}
BOOKED = "BOOK"
CREDIT = "CRDT"
RETURNED = "RRTN"


def read(content: bytes) -> BankFile:
    """The file as values.

    Refused with a sentence if it is no camt.053 or camt.054 of version 08, breaks its official schema (where the
    installation has it), or moves anything but Swiss francs.
    """
    root = opened(content)
    namespace = namespace_of(root)
    if namespace not in NAMESPACES:
        raise Refused(
            _(
                "Diese Datei wird hier nicht gelesen. Gelesen werden Kontoauszug (camt.053) und Buchungsanzeige "
                "(camt.054), je Version 08, und Rückmeldung zu Zahlungen (pain.002), Version 10."
            )
        )
    path, schema = NAMESPACES[namespace]
    if schemas.is_there():
        schemas.require_valid(content, schema)
    reader = _Reader(namespace)
    message = reader.text(root, "*/GrpHdr/MsgId", LONGEST)
    accounts = tuple(reader.account(each, message) for each in reader.all(root, path))
    return BankFile(schema.removesuffix(".001.08.xsd"), message, accounts)


class _Reader(Elements):
    """Reads the accounts of a file."""

    def account(self, element: etree._Element, message: str) -> Account:
        number = self.text(element, "Id", LONGEST)
        iban = self.iban(element, "Acct")
        booked = [entry for entry in self.all(element, "Ntry") if self.text(entry, "Sts/Cd") == BOOKED]
        movements = tuple(self._movements(booked, iban, f"{message}/{number}"))
        days = (self.day(element, "FrToDt/FrDtTm"), self.day(element, "FrToDt/ToDtTm"))
        return Account(number, iban, movements, *days)

    def _movements(self, entries: list[etree._Element], iban: str, place: str) -> Iterator[Movement]:
        once = _Once()
        for position, entry in enumerate(entries):
            own = self.text(entry, "AcctSvcrRef", LONGEST)
            details = self.all(entry, "NtryDtls/TxDtls")
            # Without a reference of the bank nothing tells that it is the same in another file: it is another one.
            # Some banks give a reversal the reference of what it reverses: it is another movement all the same.
            kind = "/R" if self._is_reversal(entry) else ""
            group = once(f"{iban}/{own or _digest(f'{place}/{position}')}{kind}")
            if not self._adds_up(entry, details):
                yield self._movement(entry, entry, key=group, group=group, is_collective=True)
                continue
            if not details:
                collective = self.text(entry, "NtryDtls/Btch/NbOfTxs").lstrip("0") not in ("", "1")
                yield self._movement(entry, entry, key=group, group=group, is_collective=collective)
            for number, detail in enumerate(details):
                part = self.text(detail, "Refs/AcctSvcrRef", LONGEST)
                key = once(f"{iban}/{part}" if part and part != own else f"{group}#{number}")
                yield self._movement(entry, detail, key=key, group=group, alone=len(details) == 1)

    def _adds_up(self, entry: etree._Element, details: list[etree._Element]) -> bool:
        """Whether the parts together are what moved: where they are not, only the whole is certain."""
        if len(details) < 2:
            return True
        if not all(self._amounts(detail) for detail in details):
            return False
        parts = sum(self._signed(detail, entry) for detail in details)
        return parts == self._signed(entry, entry)

    def _signed(self, element: etree._Element, entry: etree._Element) -> int:
        amounts = self._amounts(element)
        if not amounts:
            raise Refused(_("Zeile %(line)s: Eine Buchung hat keinen Betrag.") % {"line": element.sourceline})
        amount = self.amount(amounts[0])
        return amount if self._is_credit(element, entry) else -amount

    def _is_credit(self, element: etree._Element, entry: etree._Element) -> bool:
        return (self.text(element, "CdtDbtInd") or self.text(entry, "CdtDbtInd")) == CREDIT

    def _is_reversal(self, entry: etree._Element) -> bool:
        return self.text(entry, "RvslInd") in ("true", "1")

    def _amounts(self, element: etree._Element) -> list[etree._Element]:
        return self.all(element, "Amt") or self.all(element, "AmtDtls/TxAmt/Amt")

    def _movement(
        self,
        entry: etree._Element,
        detail: etree._Element,
        *,
        key: str,
        group: str,
        alone: bool = False,
        is_collective: bool = False,
    ) -> Movement:
        # What one payment moved on the account stands at the booking; its detail may tell other money, or charges.
        amount = self._signed(entry, entry) if alone else self._signed(detail, entry)
        other = "Dbtr" if self._is_credit(detail, entry) else "Cdtr"
        references = sorted({one.text or "" for one in self.all(detail, "RmtInf/Strd/CdtrRefInf/Ref")})
        # Several of them: which part of the money belongs to which is for people to say.
        only = references.pop().replace(" ", "").upper()[:LONGEST] if len(references) == 1 else ""
        words = [*((one.text or "").strip() for one in self.all(detail, "RmtInf/Ustrd")), *references]
        code = self.text(detail, "RtrInf/Rsn/Cd", LONGEST) or self.text(detail, "RtrInf/Rsn/Prtry", LONGEST)
        kinds = {self.text(each, "BkTxCd/Domn/Fmly/SubFmlyCd") for each in (entry, detail)}
        has_reference = bool(self.text(entry, "AcctSvcrRef") or self.text(detail, "Refs/AcctSvcrRef"))
        return Movement(
            key=key,
            amount=amount,
            booked_on=self._day(entry, "BookgDt"),
            valued_on=self._day(entry, "ValDt", "BookgDt"),
            end_to_end=self.reference(detail, "Refs/EndToEndId"),
            creditor_reference=only,
            message=" ".join(word for word in words if word),
            counterparty=self.text(detail, f"RltdPties/{other}/Pty/Nm", LONGEST_NAME),
            counterparty_iban=self.text(detail, f"RltdPties/{other}Acct/Id/IBAN", LONGEST - 1),
            return_code=code,
            return_text=self.text(detail, "RtrInf/AddtlInf"),
            is_return=bool(code) or RETURNED in kinds,
            batch=self._batch(entry, detail),
            group=group,
            is_collective=is_collective,
            is_reversal=self._is_reversal(entry),
            likeness="" if has_reference else self._likeness(entry, detail),
        )

    def _batch(self, entry: etree._Element, detail: etree._Element) -> str:
        own = self.reference(detail, "Refs/PmtInfId") or self.reference(detail, "Refs/MsgId")
        whole = self.reference(entry, "NtryDtls/Btch/PmtInfId") or self.reference(entry, "NtryDtls/Btch/MsgId")
        return own or whole

    def _likeness(self, entry: etree._Element, detail: etree._Element) -> str:
        """The same words about the same amount on the same day."""
        said = [self.text(entry, "BookgDt/Dt"), self.text(entry, "BookgDt/DtTm")[:10]]
        amount = self._amounts(detail) or self._amounts(entry)
        said += [self.text(entry, "CdtDbtInd"), amount[0].text or ""]
        said += [
            " ".join(text.split()) for part in ("Refs", "RltdPties", "RmtInf") for text in self._texts(detail, part)
        ]
        return _digest("\n".join(said))

    def _texts(self, element: etree._Element, path: str) -> Iterator[str]:
        for found in self.all(element, path):
            yield from (str(text) for text in found.itertext() if text.strip())

    def _day(self, entry: etree._Element, *names: str) -> date:
        for name in names:
            if day := self.day(entry, f"{name}/Dt") or self.day(entry, f"{name}/DtTm"):
                return day
        raise Refused(_("Zeile %(line)s: Eine Buchung hat kein Datum.") % {"line": entry.sourceline})


class _Once:
    """Gives every name once: where a bank uses one again in the same statement, the next has a number."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def __call__(self, name: str) -> str:
        self._given[name] += 1
        times = self._given[name]
        return name if times == 1 else f"{name}~{times}"


def _digest(said: str) -> str:
    return f"#{hashlib.sha256(said.encode()).hexdigest()[:32]}"
