"""The payment part with receipt, as data for its Typst template: texts are grouped here, measures are set there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ankunft.foundation.kernel.money import Money

from ..iso20022.parties import Address
from .bill import Bill, payload
from .symbol import symbol

PART = Path(__file__).parent / "part.typ"
"""What a template imports: `payment-part(data)` fills the foot of its page, 210 × 105 mm."""


def part_data(bill: Bill) -> dict[str, Any]:
    """What `part.typ` sets for this bill; Refused where `payload` refuses.

    Amount and reference are grouped as the style guide wants them: `1 949.75`, `RF18 5390 0754 7034`.
    """
    text = payload(bill)
    return {
        "payload": text,
        "symbol": symbol(text),
        "account": _fours(bill.creditor.iban),
        "creditor": _lines(bill.creditor.name, bill.creditor.address),
        "reference": _reference(bill.reference),
        "message": bill.message,
        "debtor": _lines(bill.debtor.name, bill.debtor.address) if bill.debtor else [],
        "amount": "" if bill.amount is None else Money(bill.amount).grouped().replace("'", " "),
    }


def _lines(name: str, address: Address) -> list[str]:
    """Name, street and town; the country is left out where it is Switzerland."""
    street = f"{address.street} {address.house_number}".strip()
    abroad = "" if address.country == "CH" else f"{address.country}-"
    return [line for line in (name, street, f"{abroad}{address.postcode} {address.town}") if line]


def _fours(text: str) -> str:
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def _reference(reference: str) -> str:
    """A QR reference has two digits and then groups of five, a creditor reference groups of four."""
    if not reference.isdigit():
        return _fours(reference)
    return " ".join([reference[:2], *(reference[at : at + 5] for at in range(2, len(reference), 5))])
