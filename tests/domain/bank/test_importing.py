"""Reading statements in: what references tell is booked once, whatever file tells it again, and nothing is lost."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from ankunft.domain.bank.models import BankEntry, BankStatement, EntryState, EntryUse
from ankunft.domain.bank.services import entry_set_aside, statement_import
from ankunft.domain.roles import AUDITOR
from ankunft.domain.settlement.models import InvoiceBooking, Payment, PaymentExecution, PaymentReturn
from ankunft.domain.settlement.selectors import run_is_confirmed
from ankunft.domain.settlement.services import payer_propose
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.bank.ground import Settled, more_payments, settled
from tests.domain.settlement.making import MARCH
from tests.domain.settlement.test_payments import CANTON
from tests.support.bank import Booking, Part, single, statement
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Settled:
    return settled()


def taken(content: bytes, case: Settled) -> tuple[int, int, int]:
    """How many movements it explained, left to people, and knew already."""
    result = statement_import(content=content, actor=case.people.finance)
    return result.matched, result.unmatched, result.unchanged


def adds_up() -> bool:
    """Every movement is its uses and its rest."""
    entries = BankEntry.objects.annotate(used=Sum("uses__amount", default=0))
    return all(entry.used + entry.rest == entry.amount for entry in entries)


class TestReceipts:
    def test_what_is_paid_is_booked_on_the_invoice(self, case: Settled) -> None:
        reference = case.invoice.reference
        assert taken(statement(single(1200_00, reference=reference)), case) == (1, 0, 0)
        assert (case.invoice.state, case.invoice.open) == ("paid", 0)
        booking = InvoiceBooking.objects.get()
        assert (booking.amount, booking.booked_on, booking.kind) == (1200_00, date(2025, 4, 1), "receipt")
        assert EntryUse.objects.get().booking == booking
        event = Event.objects.get(action="bank.statement.import")
        assert (event.after["new"], event.after["matched"]) == (1, 1)

    def test_what_is_paid_too_much_stays_listed(self, case: Settled) -> None:
        assert taken(statement(single(1250_00, reference=case.invoice.reference)), case) == (0, 1, 0)
        assert case.invoice.open == 0
        entry = BankEntry.objects.get()
        assert (entry.state, entry.rest, entry.finding) == (EntryState.PARTLY, 50_00, "overpaid")
        assert adds_up()

    def test_instalments_in_one_file(self, case: Settled) -> None:
        reference = case.invoice.reference
        parts = (
            Part(500_00, reference=reference),
            Part(500_00, reference=reference),
            Part(500_00, reference=reference),
        )
        assert taken(statement(Booking(1500_00, parts=parts)), case) == (2, 1, 0)
        assert [entry.rest for entry in BankEntry.objects.order_by("pk")] == [0, 0, 300_00]
        assert adds_up()


class TestPayments:
    def test_single_payments_are_executed(self, case: Settled) -> None:
        first, second = case.payments
        told = statement(
            single(-600_00, end_to_end=first.reference), single(-400_00, "B-2", end_to_end=second.reference)
        )
        assert taken(told, case) == (2, 0, 0)
        assert PaymentExecution.objects.filter(undone_at=None).count() == 2
        assert run_is_confirmed(case.run)
        (event,) = Event.objects.filter(action="settlement.run.confirm")
        assert event.object_key == str(MARCH)
        assert adds_up()

    def test_the_whole_file_in_one_sum(self, case: Settled) -> None:
        assert taken(statement(Booking(-1000_00, batch="ANKUNFT-2025-03", count=2)), case) == (1, 0, 0)
        assert set(PaymentExecution.objects.values_list("payment", flat=True)) == {one.pk for one in case.payments}
        assert run_is_confirmed(case.run)
        assert adds_up()

    def test_one_of_two_leaves_the_run_unconfirmed(self, case: Settled) -> None:
        taken(statement(single(-600_00, end_to_end=case.payments[0].reference)), case)
        assert not run_is_confirmed(case.run)
        assert not Event.objects.filter(action="settlement.run.confirm").exists()

    def test_a_payment_that_came_back_is_owed_again(self, case: Settled) -> None:
        first = case.payments[0]
        taken(statement(Booking(-1000_00, batch="ANKUNFT-2025-03", count=2)), case)
        back = single(600_00, "B-9", end_to_end=first.reference, code="AC04", text="Konto aufgehoben")
        assert taken(statement(back, message="M-2", number="S-2"), case) == (1, 0, 0)
        returned = PaymentReturn.objects.get()
        assert (returned.payment, returned.code, returned.text) == (first, "AC04", "Konto aufgehoben")
        assert not run_is_confirmed(case.run)
        actions = Event.objects.filter(object_key=str(MARCH), action__contains="confirm").order_by("pk")
        assert [event.action.rpartition(".")[2] for event in actions] == ["confirm", "unconfirm"]

    def test_what_came_back_was_paid_before_whichever_is_read_first(self, case: Settled) -> None:
        back = single(600_00, "B-9", end_to_end=case.payments[0].reference, code="AC04")
        whole = Booking(-1000_00, batch="ANKUNFT-2025-03", count=2)
        assert taken(statement(back, message="M-2", number="S-2"), case) == (1, 0, 0)
        assert taken(statement(whole), case) == (1, 0, 0)
        assert PaymentExecution.objects.filter(undone_at=None).count() == 2
        assert not run_is_confirmed(case.run)
        assert adds_up()

    def test_what_the_bank_never_debited_is_not_in_the_sum(self, case: Settled) -> None:
        back = single(600_00, "B-9", end_to_end=case.payments[0].reference, code="AC04")
        taken(statement(back, message="M-2", number="S-2"), case)
        rest = Booking(-400_00, batch="ANKUNFT-2025-03", count=1)
        assert taken(statement(rest), case) == (1, 0, 0)
        assert PaymentExecution.objects.get().payment == case.payments[1]

    def test_what_is_paid_and_comes_back_in_one_file_was_never_confirmed(self, case: Settled) -> None:
        back = single(600_00, "B-9", end_to_end=case.payments[0].reference, code="AC04")
        assert taken(statement(Booking(-1000_00, batch="ANKUNFT-2025-03", count=2), back), case) == (2, 0, 0)
        assert not Event.objects.filter(object_key=str(MARCH), action__contains="confirm").exists()


class TestTwice:
    def test_the_same_file(self, case: Settled) -> None:
        content = statement(single(1200_00, reference=case.invoice.reference))
        taken(content, case)
        result = statement_import(content=content, actor=case.people.finance)
        assert (result.matched, result.unmatched, result.unchanged) == (0, 0, 1)
        assert result.warnings[0].startswith("Der Auszug S-1 ist schon eingelesen, am ")
        assert result.warnings[0].endswith("Er hat keine zweite Wirkung.")
        assert (BankStatement.objects.count(), InvoiceBooking.objects.count()) == (1, 1)

    @pytest.mark.parametrize("kinds", [("camt.054", "camt.053"), ("camt.053", "camt.054"), ("camt.054", "camt.054")])
    def test_the_same_movement_in_another_file(self, case: Settled, kinds: tuple[str, str]) -> None:
        paid = single(700_00, reference=case.invoice.reference)
        assert taken(statement(paid, kind=kinds[0]), case) == (1, 0, 0)
        assert taken(statement(paid, kind=kinds[1], message="M-2"), case) == (0, 0, 1)
        assert case.invoice.open == 500_00

    def test_the_sum_and_then_its_parts(self, case: Settled) -> None:
        """The statement tells a collective receipt as a sum; what it is made of comes with the notification."""
        parts = (Part(700_00, reference=case.invoice.reference), Part(5_00, message="?"))
        assert taken(statement(Booking(705_00, count=2), kind="camt.053"), case) == (0, 1, 0)
        assert taken(statement(Booking(705_00, parts=parts)), case) == (1, 1, 0)
        assert case.invoice.open == 500_00
        whole = BankEntry.objects.get(finding="collective")
        assert whole.state == EntryState.ASIDE
        assert taken(statement(Booking(705_00, count=2), kind="camt.053", message="M-3"), case) == (0, 0, 1)

    def test_the_parts_and_then_the_sum(self, case: Settled) -> None:
        parts = (Part(700_00, reference=case.invoice.reference), Part(5_00, message="?"))
        taken(statement(Booking(705_00, parts=parts)), case)
        assert taken(statement(Booking(705_00, count=2), kind="camt.053"), case) == (0, 0, 1)
        assert BankEntry.objects.count() == 2

    def test_parts_that_are_not_the_sum_explain_nothing(self, case: Settled) -> None:
        assert taken(statement(Booking(700_00, count=2), kind="camt.053"), case) == (0, 1, 0)
        parts = (Part(600_00, reference=case.invoice.reference), Part(105_00, message="?"))
        content = statement(Booking(705_00, parts=parts))
        result = statement_import(content=content, actor=case.people.finance)
        assert (result.created, result.unchanged) == (0, 2)
        assert "mit einem anderen Betrag" in result.warnings[0]
        (entry,) = BankEntry.objects.all()
        assert (entry.state, entry.amount, case.invoice.open) == (EntryState.UNMATCHED, 700_00, 1200_00)
        event = Event.objects.filter(action="bank.statement.import").latest("pk")
        assert "mit einem anderen Betrag" in event.after["warnings"][0]

    def test_parts_of_a_sum_that_somebody_set_aside(self, case: Settled) -> None:
        taken(statement(Booking(705_00, count=2), kind="camt.053"), case)
        entry_set_aside(entry=BankEntry.objects.get(), reason="Demo", actor=case.people.finance)
        parts = (Part(700_00, reference=case.invoice.reference), Part(5_00, message="?"))
        result = statement_import(content=statement(Booking(705_00, parts=parts)), actor=case.people.finance)
        assert (result.created, result.warnings) == (0, [])

    @pytest.mark.parametrize("first", [True, False], ids=["alone first", "as a part first"])
    def test_a_movement_that_is_a_part_of_another_booking_elsewhere(self, case: Settled, first: bool) -> None:
        alone = statement(single(700_00, "P-1", reference=case.invoice.reference), kind="camt.053", message="M-9")
        parts = (Part(700_00, reference=case.invoice.reference, own="P-1"), Part(5_00, message="?", own="P-2"))
        within = statement(Booking(705_00, "A-1", parts=parts))
        for content in (alone, within) if first else (within, alone):
            statement_import(content=content, actor=case.people.finance)
        assert case.invoice.open == 500_00
        assert BankEntry.objects.count() == 2

    def test_a_reversal_with_the_reference_of_what_it_reverses_waits(self, case: Settled) -> None:
        taken(statement(single(1200_00, reference=case.invoice.reference)), case)
        back = Booking(-1200_00, reversal=True)
        assert taken(statement(back, message="M-2", number="S-2"), case) == (0, 1, 0)
        assert BankEntry.objects.get(state="unmatched").finding == "reversal"

    def test_another_content_under_the_same_number_is_refused(self, case: Settled) -> None:
        taken(statement(single(700_00, reference=case.invoice.reference)), case)
        other = statement(single(700_00, reference=case.invoice.reference), single(500_00, "B-2"))
        with pytest.raises(Refused, match="in diesem steht anderes"):
            statement_import(content=other, actor=case.people.finance)
        same = statement(single(700_00, reference=case.invoice.reference)) + b"\n"
        assert taken(same, case) == (0, 0, 1)

    def test_another_amount_of_the_same_booking_is_said(self, case: Settled) -> None:
        taken(statement(single(700_00, reference=case.invoice.reference)), case)
        result = statement_import(
            content=statement(single(800_00, reference=case.invoice.reference), message="M-2"),
            actor=case.people.finance,
        )
        assert "mit einem anderen Betrag" in result.warnings[0]
        assert case.invoice.open == 500_00

    def test_without_a_reference_of_the_bank_people_decide(self, case: Settled) -> None:
        paid = single(500_00, "", reference=case.invoice.reference)
        assert taken(statement(paid, paid), case) == (2, 0, 0)
        assert taken(statement(paid, paid, kind="camt.053", message="M-2"), case) == (0, 2, 0)
        assert case.invoice.open == 200_00
        assert set(BankEntry.objects.filter(state="unmatched").values_list("finding", flat=True)) == {"perhaps_known"}


class TestRefused:
    def test_another_account(self, case: Settled) -> None:
        content = statement(single(1_00), iban="CH9300762011623852957")
        with pytest.raises(Refused, match=r"Konto CH93 0076 2011 6238 5295 7\. Das ist kein bestätigtes Konto"):
            statement_import(content=content, actor=case.people.finance)
        assert not BankStatement.objects.exists()

    def test_an_account_that_nobody_confirmed(self, case: Settled) -> None:
        payer_propose(
            holder=CANTON.with_iban("CH9300762011623852957"), valid_from=date(2026, 1, 1), actor=case.people.finance
        )
        with pytest.raises(Refused, match="kein bestätigtes Konto"):
            statement_import(content=statement(single(1_00), iban="CH9300762011623852957"), actor=case.people.finance)

    def test_half_a_file_stores_nothing(self, case: Settled) -> None:
        content = statement(single(1200_00, reference=case.invoice.reference))
        with pytest.raises(Refused, match=r"Ab Zeile \d+"):
            statement_import(content=content[: len(content) // 2], actor=case.people.finance)
        assert not BankStatement.objects.exists()

    def test_by_whoever_may_not(self, case: Settled) -> None:
        with pytest.raises(Forbidden, match="lesen die Finanzen ein"):
            statement_import(content=statement(single(1_00)), actor=actor_with(AUDITOR))

    def test_a_dry_run_says_everything_and_stores_nothing(self, case: Settled) -> None:
        content = statement(single(1250_00, reference=case.invoice.reference))
        result = statement_import(content=content, actor=Actor.operator(), dry_run=True)
        assert (result.read, result.created, result.unmatched) == (1, 1, 1)
        assert not BankEntry.objects.exists()
        assert case.invoice.open == 1200_00
        assert not Event.objects.filter(action="bank.statement.import").exists()


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE bank_bankentry SET amount = 1",
        "DELETE FROM bank_bankentry",
        "UPDATE bank_bankstatement SET iban = ''",
        "UPDATE bank_entryuse SET amount = 1",
        "DELETE FROM settlement_paymentexecution",
        "UPDATE settlement_paymentreturn SET amount = 1",
    ],
)
def test_what_the_bank_said_never_changes(case: Settled, attempt: str) -> None:
    first, second = case.payments
    taken(
        statement(
            single(-400_00, "B-2", end_to_end=second.reference),
            single(600_00, end_to_end=first.reference, code="AC04"),
        ),
        case,
    )
    with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
        connection.cursor().execute(attempt)


def test_the_statements_of_an_import_do_not_grow_with_the_payments(case: Settled) -> None:
    first, second = case.payments
    # The last one stays ordered: the trail does not tell of the run as well.
    others = more_payments(first, 21)[:-1]
    few = statements_of(case, "S-2", [first])
    many = statements_of(case, "S-3", [second, *others])
    assert PaymentExecution.objects.count() == 22
    assert many == few


def statements_of(case: Settled, number: str, payments: list[Payment]) -> int:
    """How many statements it takes to read in that these were paid, each with its reference."""
    parts = tuple(Part(-payment.amount, payment.reference) for payment in payments)
    booking = Booking(-sum(payment.amount for payment in payments), number, parts)
    with CaptureQueriesContext(connection) as seen:
        taken(statement(booking, message=number, number=number), case)
    return len(seen)


def test_the_trail_names_nobody(case: Settled) -> None:
    paid = single(1200_00, reference=case.invoice.reference, payer="Demo-Zahlerin", message="Demo-Mitteilung")
    taken(statement(paid, single(1_00, "B-2", payer="Demo-Zahlerin")), case)
    assert BankEntry.objects.filter(counterparty="Demo-Zahlerin").count() == 2
    told = " ".join(f"{event.summary} {event.after} {event.reason}" for event in Event.objects.all())
    assert "Demo-Zahlerin" not in told
    assert "Demo-Mitteilung" not in told
