"""What a movement is: a table of cases, and that whatever comes, no invoice is overdrawn and no Rappen is lost."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.bank.rules import Known, Paid, What, invoice_reference, judge, verdict
from ankunft.domain.settlement.invoice_rules import creditor_reference
from ankunft.foundation.documents.iso20022.movements import Movement
from ankunft.foundation.kernel.periods import Month

MARCH = Month(2025, 3)
INVOICE, OTHER = creditor_reference(MARCH, 2601), creditor_reference(MARCH, 2581)
KNOWN = Known(
    invoices={INVOICE: 1200_00, OTHER: 0},
    payments={
        "2025-03-1": Paid(600_00, "ANKUNFT-2025-03"),
        "2025-03-2": Paid(400_00, "ANKUNFT-2025-03"),
        "2025-03-3": Paid(100_00, "ANKUNFT-2025-03", executed=True),
        "2025-03-4": Paid(100_00, "ANKUNFT-2025-03", executed=True, returned=True),
        "2024-09-1": Paid(50_00, "ANKUNFT-2024-09", executed=True),
    },
    files=frozenset({"ANKUNFT-2025-03", "ANKUNFT-2024-09"}),
    likenesses=frozenset({"#seen"}),
)


def movement(amount: int, **told: object) -> Movement:
    plain = dict.fromkeys(
        ("end_to_end", "creditor_reference", "message", "counterparty", "counterparty_iban", "return_code"), ""
    )
    values = {"key": "K", "group": "K", "return_text": "", **plain, **told}
    return Movement(amount=amount, booked_on=date(2025, 4, 1), valued_on=date(2025, 4, 1), **values)  # type: ignore[arg-type]


CASES = {
    "exactly what is open": (movement(1200_00, creditor_reference=INVOICE), What.RECEIPT, 1200_00, ""),
    "a part of it": (movement(200_00, creditor_reference=INVOICE), What.RECEIPT, 200_00, ""),
    "more than is open": (movement(1300_00, creditor_reference=INVOICE), What.RECEIPT, 1200_00, "overpaid"),
    "nothing open any more": (movement(100_00, creditor_reference=OTHER), What.NOTHING, 0, "settled"),
    "a reference of somebody else": (
        movement(1, creditor_reference="RF18539007547034"), What.NOTHING, 0, "unknown_reference"),
    "no reference": (movement(1200_00, message="Rückzahlung"), What.NOTHING, 0, "no_reference"),
    "a reference in the message": (
        movement(1200_00, message=f"Ref. {INVOICE[:4]} {INVOICE[4:]}"), What.RECEIPT, 1200_00, ""),
    "two references in the message": (movement(5_00, message=f"{INVOICE} {OTHER}"), What.NOTHING, 0, "no_reference"),
    "a sum of receipts": (movement(9_00, is_collective=True), What.NOTHING, 0, "collective"),
    "a payment came back": (
        movement(600_00, end_to_end="2025-03-1", is_return=True), What.RETURN, 600_00, ""),
    "it came back less charges": (
        movement(595_00, end_to_end="2025-03-1", is_return=True), What.NOTHING, 0, "other_amount"),
    "more came back than went out": (
        movement(601_00, end_to_end="2025-03-1", is_return=True), What.NOTHING, 0, "other_amount"),
    "it came back already": (
        movement(100_00, end_to_end="2025-03-4", is_return=True), What.NOTHING, 0, "twice"),
    "an unknown payment came back": (
        movement(1_00, end_to_end="X", is_return=True), What.NOTHING, 0, "unknown_reference"),
    "a return without any reference": (movement(1_00, is_return=True), What.NOTHING, 0, "no_reference"),
    "a credit with our reference": (movement(600_00, end_to_end="2025-03-1"), What.NOTHING, 0, "perhaps_return"),
    "a payment went out": (movement(-600_00, end_to_end="2025-03-1"), What.EXECUTION, -600_00, ""),
    "another amount went out": (movement(-601_00, end_to_end="2025-03-1"), What.NOTHING, 0, "other_amount"),
    "it went out already": (movement(-100_00, end_to_end="2025-03-3"), What.NOTHING, 0, "twice"),
    "the whole file in one sum": (movement(-1000_00, batch="ANKUNFT-2025-03"), What.BATCH, -1000_00, ""),
    "a sum that is not the file's": (movement(-1100_00, batch="ANKUNFT-2025-03"), What.NOTHING, 0, "other_amount"),
    "a file of which all is known": (movement(-50_00, batch="ANKUNFT-2024-09"), What.NOTHING, 0, "twice"),
    "an order of another system": (movement(-1_00, batch="PAYROLL"), What.NOTHING, 0, "unknown_reference"),
    "charges": (movement(-1_50), What.NOTHING, 0, "debit"),
    "a sum of debits": (movement(-1_50, is_collective=True), What.NOTHING, 0, "collective"),
    "a reversal": (movement(-1200_00, creditor_reference=INVOICE, is_reversal=True), What.NOTHING, 0, "reversal"),
    "nothing moved": (movement(0), What.NOTHING, 0, "nothing"),
    "perhaps told before": (
        movement(1200_00, creditor_reference=INVOICE, likeness="#seen"), What.NOTHING, 0, "perhaps_known"),
    "without a reference of the bank": (
        movement(1200_00, creditor_reference=INVOICE, likeness="#new"), What.RECEIPT, 1200_00, ""),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_a_movement_is(case: str) -> None:
    told, what, amount, finding = CASES[case]
    found = verdict(told, KNOWN)
    assert (found.what, found.amount, found.finding) == (what, amount, finding)


def test_what_one_settles_the_next_one_finds_settled() -> None:
    paid = movement(800_00, creditor_reference=INVOICE)
    first, second, third = judge([paid, paid, paid], KNOWN)
    assert (first.amount, second.amount, third.finding) == (800_00, 400_00, "settled")
    assert second.finding == "overpaid"


def test_single_payments_are_no_longer_part_of_the_sum() -> None:
    single, rest, whole = judge(
        [
            movement(-600_00, end_to_end="2025-03-1"),
            movement(-400_00, batch="ANKUNFT-2025-03"),
            movement(-400_00, end_to_end="2025-03-2"),
        ],
        KNOWN,
    )
    assert (single.what, rest.what, whole.finding) == (What.EXECUTION, What.BATCH, "twice")


def test_the_reference_of_a_scheme_whose_sign_has_a_digit() -> None:
    reference = creditor_reference(MARCH, 2601, "S2")
    assert invoice_reference(movement(1, message=f"Danke {reference}")) == reference


@pytest.mark.parametrize("text", ["RF00202503260112", "RF7020250326", "nichts", ""])
def test_what_is_no_reference_in_a_message(text: str) -> None:
    assert invoice_reference(movement(1, message=text)) == ""


MOVEMENTS = st.builds(
    movement,
    st.integers(-2000_00, 2000_00),
    creditor_reference=st.sampled_from(["", INVOICE, OTHER, "X"]),
    end_to_end=st.sampled_from(["", "2025-03-1", "2025-03-2", "2025-03-4", "X"]),
    batch=st.sampled_from(["", "ANKUNFT-2025-03", "X"]),
    is_return=st.booleans(),
    is_reversal=st.booleans(),
    is_collective=st.booleans(),
    likeness=st.sampled_from(["", "#seen", "#new"]),
)


@given(st.lists(MOVEMENTS, max_size=12), st.integers(0, 3000_00), st.integers(0, 3000_00))
def test_no_invoice_is_overdrawn_and_no_rappen_lost(movements: list[Movement], one: int, other: int) -> None:
    known = Known({INVOICE: one, OTHER: other}, KNOWN.payments, KNOWN.files, KNOWN.likenesses)
    verdicts = judge(movements, known)
    booked: dict[str, int] = defaultdict(int)
    done: list[tuple[What, str]] = []
    for told, found in zip(movements, verdicts, strict=True):
        rest = told.amount - found.amount
        assert found.amount + rest == told.amount
        assert 0 <= abs(found.amount) <= abs(told.amount)
        assert found.amount * told.amount >= 0, "what is explained has the sign of what moved"
        assert rest == 0 or found.finding or found.what is What.NOTHING, "a rest says why"
        if found.what is What.RECEIPT:
            booked[found.target] += found.amount
        elif found.what is not What.NOTHING:
            assert rest == 0
            done.append((found.what, found.target))
    assert all(0 <= booked[reference] <= known.invoices[reference] for reference in booked)
    assert len(set(done)) == len(done), "nothing is executed or returned twice"
