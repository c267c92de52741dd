"""Bank statements (camt.053.001.08) and notifications (camt.054.001.08) as plain values.

Both say the same of a movement; the notification comes earlier and says more of collective bookings. What is read here
is what settling needs: how much, when, with which references, and why something came back.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from django.utils.translation import gettext as _
from lxml import etree

from ankunft.foundation.documents.xml import NotAllowed, parsed
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from . import schemas
from .movements import Account, BankFile, Movement

NAMESPACES = {
    "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08": ("BkToCstmrStmt/Stmt", "camt.053.001.08.xsd"),
    "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08": ("BkToCstmrDbtCdtNtfctn/Ntfctn", "camt.054.001.08.xsd"),
}
BOOKED = "BOOK"
CREDIT = "CRDT"
RETURNED = "RRTN"
LONGEST, LONGEST_NAME = 35, 140
"""How long references and names are in the official schema, which not every installation has."""
MOST = 10**15
"""Rappen: more than any account in Switzerland ever moved."""
NOTHING = {"", "NOTPROVIDED"}


def read(content: bytes) -> BankFile:
    """The file as values.

    Refused with a sentence if it is no camt.053 or camt.054 of version 08, breaks its official schema (where the
    installation has it), or moves anything but Swiss francs.
    """
    try:
        root = parsed(content)
    except etree.XMLSyntaxError as error:
        raise Refused(
            _("Das ist keine ganze Bankdatei: Ab Zeile %(line)s lässt sie sich nicht als XML lesen (%(reason)s).")
            % {"line": error.lineno or 1, "reason": error.msg or "–"}
        ) from None
    except NotAllowed:
        raise Refused(_("Das ist keine Bankdatei: Sie lässt sich nicht als XML lesen.")) from None
    namespace = etree.QName(root).namespace or ""
    if namespace not in NAMESPACES:
        raise Refused(_("Das ist kein Kontoauszug: Gelesen werden camt.053 und camt.054, je Version 08."))
    path, schema = NAMESPACES[namespace]
    if schemas.is_there():
        schemas.require_valid(content, schema)
    reader = _Reader(namespace)
    message = reader.text(root, "*/GrpHdr/MsgId", LONGEST)
    accounts = tuple(reader.account(each, message) for each in reader.all(root, path))
    return BankFile(schema.removesuffix(".001.08.xsd"), message, accounts)


class _Reader:
    """Finds elements by their plain names in one namespace."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def all(self, element: etree._Element, path: str) -> list[etree._Element]:
        return element.findall(self._path(path))

    def text(self, element: etree._Element, path: str, most: int | None = None) -> str:
        found = (element.findtext(self._path(path)) or "").strip()
        if most is not None and len(found) > most:
            raise Refused(
                _("Zeile %(line)s: «%(name)s» ist länger als %(most)s Zeichen.")
                % {"line": element.sourceline, "name": path.rpartition("/")[2], "most": most}
            )
        return found

    def _path(self, path: str) -> str:
        return "/".join(step if step in ("*", ".") else f"{{{self._namespace}}}{step}" for step in path.split("/"))

    def account(self, element: etree._Element, message: str) -> Account:
        number = self.text(element, "Id", LONGEST)
        iban = (self.text(element, "Acct/Id/IBAN") or self.text(element, "Acct/Id/Othr/Id")).replace(" ", "").upper()
        booked = [entry for entry in self.all(element, "Ntry") if self.text(entry, "Sts/Cd") == BOOKED]
        movements = tuple(self._movements(booked, iban, f"{message}/{number}"))
        days = (self._day_or_none(element, "FrToDt/FrDtTm"), self._day_or_none(element, "FrToDt/ToDtTm"))
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
        amount = self._amount(amounts[0])
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
            end_to_end=self._reference(detail, "Refs/EndToEndId"),
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
        own = self._reference(detail, "Refs/PmtInfId") or self._reference(detail, "Refs/MsgId")
        whole = self._reference(entry, "NtryDtls/Btch/PmtInfId") or self._reference(entry, "NtryDtls/Btch/MsgId")
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

    def _amount(self, amount: etree._Element) -> int:
        if amount.get("Ccy") != "CHF":
            raise Refused(_("Zeile %(line)s: Gelesen werden nur Beträge in CHF.") % {"line": amount.sourceline})
        with suppress(ValueError):
            rappen = Money.parse((amount.text or "").strip()).rappen
            if 0 <= rappen <= MOST:
                return rappen
        raise Refused(
            _("Zeile %(line)s: «%(amount)s» ist kein Betrag in Franken und Rappen.")
            % {"line": amount.sourceline, "amount": amount.text or ""}
        )

    def _day(self, entry: etree._Element, *names: str) -> date:
        for name in names:
            if day := self.text(entry, f"{name}/Dt") or self.text(entry, f"{name}/DtTm"):
                with suppress(ValueError):
                    return date.fromisoformat(day[:10])
        raise Refused(_("Zeile %(line)s: Eine Buchung hat kein Datum.") % {"line": entry.sourceline})

    def _reference(self, element: etree._Element, path: str) -> str:
        reference = self.text(element, path, LONGEST)
        return "" if reference in NOTHING else reference

    def _day_or_none(self, element: etree._Element, path: str) -> date | None:
        with suppress(ValueError):
            return date.fromisoformat(self.text(element, path)[:10])
        return None


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
