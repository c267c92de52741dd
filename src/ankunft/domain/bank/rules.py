"""What a movement on the canton's account is: pure decisions over plain values.

Sources: KRS-GEF-2017/01 (KS) 4.7 for what is paid back, Swiss Payment Standards for what banks say. Money is never
guessed at: neither an amount nor a name alone explains anything. What references do not tell is left to people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from stdnum import iso11649

from ankunft.foundation.documents.iso20022.movements import Movement

OUR_REFERENCE = re.compile(r"RF[0-9]{2}[A-Z]{0,3}[0-9]{10}")
"""How invoices are referred to (ISO 11649), wherever somebody wrote it; the sign of a scheme comes first."""


class What(StrEnum):
    """What a movement does."""

    RECEIPT = "receipt"
    RETURN = "return"
    EXECUTION = "execution"
    BATCH = "batch"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Paid:
    """What is known of one of our payments: its amount in Rappen, the file that it is in, and what the bank said."""

    amount: int
    file: str = ""
    executed: bool = False
    returned: bool = False

    @property
    def is_outstanding(self) -> bool:
        """Whether the bank said nothing of it yet."""
        return not (self.executed or self.returned)


@dataclass(frozen=True, slots=True)
class Known:
    """What movements may refer to: open amounts of invoices by reference (Rappen), payments and files by theirs.

    Of a file that is in `files`, every payment is in `payments`. `likenesses` are those of movements without a
    reference of the bank that other statements told.
    """

    invoices: Mapping[str, int]
    payments: Mapping[str, Paid]
    files: frozenset[str] = frozenset()
    likenesses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a movement is, how much of it that explains (Rappen), by which reference, and why the rest is left."""

    what: What
    amount: int = 0
    target: str = ""
    finding: str = ""


def judge(movements: Iterable[Movement], known: Known) -> list[Verdict]:
    """What each movement is, in their order: what one settles the next one finds settled."""
    invoices, payments = dict(known.invoices), dict(known.payments)
    verdicts = []
    for movement in movements:
        told = verdict(movement, Known(invoices, payments, known.files, known.likenesses))
        if told.what is What.RECEIPT:
            invoices[told.target] -= told.amount
        elif told.what is What.RETURN:
            payments[told.target] = replace(payments[told.target], returned=True)
        elif told.what is What.EXECUTION:
            payments[told.target] = replace(payments[told.target], executed=True)
        elif told.what is What.BATCH:
            payments |= {one: replace(payments[one], executed=True) for one in outstanding(payments, told.target)}
        verdicts.append(told)
    return verdicts


def outstanding(payments: Mapping[str, Paid], file: str) -> list[str]:
    """The payments of a file of which the bank said nothing yet."""
    return [reference for reference, paid in payments.items() if paid.file == file and paid.is_outstanding]


def verdict(movement: Movement, known: Known) -> Verdict:
    """What the movement is as far as references tell."""
    if movement.amount == 0:
        return _left("nothing")
    if movement.is_reversal:
        return _left("reversal")
    if movement.likeness and movement.likeness in known.likenesses:
        return _left("perhaps_known")
    if movement.amount < 0:
        return _debit(movement, known)
    if movement.is_return:
        return _return(movement, known)
    return _receipt(movement, known)


def invoice_reference(movement: Movement) -> str:
    """The reference of an invoice that the payer gave: in its field, or written out in the message; empty if none.

    Where the message has several, nobody can say which part of the money belongs to which.
    """
    if movement.creditor_reference:
        return movement.creditor_reference
    written = re.sub(r"[^0-9A-Z]", "", movement.message.upper())
    found = {one for one in OUR_REFERENCE.findall(written) if iso11649.is_valid(one)}
    return found.pop() if len(found) == 1 else ""


def _left(finding: str) -> Verdict:
    return Verdict(What.NOTHING, finding=finding)


def _receipt(movement: Movement, known: Known) -> Verdict:
    """Money that came in: booked on the invoice whose reference it has, as far as that is open (KS 4.7)."""
    reference = invoice_reference(movement)
    if not reference:
        if movement.end_to_end in known.payments:
            return _left("perhaps_return")
        return _left("collective" if movement.is_collective else "no_reference")
    open_amount = known.invoices.get(reference)
    if open_amount is None:
        return _left("unknown_reference")
    if open_amount == 0:
        return _left("settled")
    booked = min(movement.amount, open_amount)
    return Verdict(What.RECEIPT, booked, reference, "overpaid" if booked < movement.amount else "")


def _return(movement: Movement, known: Known) -> Verdict:
    """One of our payments that came back; less than it was where a bank kept its charges."""
    paid = known.payments.get(movement.end_to_end)
    if paid is None:
        return _left("unknown_reference" if movement.end_to_end else "no_reference")
    if paid.returned:
        return _left("twice")
    if movement.amount > paid.amount:
        return _left("other_amount")
    return Verdict(What.RETURN, movement.amount, movement.end_to_end)


def _debit(movement: Movement, known: Known) -> Verdict:
    """Money that went out: one payment of ours, or all of a file in one sum."""
    if paid := known.payments.get(movement.end_to_end):
        if paid.executed:
            return _left("twice")
        same = movement.amount == -paid.amount
        return Verdict(What.EXECUTION, movement.amount, movement.end_to_end) if same else _left("other_amount")
    if movement.batch in known.files and not movement.end_to_end:
        waiting = outstanding(known.payments, movement.batch)
        if not waiting:
            return _left("twice")
        same = movement.amount == -sum(known.payments[one].amount for one in waiting)
        return Verdict(What.BATCH, movement.amount, movement.batch) if same else _left("other_amount")
    if movement.end_to_end or movement.batch:
        return _left("unknown_reference")
    return _left("collective" if movement.is_collective else "debit")
