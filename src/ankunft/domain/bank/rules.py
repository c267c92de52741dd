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

OUR_REFERENCE = re.compile(r"RF[0-9]{2}(?:[A-Z][A-Z0-9]{0,2})?[0-9]{10}")
"""How invoices are referred to (ISO 11649), wherever somebody wrote it; the sign of a scheme comes first."""
LENGTHS = range(14, 18)
"""Without a sign, and with one of up to three characters."""


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
    rejected: bool = False


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
    """What a movement is, how much of it that explains (Rappen), by which reference, and why the rest is left.

    `payments` are those of a file that one sum paid, by their references.
    """

    what: What
    amount: int = 0
    target: str = ""
    finding: str = ""
    payments: tuple[str, ...] = ()


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
            payments |= {one: replace(payments[one], executed=True) for one in told.payments}
        verdicts.append(told)
    return verdicts


def debited_by(ordered: Mapping[str, tuple[int, bool]], amount: int) -> tuple[str, ...]:
    """Which payments one sum (Rappen, below zero) paid, by their references; none where it is not theirs.

    `ordered` are those that the bank has neither paid nor rejected as far as known, with their amount and whether they
    came back.
    What came back was debited before, whichever was read first; unless the bank never debited it at all.
    """
    for some in (list(ordered), [one for one, (_amount, came_back) in ordered.items() if not came_back]):
        if some and amount == -sum(ordered[one][0] for one in some):
            return tuple(some)
    return ()


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
    # A sign may end in a digit, so nothing but the check digits tells where a reference ends.
    tried = {written[at.start() : at.start() + length] for at in re.finditer("RF", written) for length in LENGTHS}
    found = {one for one in tried if OUR_REFERENCE.fullmatch(one) and iso11649.is_valid(one)}
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
    """One of our payments that came back, whole. Less (a bank kept its charges, or gave back a part) is for people."""
    paid = known.payments.get(movement.end_to_end)
    if paid is None:
        return _left("unknown_reference" if movement.end_to_end else "no_reference")
    if paid.returned or paid.rejected:
        return _left("rejected" if paid.rejected else "twice")
    if movement.amount != paid.amount:
        return _left("other_amount")
    return Verdict(What.RETURN, movement.amount, movement.end_to_end)


def _debit(movement: Movement, known: Known) -> Verdict:
    """Money that went out: one payment of ours, or all of a file in one sum."""
    if paid := known.payments.get(movement.end_to_end):
        if paid.executed or paid.rejected:
            return _left("rejected" if paid.rejected else "twice")
        same = movement.amount == -paid.amount
        return Verdict(What.EXECUTION, movement.amount, movement.end_to_end) if same else _left("other_amount")
    if movement.batch in known.files and not movement.end_to_end:
        ordered = {
            reference: (paid.amount, paid.returned)
            for reference, paid in known.payments.items()
            if paid.file == movement.batch and not (paid.executed or paid.rejected)
        }
        if not ordered:
            return _left("twice")
        paid_now = debited_by(ordered, movement.amount)
        if not paid_now:
            return _left("other_amount")
        return Verdict(What.BATCH, movement.amount, movement.batch, payments=paid_now)
    if movement.end_to_end or movement.batch:
        return _left("unknown_reference")
    return _left("collective" if movement.is_collective else "debit")
