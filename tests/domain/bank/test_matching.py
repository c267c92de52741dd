"""What people say of movements: matched by hand, set aside, and both taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ankunft.domain.bank.models import BankEntry, BankStatement, EntryState
from ankunft.domain.bank.services import entry_match, entry_resume, entry_set_aside, entry_undo, statement_import
from ankunft.domain.bank.services.using import use_for_executions
from ankunft.domain.roles import COORDINATION
from ankunft.domain.settlement.models import Invoice, Payment, PaymentExecution, PaymentReturn
from ankunft.domain.settlement.selectors import run_is_confirmed
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.bank.ground import Settled, more_payments, settled
from tests.domain.bank.test_importing import adds_up
from tests.support.bank import Booking, Part, single, statement
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Settled:
    return settled()


def told(case: Settled, booking: Booking) -> BankEntry:
    """A movement that the bank told of."""
    statement_import(content=statement(booking), actor=case.people.finance)
    return BankEntry.objects.get()


class TestToAnInvoice:
    @pytest.mark.parametrize("spelling", ["number", "reference", "spaced"])
    def test_as_much_as_is_open(self, case: Settled, spelling: str) -> None:
        entry = told(case, single(1300_00, message="Rückzahlung"))
        reference = case.invoice.reference
        names = {"number": case.invoice.number, "reference": reference, "spaced": f"{reference[:4]} {reference[4:]} "}
        entry_match(entry=entry, target=names[spelling], reason="Telefon", actor=case.people.finance)
        assert (case.invoice.state, case.invoice.open) == ("paid", 0)
        assert (entry.state, entry.rest, entry.finding) == (EntryState.PARTLY, 100_00, "overpaid")
        event = Event.objects.get(action="bank.entry.part")
        assert (event.reason, event.after["target"], event.after["rest"]) == ("Telefon", case.invoice.number, 100_00)
        assert adds_up()

    def test_taken_back_it_is_open_again(self, case: Settled) -> None:
        entry = told(case, single(1200_00, reference=case.invoice.reference))
        entry_undo(entry=entry, reason="Falsch", actor=case.people.finance)
        assert (case.invoice.state, case.invoice.open) == ("open", 1200_00)
        assert (entry.state, entry.rest, entry.finding) == (EntryState.UNMATCHED, 1200_00, "taken_back")
        assert adds_up()
        entry_match(entry=entry, target=case.invoice.number, actor=case.people.finance)
        entry_undo(entry=entry, reason="Nochmals", actor=case.people.finance)
        assert (case.invoice.open, adds_up()) == (1200_00, True)

    def test_not_once_it_was_netted(self, case: Settled) -> None:
        entry = told(case, single(100_00, reference=case.invoice.reference))
        Invoice.objects.update(state="netted", open=0)
        with pytest.raises(Refused, match="Der Stand ist «verrechnet»"):
            entry_undo(entry=entry, reason="Falsch", actor=case.people.finance)
        assert BankEntry.objects.get().state == EntryState.MATCHED

    def test_nothing_that_went_out(self, case: Settled) -> None:
        entry = told(case, single(-5_00))
        with pytest.raises(Refused, match="was eingegangen ist"):
            entry_match(entry=entry, target=case.invoice.number, actor=case.people.finance)

    def test_nothing_that_is_settled(self, case: Settled) -> None:
        entry = told(case, single(5_00))
        Invoice.objects.update(state="paid", open=0)
        with pytest.raises(Refused, match="nichts mehr offen: Sie ist bezahlt"):
            entry_match(entry=entry, target=case.invoice.number, actor=case.people.finance)

    def test_an_unknown_name(self, case: Settled) -> None:
        entry = told(case, single(5_00))
        with pytest.raises(Refused, match="«R-1» ist weder eine Rechnung noch eine Zahlung"):
            entry_match(entry=entry, target="R-1", actor=case.people.finance)
        assert BankEntry.objects.get().state == EntryState.UNMATCHED


class TestToAPayment:
    def test_one_that_was_executed_and_taken_back(self, case: Settled) -> None:
        entry = told(case, single(-600_00))
        entry_match(entry=entry, target=case.payments[0].reference, actor=case.people.finance)
        assert PaymentExecution.objects.get().payment == case.payments[0]
        entry_undo(entry=entry, reason="Falsch", actor=case.people.finance)
        assert PaymentExecution.objects.get().undone_at is not None
        assert adds_up()
        entry_match(entry=entry, target=case.payments[0].reference, actor=case.people.finance)
        assert PaymentExecution.objects.filter(undone_at=None).count() == 1

    def test_a_whole_file(self, case: Settled) -> None:
        entry = told(case, single(-1000_00))
        entry_match(entry=entry, target="ANKUNFT-2025-03", actor=case.people.finance)
        assert run_is_confirmed(case.run)
        entry_undo(entry=entry, reason="Falsch", actor=case.people.finance)
        assert not run_is_confirmed(case.run)
        assert adds_up()

    def test_a_whole_file_of_which_one_came_back_before(self, case: Settled) -> None:
        back = single(600_00, "B-9", end_to_end=case.payments[0].reference, code="AC04")
        statement_import(content=statement(back), actor=case.people.finance)
        statement_import(content=statement(single(-1000_00), message="M-2", number="S-2"), actor=case.people.finance)
        entry = BankEntry.objects.get(state="unmatched")
        entry_match(entry=entry, target="ANKUNFT-2025-03", actor=case.people.finance)
        assert PaymentExecution.objects.count() == 2
        assert adds_up()

    def test_one_that_came_back_less_charges(self, case: Settled) -> None:
        first = case.payments[0]
        entry = told(case, single(590_00, end_to_end=first.reference, code="AC04"))
        assert (entry.state, entry.finding) == (EntryState.UNMATCHED, "other_amount")
        assert not PaymentReturn.objects.exists()
        with pytest.raises(Refused, match="weniger zurück als bezahlt"):
            entry_match(entry=entry, target=first.reference, actor=case.people.finance)
        entry_match(entry=entry, target=first.reference, reason="Spesen der Bank", actor=case.people.finance)
        assert PaymentReturn.objects.get().amount == 590_00
        entry_undo(entry=entry, reason="Falsch", actor=case.people.finance)
        assert not PaymentReturn.objects.filter(undone_at=None).exists()

    @pytest.mark.parametrize(("amount", "target"), [(-601_00, 0), (601_00, 0), (-600_00, 1), (1000_00, None)])
    def test_another_amount(self, case: Settled, amount: int, target: int | None) -> None:
        entry = told(case, single(amount))
        name = "ANKUNFT-2025-03" if target is None else case.payments[target].reference
        with pytest.raises(Refused, match="Der Betrag der Bewegung passt nicht"):
            entry_match(entry=entry, target=name, actor=case.people.finance)

    def test_not_twice(self, case: Settled) -> None:
        first = case.payments[0].reference
        statement_import(
            content=statement(single(-600_00, end_to_end=first), single(-600_00, "B-2")), actor=case.people.finance
        )
        with pytest.raises(Refused, match="ist das schon eingelesen"):
            entry_match(entry=BankEntry.objects.get(state="unmatched"), target=first, actor=case.people.finance)


class TestSetAside:
    def test_and_taken_up_again(self, case: Settled) -> None:
        entry = told(case, single(-5_00, message="Spesen"))
        with pytest.raises(Refused, match="braucht eine Begründung"):
            entry_set_aside(entry=entry, reason=" ", actor=case.people.finance)
        entry_set_aside(entry=entry, reason="Spesen", actor=case.people.finance)
        assert (entry.state, entry.rest) == (EntryState.ASIDE, -5_00)
        entry_resume(entry=entry, reason="Doch nicht", actor=case.people.approver)
        assert entry.state == EntryState.UNMATCHED

    def test_a_sum_that_gave_way_to_its_parts_stays_aside(self, case: Settled) -> None:
        whole = told(case, Booking(705_00, count=2))
        parts = (Part(700_00, reference=case.invoice.reference), Part(5_00, message="?"))
        statement_import(
            content=statement(Booking(705_00, parts=parts), message="M-2", number="S-2"), actor=case.people.finance
        )
        whole.refresh_from_db()
        with pytest.raises(Refused, match="Einzelheiten dieser Sammelbuchung sind eingelesen"):
            entry_resume(entry=whole, reason="Doch", actor=case.people.finance)
        assert BankEntry.objects.get(pk=whole.pk).state == EntryState.ASIDE

    def test_a_rest_comes_back_as_a_rest(self, case: Settled) -> None:
        entry = told(case, single(1250_00, reference=case.invoice.reference))
        entry_set_aside(entry=entry, reason="Zurückbezahlt", actor=case.people.finance)
        assert (entry.state, entry.rest, case.invoice.open) == (EntryState.ASIDE, 50_00, 0)
        entry_resume(entry=entry, reason="Doch nicht", actor=case.people.finance)
        assert (entry.state, entry.rest) == (EntryState.PARTLY, 50_00)


@pytest.mark.parametrize(
    ("start", "step"),
    [("matched", "match"), ("matched", "aside"), ("unmatched", "undo"), ("unmatched", "resume"), ("aside", "match")],
)
def test_moves_that_there_are_not(case: Settled, start: str, step: str) -> None:
    entry = told(case, single(1200_00, **({"reference": case.invoice.reference} if start == "matched" else {})))
    finance = case.people.finance
    if start == "aside":
        entry_set_aside(entry=entry, reason="Demo", actor=finance)
    steps = {
        "match": lambda: entry_match(entry=entry, target=case.invoice.number, actor=finance),
        "aside": lambda: entry_set_aside(entry=entry, reason="Demo", actor=finance),
        "undo": lambda: entry_undo(entry=entry, reason="Demo", actor=finance),
        "resume": lambda: entry_resume(entry=entry, reason="Demo", actor=finance),
    }
    with pytest.raises(Refused, match="geht nicht: Der Stand ist"):
        steps[step]()


def test_whoever_saw_it_otherwise_is_told_to_look_again(case: Settled) -> None:
    entry = told(case, single(500_00))
    late = BankEntry.objects.get()
    entry_match(entry=entry, target=case.invoice.number, actor=case.people.finance)
    late.state = EntryState.UNMATCHED
    with pytest.raises(Refused, match="Inzwischen hat jemand anders"):
        entry_match(entry=late, target=case.invoice.number, actor=case.people.approver)
    assert case.invoice.open == 700_00


def test_only_finance_matches(case: Settled) -> None:
    entry = told(case, single(1_00))
    with pytest.raises(Forbidden, match="ordnen die Finanzen zu"):
        entry_match(entry=entry, target=case.invoice.number, actor=actor_with(COORDINATION))


def test_a_collective_debit_is_taken_back_with_as_many_statements_as_a_single_one(case: Settled) -> None:
    first, second = case.payments
    # The last one stays ordered: the trail does not tell of the run as well.
    others = more_payments(first, 21)[:-1]
    few = statements_of_undoing(case, "S-2", [first])
    many = statements_of_undoing(case, "S-3", [first, second, *others])
    assert PaymentExecution.objects.exclude(undone_at=None).count() == 23
    assert many == few
    assert adds_up()


def statements_of_undoing(case: Settled, number: str, payments: list[Payment]) -> int:
    """How many statements it takes to take back that the bank paid these, in one sum."""
    entry = BankEntry.objects.create(
        statement=BankStatement.objects.create(
            kind="camt.053", iban="X", message=number, number=number, imported_at=clock.now()
        ),
        state=EntryState.MATCHED,
        key=number,
        group=number,
        amount=-sum(payment.amount for payment in payments),
        rest=0,
        booked_on=date(2025, 4, 1),
        valued_on=date(2025, 4, 1),
    )
    use_for_executions(executed=[(entry, payment) for payment in payments], actor=case.people.finance)
    with CaptureQueriesContext(connection) as seen:
        entry_undo(entry=entry, reason="Falsch", actor=case.people.finance)
    return len(seen)
