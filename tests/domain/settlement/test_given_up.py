"""What came back and was given up is not paid: in the credit of the year, at its end, in the derivation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest
from django.db import transaction
from django.db.models import Sum

from ankunft.domain.settlement.explain import explain
from ankunft.domain.settlement.models import DecisionKind, PayeeBalance, Payment, PaymentReturn, ReturnDecision
from ankunft.domain.settlement.selectors import credit_standing, credit_standings, returns_open
from ankunft.domain.settlement.services import (
    payment_reject,
    return_confirm,
    return_propose,
    return_resume,
    year_end_confirm,
)
from ankunft.domain.settlement.services.outcomes import Told, executions_record, return_record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.bank.ground import Settled, settled
from tests.domain.settlement.making import SEPTEMBER, released
from tests.domain.settlement.test_credits import credit, ended

pytestmark = pytest.mark.django_db

PAID, OPEN, GIVEN_UP = "paid", "open", "given_up"


@pytest.fixture
def case() -> Settled:
    return settled()


def back(payment: Payment, case: Settled) -> PaymentReturn:
    return return_record(
        payment=payment, amount=payment.amount, code="AC04", text="", returned_on=date(2025, 4, 2),
        told_by=f"B-{payment.reference}", actor=case.people.finance,
    )  # fmt: skip


def decided(returned: PaymentReturn, kind: DecisionKind, case: Settled) -> ReturnDecision:
    decision = return_propose(returned=returned, kind=kind, reason="Demo", actor=case.people.finance)
    return_confirm(decision=decision, actor=case.people.approver)
    return decision


def executed(payment: Payment, case: Settled) -> None:
    executions_record(told=[Told(payment, date(2025, 3, 31), "E")], actor=case.people.finance)


def again(payment: Payment, case: Settled) -> Payment:
    decided(back(payment, case), DecisionKind.AGAIN, case)
    return Payment.objects.get(replaces=payment)


def given_up(payment: Payment, case: Settled) -> ReturnDecision:
    return decided(back(payment, case), DecisionKind.GIVE_UP, case)


def rejected(payment: Payment, case: Settled) -> PaymentReturn:
    return payment_reject(
        reference=payment.reference, rejected_on=clock.today(), reason="Telefon", actor=case.people.finance
    )


def resumed(payment: Payment, case: Settled) -> None:
    return_resume(decision=given_up(payment, case), reason="Doch", actor=case.people.finance)


FATES: dict[str, tuple[str, Callable[[Payment, Settled], object]]] = {
    "ordered": (PAID, lambda payment, case: None),
    "executed": (PAID, executed),
    "came back": (OPEN, back),
    "proposed": (
        OPEN,
        lambda payment, case: return_propose(
            returned=back(payment, case), kind=DecisionKind.GIVE_UP, reason="Demo", actor=case.people.finance
        ),
    ),
    "rejected": (OPEN, rejected),
    "paid again": (PAID, lambda payment, case: executed(again(payment, case), case)),
    "given up": (GIVEN_UP, given_up),
    "given up when it came back twice": (GIVEN_UP, lambda payment, case: given_up(again(payment, case), case)),
    "rejected and given up": (
        GIVEN_UP,
        lambda payment, case: decided(rejected(payment, case), DecisionKind.GIVE_UP, case),
    ),
    "taken up again": (OPEN, resumed),
}


def test_whatever_becomes_of_payments_paid_open_and_given_up_are_what_was_released(case: Settled) -> None:
    credit(case.people, 5000)
    total = PayeeBalance.objects.filter(run=case.run).aggregate(sum=Sum("payment"))["sum"]
    first, second = case.payments
    for one, other in product(FATES, FATES):
        with transaction.atomic():
            expected = {PAID: 0, OPEN: 0, GIVEN_UP: 0}
            for payment, fate in ((first, one), (second, other)):
                end, happens = FATES[fate]
                happens(payment, case)
                expected[end] += payment.amount
            standing = credit_standing(2025)
            told = {PAID: standing.paid - standing.undecided, OPEN: standing.undecided, GIVEN_UP: standing.given_up}
            assert told == expected, (one, other)
            assert sum(told.values()) == total == 1000_00
            assert credit_standings()[0] == standing
            assert sum(each.amount for each in returns_open(Actor.operator())) in (0, standing.undecided)
            transaction.set_rollback(True)


def test_what_is_given_up_leaves_room_in_the_credit_until_it_is_taken_up_again(case: Settled) -> None:
    credit(case.people, 1000)
    decision = given_up(case.payments[0], case)
    assert credit_standing(2025).rest == 600_00
    return_resume(decision=decision, reason="Doch", actor=case.people.finance)
    assert credit_standing(2025).rest == 0


def test_without_room_nothing_is_taken_up_again(case: Settled) -> None:
    decision = given_up(case.payments[0], case)
    credit(case.people, 500)
    with pytest.raises(Refused, match=r"reicht dafür nicht mehr: Es fehlen CHF 500\.00"):
        return_resume(decision=decision, reason="Doch", actor=case.people.finance)


class TestTheEndOfTheYear:
    def test_waits_for_what_came_back(self, case: Settled) -> None:
        credit(case.people, 5000)
        released(SEPTEMBER, case.people)
        back(case.payments[0], case)
        with pytest.raises(Refused, match=r"über CHF 600\.00 nicht entschieden"):
            ended(case.people)

    def test_the_surplus_has_what_was_given_up_and_keeps_it(self, case: Settled) -> None:
        credit(case.people, 5000)
        released(SEPTEMBER, case.people)
        decision = given_up(case.payments[0], case)
        end = ended(case.people)
        assert (end.paid, end.surplus) == (400_00, 4600_00)
        year_end_confirm(end=end, actor=case.people.approver)
        with pytest.raises(Refused, match="Das Jahr 2025 ist abgeschlossen"):
            return_resume(decision=decision, reason="Doch", actor=case.people.finance)

    def test_what_is_given_up_after_it_changes_nothing_that_was_booked(self, case: Settled) -> None:
        credit(case.people, 5000)
        released(SEPTEMBER, case.people)
        end = ended(case.people)
        year_end_confirm(end=end, actor=case.people.approver)
        decision = given_up(case.payments[0], case)
        end.refresh_from_db()
        assert (end.paid, end.surplus) == (1000_00, 4000_00)
        return_resume(decision=decision, reason="Doch", actor=case.people.finance)


def test_the_derivation_says_that_it_is_not_paid(case: Settled) -> None:
    given_up(case.payments[0], case)
    told = explain(f"2025-03/{case.olten.bfs_number}")
    assert "Aufgegeben, zählt nicht als ausbezahlt: Demo" in told
