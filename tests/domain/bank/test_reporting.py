"""What the bank says of an order before it books: rejections reopen payments, once, where nothing speaks against it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ankunft.domain.bank.models import BankEntry, StatusReport, StatusWord
from ankunft.domain.bank.services import (
    entry_match,
    entry_undo,
    file_import,
    statement_import,
    word_reject,
    word_resume,
    word_set_aside,
    word_undo,
)
from ankunft.domain.roles import APPROVER, AUDITOR
from ankunft.domain.settlement.models import DecisionKind, PaymentFile, PaymentReturn
from ankunft.domain.settlement.outcome_rules import Standing
from ankunft.domain.settlement.outcome_words import standing_words, told
from ankunft.domain.settlement.selectors import outcomes_of, run_is_confirmed
from ankunft.domain.settlement.services import (
    payment_reject,
    payment_reject_undo,
    return_confirm,
    return_propose,
    return_withdraw,
)
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.bank.ground import Settled, more_payments, settled
from tests.support.bank import Booking, single, statement
from tests.support.people import actor_with
from tests.support.reports import Said, report

pytestmark = pytest.mark.django_db

FILE = "ANKUNFT-2025-03"
REJECTED_ON = date(2025, 3, 25)


@pytest.fixture
def case() -> Settled:
    return settled()


def taken(content: bytes, case: Settled) -> str:
    return file_import(content=content, actor=case.people.finance).sentence()


def standings(case: Settled) -> list[Standing]:
    return [one.standing for one in outcomes_of(case.payments)]


class TestRejections:
    def test_of_one_payment_it_is_owed_again(self, case: Settled) -> None:
        first, _second = case.payments
        said = Said(first.reference, code="AC04", text="Konto saldiert", amount=600_00, iban="CH5481230000001998736")
        content = report(FILE, said, group="PART", count=2, total="1000.00")
        assert taken(content, case) == (
            "Rückmeldung zu 1 Zahlung gelesen: 1 zurückgewiesen, 0 zu klären. Zur ganzen Datei: PART."
        )
        rejection = PaymentReturn.objects.get()
        assert (rejection.payment, rejection.is_rejection, rejection.amount) == (first, True, 600_00)
        assert (rejection.code, rejection.text, rejection.returned_on) == ("AC04", "Konto saldiert", REJECTED_ON)
        assert standings(case) == [Standing.RETURNED, Standing.ORDERED]
        outcome = outcomes_of([first])[0]
        assert standing_words(outcome) == "zurückgewiesen, zu entscheiden"
        assert told(outcome) == ["Von der Bank zurückgewiesen am 25.03.2025: AC04: Konto aufgehoben."]
        assert Event.objects.get(action="settlement.payment.reject").after["code"] == "AC04"
        assert StatusWord.objects.get().rejection == rejection

    @pytest.mark.parametrize("whole", [{"group": "RJCT"}, {"block": "RJCT"}], ids=["file", "block"])
    def test_of_the_whole_every_payment_is(self, case: Settled, whole: dict[str, str]) -> None:
        taken(report(FILE, code="FF01", **whole), case)
        assert standings(case) == [Standing.RETURNED, Standing.RETURNED]
        assert set(StatusWord.objects.values_list("state", "code")) == {("rejected", "FF01")}

    def test_is_paid_again_in_a_file_of_its_own_which_is_confirmed(self, case: Settled) -> None:
        first, second = case.payments
        taken(report(FILE, Said(first.reference)), case)
        statement_import(content=statement(single(-400_00, end_to_end=second.reference)), actor=case.people.finance)
        assert not run_is_confirmed(case.run)
        decision = return_propose(
            returned=PaymentReturn.objects.get(), kind=DecisionKind.AGAIN, reason="Adresse ergänzt",
            actor=case.people.finance,
        )  # fmt: skip
        return_confirm(decision=decision, actor=case.people.approver)
        assert standing_words(outcomes_of([first])[0]) == f"zurückgewiesen, ersetzt durch {first.reference}-2"
        again = report("ANKUNFT-2025-03-2", Said(f"{first.reference}-2", "ACSP"), message="R-2")
        taken(again, case)
        assert PaymentReturn.objects.count() == 1
        statement_import(
            content=statement(single(-600_00, "B-2", end_to_end=f"{first.reference}-2"), message="M-2"),
            actor=case.people.finance,
        )
        assert run_is_confirmed(case.run)

    def test_what_is_accepted_changes_nothing_and_is_kept(self, case: Settled) -> None:
        first, second = case.payments
        taken(report(FILE, Said(first.reference, "ACSP"), Said(second.reference, "ACWC", "DT06"), group="ACCP"), case)
        assert standings(case) == [Standing.ORDERED, Standing.ORDERED]
        assert list(StatusWord.objects.values_list("status", "state")) == [("ACSP", "noted"), ("ACWC", "noted")]
        assert StatusReport.objects.get().status == "ACCP"

    def test_twice_has_no_second_effect(self, case: Settled) -> None:
        content = report(FILE, Said(case.payments[0].reference))
        taken(content, case)
        result = file_import(content=content, actor=case.people.finance)
        assert "schon eingelesen" in result.warnings[0]
        assert "keine zweite Wirkung" in result.warnings[0]
        assert (StatusReport.objects.count(), PaymentReturn.objects.count()) == (1, 1)
        # Another report of the same: the payment is rejected already.
        taken(report(FILE, Said(case.payments[0].reference), message="R-2"), case)
        assert (StatusReport.objects.count(), PaymentReturn.objects.count()) == (2, 1)
        with pytest.raises(Refused, match="In dieser steht anderes"):
            taken(report(FILE, Said(case.payments[1].reference)), case)

    def test_a_dry_run_stores_nothing(self, case: Settled) -> None:
        result = file_import(content=report(FILE, group="RJCT"), actor=Actor.operator(), dry_run=True)
        assert (result.read, result.rejected) == (2, 2)
        assert not StatusReport.objects.exists()
        assert not PaymentReturn.objects.exists()


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (report("ANKUNFT-2024-03", group="RJCT"), "«ANKUNFT-2024-03». Eine Zahlungsdatei .* gibt es nicht"),
            (report(FILE, block="RJCT", number="FREMD-1"), "den Auftrag «FREMD-1»"),
            (report(FILE, group="RJCT", count=3), "hat 2, zusammen CHF 1'000.00"),
            (report(FILE, group="RJCT", total="999.00"), "nennt andere Zahlungen"),
            (report(FILE, Said("x", iban="CH9300762011623852957")), "Konto CH93 0076 2011 6238 5295 7"),
        ],
        ids=["file", "block", "count", "sum", "account"],
    )
    def test_what_is_not_about_our_order(self, case: Settled, content: bytes, reason: str) -> None:
        with pytest.raises(Refused, match=reason):
            taken(content, case)
        assert not StatusReport.objects.exists()

    def test_by_whoever_may_not(self, case: Settled) -> None:
        with pytest.raises(Forbidden, match="lesen die Finanzen ein"):
            file_import(content=report(FILE, group="RJCT"), actor=actor_with(AUDITOR))


class TestMisfits:
    def test_an_executed_payment_stays_executed_until_people_say_otherwise(self, case: Settled) -> None:
        first, _second = case.payments
        statement_import(content=statement(single(-600_00, end_to_end=first.reference)), actor=case.people.finance)
        assert taken(report(FILE, Said(first.reference)), case).endswith("0 zurückgewiesen, 1 zu klären.")
        word = StatusWord.objects.get()
        assert (word.state, word.misfit) == ("waiting", "executed")
        assert standings(case)[0] is Standing.EXECUTED
        with pytest.raises(Refused, match="gilt als ausgeführt"):
            word_reject(word=word, actor=case.people.finance)
        entry_undo(entry=BankEntry.objects.get(), reason="Storno", actor=case.people.finance)
        word.refresh_from_db()
        word_reject(word=word, actor=case.people.finance)
        assert standings(case)[0] is Standing.RETURNED
        assert (word.state, word.misfit) == ("rejected", "")

    def test_a_payment_of_another_file_waits(self, case: Settled) -> None:
        taken(report(FILE, Said("fremd")), case)
        word = StatusWord.objects.get()
        assert (word.payment, word.misfit) == (None, "unknown_payment")
        with pytest.raises(Refused, match="sagt hier nicht"):
            word_reject(word=word, actor=case.people.finance)
        word_set_aside(word=word, reason="Bank hat sich geirrt", actor=case.people.finance)
        word_resume(word=word, reason="Doch nicht", actor=case.people.finance)
        assert word.state == "waiting"

    def test_a_rejection_is_taken_back_unless_something_is_proposed(self, case: Settled) -> None:
        taken(report(FILE, Said(case.payments[0].reference)), case)
        word = StatusWord.objects.get()
        rejection = PaymentReturn.objects.get()
        decision = return_propose(returned=rejection, kind=DecisionKind.GIVE_UP, reason="x", actor=case.people.finance)
        with pytest.raises(Refused, match="schon etwas vorgeschlagen"):
            word_undo(word=word, reason="Bank widerruft", actor=case.people.finance)
        word.refresh_from_db()
        assert word.rejection == rejection
        return_withdraw(decision=decision, actor=case.people.finance)
        word_undo(word=word, reason="Bank widerruft", actor=case.people.finance)
        assert (word.state, word.misfit, word.rejection) == ("waiting", "taken_back", None)
        assert standings(case)[0] is Standing.ORDERED

    def test_what_was_rejected_is_not_executed_by_a_movement(self, case: Settled) -> None:
        first, second = case.payments
        taken(report(FILE, Said(first.reference)), case)
        statement_import(
            content=statement(
                single(-600_00, end_to_end=first.reference), single(600_00, "B-2", end_to_end=first.reference, code="X")
            ),
            actor=case.people.finance,
        )
        assert set(BankEntry.objects.values_list("finding", flat=True)) == {"rejected"}
        with pytest.raises(Refused, match=r"hat .* zurückgewiesen"):
            entry_match(entry=BankEntry.objects.first(), target=first.reference, actor=case.people.finance)
        # The sum of the file is what the bank did not reject.
        statement_import(
            content=statement(Booking(-400_00, "B-3", batch=FILE, count=1), message="M-2", number="S-2"),
            actor=case.people.finance,
        )
        assert [one.standing for one in outcomes_of([second])] == [Standing.EXECUTED]


class TestByHand:
    def test_with_a_reason_and_confirmed_by_others(self, case: Settled) -> None:
        first, _second = case.payments
        recorder = actor_with(APPROVER)
        rejection = payment_reject(
            reference=first.reference, rejected_on=REJECTED_ON, reason="Telefon vom 25.03.", actor=recorder
        )
        assert (rejection.is_rejection, rejection.by_hand_of, rejection.text) == (
            True,
            recorder.account_id,
            "Telefon vom 25.03.",
        )
        assert Event.objects.get(action="settlement.payment.reject").reason == "Telefon vom 25.03."
        decision = return_propose(returned=rejection, kind=DecisionKind.AGAIN, reason="Neu", actor=case.people.finance)
        with pytest.raises(Forbidden, match="Sie haben die Zurückweisung erfasst"):
            return_confirm(decision=decision, actor=recorder)
        return_confirm(decision=decision, actor=case.people.approver)
        assert PaymentFile.objects.get(number=2).total == 600_00

    def test_is_taken_back(self, case: Settled) -> None:
        first, _second = case.payments
        actor = case.people.finance
        rejection = payment_reject(reference=first.reference, rejected_on=REJECTED_ON, reason="x", actor=actor)
        with pytest.raises(Refused, match="warum die Zurückweisung nicht gilt"):
            payment_reject_undo(rejection=rejection, reason=" ", actor=actor)
        payment_reject_undo(rejection=rejection, reason="Verwechselt", actor=actor)
        assert standings(case)[0] is Standing.ORDERED

    @pytest.mark.parametrize(
        ("reference", "day", "reason", "why"),
        [
            ("2099-03-1", REJECTED_ON, "x", "keine Zahlung, die der Bank aufgetragen ist"),
            ("", REJECTED_ON, " ", "warum die Bank nicht zahlt"),
            ("", date(2025, 3, 23), "x", r"frühestens am Tag des Auftrags, 24\.03\.2025"),
            ("", date(2099, 1, 1), "x", "spätestens heute"),
        ],
    )
    def test_refused(self, case: Settled, reference: str, day: date, reason: str, why: str) -> None:
        known = reference or case.payments[0].reference
        with pytest.raises(Refused, match=why):
            payment_reject(reference=known, rejected_on=day, reason=reason, actor=case.people.finance)

    def test_not_of_what_the_bank_already_told(self, case: Settled) -> None:
        first, _second = case.payments
        taken(report(FILE, Said(first.reference)), case)
        with pytest.raises(Refused, match="schon ausgeführt, zurückgekommen oder zurückgewiesen"):
            payment_reject(reference=first.reference, rejected_on=REJECTED_ON, reason="x", actor=case.people.finance)
        with pytest.raises(Refused, match="Das sagt eine Datei der Bank"):
            payment_reject_undo(rejection=PaymentReturn.objects.get(), reason="x", actor=case.people.finance)

    def test_by_whoever_may_not(self, case: Settled) -> None:
        with pytest.raises(Forbidden, match="erfassen die Finanzen"):
            payment_reject(
                reference=case.payments[0].reference, rejected_on=REJECTED_ON, reason="x", actor=actor_with(AUDITOR)
            )


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE bank_statusreport SET status = 'ACCP'",
        "DELETE FROM bank_statusword",
        "UPDATE bank_statusword SET status = 'ACCP'",
        "UPDATE settlement_paymentreturn SET is_rejection = NOT is_rejection",
    ],
)
def test_what_the_bank_said_never_changes(case: Settled, attempt: str) -> None:
    taken(report(FILE, Said(case.payments[0].reference)), case)
    with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
        connection.cursor().execute(attempt)


def test_the_statements_do_not_grow_with_the_payments(case: Settled) -> None:
    first, second = case.payments
    taken(report(FILE, Said(first.reference)), case)
    few = statements_of(report(FILE, Said(second.reference), message="R-2"), case)
    more_payments(first, 20)
    many = statements_of(report(FILE, group="RJCT", message="R-3"), case)
    assert StatusWord.objects.filter(state="rejected").count() > 20
    assert many == few


def statements_of(content: bytes, case: Settled) -> int:
    with CaptureQueriesContext(connection) as seen:
        taken(content, case)
    return len(seen)
