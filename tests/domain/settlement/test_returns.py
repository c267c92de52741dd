"""A payment that came back: paid again or given up, proposed by one and confirmed by another."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from ankunft.domain.settlement.explain import explain
from ankunft.domain.settlement.models import DecisionKind, Payment, PaymentFile, PaymentReturn, ReturnDecision
from ankunft.domain.settlement.outcome_rules import Standing, is_confirmed, standing
from ankunft.domain.settlement.selectors import outcomes_of, payment_file_for, run_is_confirmed
from ankunft.domain.settlement.services import return_confirm, return_propose, return_resume, return_withdraw
from ankunft.domain.settlement.services.outcomes import Told, executions_record, return_record, return_undo
from ankunft.domain.territory.models import PaymentAccount
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.bank.ground import Settled, settled

pytestmark = pytest.mark.django_db

NEW_IBAN = "CH5604835012345678009"


@pytest.fixture
def case() -> Settled:
    return settled()


def returned(case: Settled) -> PaymentReturn:
    """The payment to Olten came back; that to Trimbach was executed."""
    first, second = case.payments
    executions_record(told=[Told(one, date(2025, 3, 31), "B-1") for one in (first, second)], actor=case.people.finance)
    return return_record(
        payment=first, amount=600_00, code="AC04", text="", returned_on=date(2025, 4, 2), told_by="B-2",
        actor=case.people.finance,
    )  # fmt: skip


def proposed(case: Settled, kind: DecisionKind = DecisionKind.AGAIN) -> ReturnDecision:
    return return_propose(returned=returned(case), kind=kind, reason="Neues Konto", actor=case.people.finance)


def moved_account(case: Settled) -> None:
    """Olten has another account from today on."""
    old = PaymentAccount.objects.get(municipality=case.olten)
    PaymentAccount.objects.create(
        municipality=case.olten, valid_from=clock.today(), iban=NEW_IBAN, name=old.name, street=old.street,
        house_number=old.house_number, postcode=old.postcode, town=old.town,
    )  # fmt: skip


class TestPaidAgain:
    def test_to_the_account_of_today_in_a_file_of_its_own(self, case: Settled) -> None:
        before = payment_file_for(case.run)
        moved_account(case)
        decision = proposed(case)
        assert decision.iban == NEW_IBAN
        return_confirm(decision=decision, actor=case.people.approver)
        first, again, _other = case.payments
        assert (again.reference, again.number, again.replaces) == (f"{first.reference}-2", 2, first)
        assert (again.amount, again.iban, again.payee) == (600_00, NEW_IBAN, case.olten)
        file = PaymentFile.objects.get(number=2)
        assert (again.file, file.total, file.count, file.reference) == (file, 600_00, 1, "ANKUNFT-2025-03-2")
        assert payment_file_for(case.run) == before
        assert NEW_IBAN in payment_file_for(case.run, 2).decode()
        assert not run_is_confirmed(case.run)
        executions_record(told=[Told(again, date(2025, 4, 9), "B-3")], actor=case.people.finance)
        assert run_is_confirmed(case.run)
        assert Event.objects.get(action="settlement.returned.confirm").after["account"]["iban"] == NEW_IBAN

    def test_and_again_if_that_comes_back_as_well(self, case: Settled) -> None:
        return_confirm(decision=proposed(case), actor=case.people.approver)
        second = Payment.objects.get(number=2)
        back = return_record(
            payment=second, amount=600_00, code="", text="", returned_on=date(2025, 4, 20), told_by="B-4",
            actor=case.people.finance,
        )  # fmt: skip
        again = return_propose(returned=back, kind=DecisionKind.AGAIN, reason="Demo", actor=case.people.finance)
        return_confirm(decision=again, actor=case.people.approver)
        third = Payment.objects.get(number=3)
        assert third.reference == f"{case.payments[0].reference}-3"
        assert PaymentFile.objects.get(number=3).reference == "ANKUNFT-2025-03-3"
        assert [one.standing for one in outcomes_of(case.payments)] == [
            Standing.REPLACED, Standing.REPLACED, Standing.ORDERED, Standing.EXECUTED
        ]  # fmt: skip

    def test_not_by_the_same_hands(self, case: Settled) -> None:
        back = returned(case)
        decision = return_propose(returned=back, kind=DecisionKind.AGAIN, reason="Demo", actor=case.people.approver)
        with pytest.raises(Forbidden, match="Sie haben hier schon mitgewirkt"):
            return_confirm(decision=decision, actor=case.people.approver)
        with pytest.raises(Forbidden, match="entscheiden die Finanzen"):
            return_confirm(decision=decision, actor=case.people.finance)
        assert PaymentFile.objects.filter(run=case.run).count() == 1

    def test_not_if_the_account_changed_since(self, case: Settled) -> None:
        decision = proposed(case)
        moved_account(case)
        with pytest.raises(Refused, match="Das Konto von Olten hat seit dem Vorschlag geändert"):
            return_confirm(decision=decision, actor=case.people.approver)
        decision.refresh_from_db()
        assert (decision.state, Payment.objects.filter(number=2).exists()) == ("proposed", False)
        return_withdraw(decision=decision, actor=case.people.finance)
        again = return_propose(
            returned=decision.payment_return, kind=DecisionKind.AGAIN, reason="Demo", actor=case.people.finance
        )
        assert again.iban == NEW_IBAN

    def test_not_without_an_account(self, case: Settled) -> None:
        back = returned(case)
        PaymentAccount.objects.filter(municipality=case.olten).delete()
        with pytest.raises(Refused, match="Olten hat heute kein Konto mit Adresse"):
            return_propose(returned=back, kind=DecisionKind.AGAIN, reason="Demo", actor=case.people.finance)

    def test_once(self, case: Settled) -> None:
        decision = proposed(case)
        with pytest.raises(Refused, match="schon etwas vorgeschlagen"):
            return_propose(
                returned=decision.payment_return, kind=DecisionKind.GIVE_UP, reason="x", actor=case.people.finance
            )
        return_confirm(decision=decision, actor=case.people.approver)
        with pytest.raises(Forbidden, match="Der Stand ist «bestätigt»"):
            return_confirm(decision=decision, actor=case.people.approver)

    def test_with_a_reason(self, case: Settled) -> None:
        with pytest.raises(Refused, match="Sagen Sie, warum"):
            return_propose(returned=returned(case), kind=DecisionKind.AGAIN, reason=" ", actor=case.people.finance)


class TestGivenUp:
    def test_the_run_is_confirmed_without_it(self, case: Settled) -> None:
        decision = proposed(case, DecisionKind.GIVE_UP)
        assert not run_is_confirmed(case.run)
        return_confirm(decision=decision, actor=case.people.approver)
        assert run_is_confirmed(case.run)
        assert PaymentFile.objects.filter(run=case.run).count() == 1

    def test_and_taken_up_again(self, case: Settled) -> None:
        decision = proposed(case, DecisionKind.GIVE_UP)
        return_confirm(decision=decision, actor=case.people.approver)
        with pytest.raises(Refused, match="braucht eine Begründung"):
            return_resume(decision=decision, reason="", actor=case.people.finance)
        return_resume(decision=decision, reason="Konto gefunden", actor=case.people.finance)
        assert not run_is_confirmed(case.run)
        assert outcomes_of(case.payments)[0].standing is Standing.RETURNED

    def test_what_was_paid_again_stays(self, case: Settled) -> None:
        decision = proposed(case)
        return_confirm(decision=decision, actor=case.people.approver)
        with pytest.raises(Refused, match="lässt sich nicht wieder aufnehmen"):
            return_resume(decision=decision, reason="x", actor=case.people.finance)
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            connection.cursor().execute("UPDATE settlement_returndecision SET state = 'withdrawn'")


def test_that_it_came_back_is_no_mistake_once_something_is_proposed(case: Settled) -> None:
    decision = proposed(case)
    with pytest.raises(Refused, match="schon etwas vorgeschlagen oder entschieden"):
        return_undo(returned=decision.payment_return, reason="x", actor=case.people.finance)


def test_the_explanation_tells_what_became_of_it(case: Settled) -> None:
    return_confirm(decision=proposed(case), actor=case.people.approver)
    told = explain(f"2025-03/{case.olten.bfs_number}")
    assert "Von der Bank ausgeführt am 31.03.2025." in told
    assert "Zurückgekommen am 02.04.2025: CHF 600.00 (AC04: Konto aufgehoben)." in told
    assert f"Noch einmal bezahlt durch {case.payments[0].reference}-2." in told
    assert "ANKUNFT-2025-03-2" in told


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((), Standing.PLANNED),
        (("ordered",), Standing.ORDERED),
        (("ordered", "executed"), Standing.EXECUTED),
        (("ordered", "returned"), Standing.RETURNED),
        (("ordered", "executed", "returned"), Standing.RETURNED),
        (("ordered", "executed", "returned", "proposed"), Standing.PROPOSED),
        (("ordered", "executed", "returned", "replaced"), Standing.REPLACED),
        (("ordered", "executed", "returned", "given_up"), Standing.GIVEN_UP),
    ],
)
def test_how_a_payment_stands(said: tuple[str, ...], expected: Standing) -> None:
    names = ("ordered", "executed", "returned", "proposed", "replaced", "given_up")
    assert standing(**{name: name in said for name in names}) is expected


@pytest.mark.parametrize(
    ("standings", "confirmed"),
    [
        ([], False),
        ([Standing.EXECUTED], True),
        ([Standing.EXECUTED, Standing.ORDERED], False),
        ([Standing.REPLACED, Standing.ORDERED], False),
        ([Standing.REPLACED, Standing.EXECUTED, Standing.GIVEN_UP], True),
        ([Standing.EXECUTED, Standing.RETURNED], False),
        ([Standing.EXECUTED, Standing.PROPOSED], False),
        ([Standing.PLANNED], False),
    ],
)
def test_when_a_run_is_confirmed(standings: list[Standing], confirmed: bool) -> None:
    assert is_confirmed(standings) is confirmed
