"""Status reports of a bank about a payment order (pain.002.001.10, Swiss Payment Standards) as plain values.

The bank says of a whole order, of its block of payments or of single payments that they are accepted or rejected,
before it books anything. What holds for a payment is what is said nearest to it. The official schema is used where the
folder of the installation has it; without it everything that is read is measured here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from lxml import etree

from ankunft.foundation.kernel.errors import Refused

from . import schemas
from .reading import LONGEST, Elements, namespace_of, opened

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"
SCHEMA = "pain.002.001.10.xsd"
REJECTED = "RJCT"
LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Status:
    """What the bank says: its status, empty where it says none here; the first reason's code, all its words."""

    status: str = ""
    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What the bank says of one payment. `amount` (Rappen) and `iban`, the payer's, where it repeats them."""

    end_to_end: str
    said: Status
    amount: int | None = None
    iban: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a file says of one order: `original` is our number of it, `batches` those of the blocks that it names.

    `said` holds for whatever is not in `about`; `count` and `total` (Rappen) are ours, where the bank repeats them.
    """

    message_id: str
    made_on: date
    original: str
    said: Status
    about: tuple[About, ...]
    batches: frozenset[str] = frozenset()
    count: int | None = None
    total: int | None = None


def is_one(content: bytes) -> bool:
    """Whether the file is a status report; Refused where it is no XML."""
    return namespace_of(opened(content)) == NAMESPACE


def read(content: bytes) -> Report:
    """The file as values.

    Refused with a sentence if it is no pain.002 of version 10, breaks its official schema (where the installation has
    it), names no order, or speaks of several blocks of payments: our orders have one.
    """
    root = opened(content)
    if namespace_of(root) != NAMESPACE:
        raise Refused(_("Das ist keine Rückmeldung zu Zahlungen (pain.002, Version 10)."))
    if schemas.has(SCHEMA):
        schemas.require_valid(content, SCHEMA)
    return _Reader(NAMESPACE).report(root)


class _Reader(Elements):
    """Reads the report of a file."""

    def report(self, root: etree._Element) -> Report:
        header = self._only(root, "CstmrPmtStsRpt/GrpHdr")
        group = self._only(root, "CstmrPmtStsRpt/OrgnlGrpInfAndSts")
        blocks = self.all(root, "CstmrPmtStsRpt/OrgnlPmtInfAndSts")
        message, original = self.reference(header, "MsgId"), self.reference(group, "OrgnlMsgId")
        made_on = self.day(header, "CreDtTm")
        if not (message and original and made_on):
            raise Refused(_("Die Rückmeldung der Bank sagt nicht, wer sie wann wozu schickt: Eine Angabe fehlt."))
        if len(blocks) > 1:
            raise Refused(
                _("Die Rückmeldung nennt mehrere Blöcke von Zahlungen. Ein Auftrag von Ankunft hat nur einen.")
            )
        said = self._said(group, "GrpSts")
        for block in blocks:
            said = _nearer(self._said(block, "PmtInfSts"), said)
        return Report(
            message_id=message,
            made_on=made_on,
            original=original,
            said=said,
            about=tuple(self._about(each, said) for block in blocks for each in self.all(block, "TxInfAndSts")),
            batches=frozenset(self.reference(block, "OrgnlPmtInfId") for block in blocks) - {""},
            count=self._count(group),
            total=self._total(group),
        )

    def _only(self, root: etree._Element, path: str) -> etree._Element:
        found = self.all(root, path)
        if len(found) != 1:
            raise Refused(
                _("Die Rückmeldung der Bank ist nicht ganz: «%(name)s» steht nicht genau einmal darin.")
                % {"name": path.rpartition("/")[2]}
            )
        return found[0]

    def _about(self, element: etree._Element, whole: Status) -> About:
        amounts = self.all(element, "OrgnlTxRef/Amt/InstdAmt")
        return About(
            self.reference(element, "OrgnlEndToEndId") or self.reference(element, "OrgnlInstrId"),
            _nearer(self._said(element, "TxSts"), whole),
            self.amount(amounts[0]) if amounts else None,
            self.iban(element, "OrgnlTxRef/DbtrAcct"),
        )

    def _said(self, element: etree._Element, name: str) -> Status:
        reasons = self.all(element, "StsRsnInf")
        codes = [
            code
            for reason in reasons
            if (code := self.text(reason, "Rsn/Cd", LONGEST) or self.text(reason, "Rsn/Prtry", LONGEST))
        ]
        words = [(text.text or "").strip() for reason in reasons for text in self.all(reason, "AddtlInf")]
        told = [*codes[1:], *(word for word in words if word)]
        return Status(self.text(element, name, LONGEST), (codes or [""])[0], " ".join(told)[:LONGEST_TEXT])

    def _count(self, group: etree._Element) -> int | None:
        said = self.text(group, "OrgnlNbOfTxs", 15)
        if said and not (said.isascii() and said.isdigit()):
            raise Refused(
                _("Zeile %(line)s: «%(count)s» ist keine Anzahl.") % {"line": group.sourceline, "count": said}
            )
        return int(said) if said else None

    def _total(self, group: etree._Element) -> int | None:
        sums = self.all(group, "OrgnlCtrlSum")
        return self.plain_amount(sums[0]) if sums else None


def _nearer(own: Status, whole: Status) -> Status:
    """What is said of the part itself; of what is rejected as a whole every part is, with the reason that it has."""
    if not own.status:
        return Status(whole.status, own.code or whole.code, own.text or whole.text)
    if own.status == REJECTED and not (own.code or own.text) and whole.status == REJECTED:
        return whole
    return own
