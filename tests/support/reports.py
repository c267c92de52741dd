"""Status reports as a bank sends them (pain.002, version 10), built element by element."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

SPACE = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"


@dataclass(frozen=True)
class Said:
    """What the bank says of one payment: `amount` in Rappen and `iban` where it repeats them."""

    reference: str
    status: str = "RJCT"
    code: str = ""
    text: str = ""
    amount: int | None = None
    iban: str = ""


def report(
    original: str,
    *said: Said,
    group: str = "",
    block: str = "",
    code: str = "",
    text: str = "",
    message: str = "R-1",
    number: str = "",
    count: int | None = None,
    total: str = "",
) -> bytes:
    """A report about the file `original`: of the whole (`group`), of its block of payments, of single ones."""
    document = etree.Element(f"{{{SPACE}}}Document", nsmap={None: SPACE})
    root = _under(document, "CstmrPmtStsRpt")
    header = _under(root, "GrpHdr")
    _under(header, "MsgId", message)
    _under(header, "CreDtTm", "2025-03-25T18:00:00")
    whole = _under(root, "OrgnlGrpInfAndSts")
    _under(whole, "OrgnlMsgId", original)
    _under(whole, "OrgnlMsgNmId", "pain.001.001.09")
    if count is not None:
        _under(whole, "OrgnlNbOfTxs", str(count))
    if total:
        _under(whole, "OrgnlCtrlSum", total)
    if group:
        _under(whole, "GrpSts", group)
    if not (said or block):
        _reason(whole, code, text)
        return _bytes(document)
    part = _under(root, "OrgnlPmtInfAndSts")
    _under(part, "OrgnlPmtInfId", number or original)
    if block:
        _under(part, "PmtInfSts", block)
    _reason(part, code, text)
    for one in said:
        _payment(part, one)
    return _bytes(document)


def _payment(parent: etree._Element, said: Said) -> None:
    element = _under(parent, "TxInfAndSts")
    _under(element, "OrgnlInstrId", said.reference)
    _under(element, "OrgnlEndToEndId", said.reference)
    if said.status:
        _under(element, "TxSts", said.status)
    _reason(element, said.code, said.text)
    if said.amount is None and not said.iban:
        return
    original = _under(element, "OrgnlTxRef")
    if said.amount is not None:
        amount = _under(_under(original, "Amt"), "InstdAmt", f"{said.amount // 100}.{said.amount % 100:02d}")
        amount.set("Ccy", "CHF")
    if said.iban:
        _under(_under(_under(original, "DbtrAcct"), "Id"), "IBAN", said.iban)


def _reason(parent: etree._Element, code: str, text: str) -> None:
    if not (code or text):
        return
    reason = _under(parent, "StsRsnInf")
    if code:
        _under(_under(reason, "Rsn"), "Cd", code)
    if text:
        _under(reason, "AddtlInf", text)


def _under(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    element = etree.SubElement(parent, f"{{{SPACE}}}{name}")
    if text:
        element.text = text
    return element


def _bytes(document: etree._Element) -> bytes:
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)
