"""What an invoice leaves open is netted with the next payments (KS 4.7)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.settlement.invoice_rules import split
from ankunft.domain.settlement.models import BookingKind, Invoice, InvoiceBooking, PayeeBalance, Payment, Run
from ankunft.domain.settlement.rules import balance
from ankunft.domain.settlement.selectors import run_as_data
from ankunft.domain.settlement.services import run_approve, run_calculate, run_check, run_release
from ankunft.domain.settlement.services.invoice_bookings import book
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear, Month
from tests.domain.reporting.making import municipality
from tests.domain.settlement.making import MARCH, SEPTEMBER, SPRING, Office, account, office, released, reported
from tests.domain.settlement.test_invoices import overpaid
from tests.domain.settlement.test_payments import payer

AMOUNTS = st.integers(0, 10**9)


class TestTheRule:
    @pytest.mark.parametrize(
        ("credit", "reclaimed", "owed", "carried", "payment", "invoice"),
        [
            (1000, 0, 0, 0, 1000, 0),
            (1000, 0, 300, 300, 700, 0),
            (1000, 0, 1000, 1000, 0, 0),
            (1000, 0, 1500, 1000, 0, 0),
            (1000, 400, 500, 500, 100, 0),
            (400, 1000, 500, 0, 0, 600),
            (0, 0, 500, 0, 0, 0),
        ],
    )
    def test_reclaims_first_then_what_is_still_owed(
        self, credit: int, reclaimed: int, owed: int, carried: int, payment: int, invoice: int
    ) -> None:
        result = balance(credit, reclaimed, owed)
        assert (result.carried, result.payment, result.invoice) == (carried, payment, invoice)

    @given(AMOUNTS, AMOUNTS, AMOUNTS)
    def test_nothing_is_lost(self, credit: int, reclaimed: int, owed: int) -> None:
        result = balance(credit, reclaimed, owed)
        assert result.payment == credit - reclaimed - result.carried + result.invoice
        assert 0 <= result.carried <= owed
        assert min(result.payment, result.invoice) == 0
        assert result.payment == 0 or result.carried == owed, "nobody is paid who still owes something"

    @given(AMOUNTS, st.lists(AMOUNTS, max_size=6))
    def test_what_there_is_goes_to_the_first(self, available: int, amounts: list[int]) -> None:
        parts = split(available, amounts)
        assert sum(parts) == min(available, sum(amounts))
        assert all(0 <= part <= amount for part, amount in zip(parts, amounts, strict=True))
        # Once one is not settled in full, those after it get nothing.
        open_at = next((n for n, (part, amount) in enumerate(zip(parts, amounts, strict=True)) if part < amount), None)
        assert open_at is None or not any(parts[open_at + 1 :])


def owing(people: Office) -> tuple[Municipality, Invoice]:
    """Olten owes CHF 1200 since the run of March."""
    payer(people)
    olten = overpaid(people)
    with clock.moved_to(date(2025, 3, 24)):
        released(MARCH, people)
    return olten, Invoice.objects.get()


def row() -> PayeeBalance:
    return PayeeBalance.objects.get(run__payment_month=str(SEPTEMBER))


def approved(people: Office, month: Month = SEPTEMBER) -> Run:
    run = run_calculate(month=month, actor=people.coordination)
    run_check(run=run, actor=people.finance)
    run_approve(run=run, actor=people.approver)
    return run


@pytest.mark.django_db
class TestTheNextPayment:
    def test_it_is_less_by_what_is_open(self) -> None:
        people = office()
        olten, invoice = owing(people)
        reported(olten, SPRING, 10, 0, 0, 0)
        run = released(SEPTEMBER, people)
        assert (row().credit, row().carried, row().payment, row().invoice) == (2000_00, 1200_00, 800_00, 0)
        assert Payment.objects.get(run=run).amount == 800_00
        invoice.refresh_from_db()
        assert (invoice.state, invoice.open) == ("netted", 0)
        booking = InvoiceBooking.objects.get()
        assert (booking.kind, booking.amount, booking.run) == (BookingKind.NETTING, 1200_00, run)
        event = Event.objects.get(action="settlement.invoice.net")
        assert event.after == {"state": "netted", "booked": 1200_00, "open": 0, "kind": "netting"}
        assert run_as_data(run)["payees"][0]["carried"] == "1200.00"

    def test_a_small_one_nets_a_part_and_pays_nothing(self) -> None:
        people = office()
        olten, invoice = owing(people)
        reported(olten, SPRING, 2, 0, 0, 0)
        run = released(SEPTEMBER, people)
        assert (row().carried, row().payment) == (400_00, 0)
        assert not Payment.objects.filter(run=run).exists()
        invoice.refresh_from_db()
        assert (invoice.state, invoice.open) == ("partly_paid", 800_00)

    def test_what_was_paid_meanwhile_is_not_netted(self) -> None:
        people = office()
        olten, invoice = owing(people)
        book(invoice=invoice, kind=BookingKind.RECEIPT, amount=1000_00, booked_on=clock.today(), actor=people.finance)
        reported(olten, SPRING, 10, 0, 0, 0)
        released(SEPTEMBER, people)
        assert (row().carried, row().payment) == (200_00, 1800_00)

    def test_a_receipt_after_the_calculation_stops_the_release(self) -> None:
        people = office()
        olten, invoice = owing(people)
        reported(olten, SPRING, 10, 0, 0, 0)
        run = approved(people)
        book(invoice=invoice, kind=BookingKind.RECEIPT, amount=100_00, booked_on=clock.today(), actor=people.finance)
        with pytest.raises(Refused, match="was an Rechnungen offen ist von Olten"):
            run_release(run=run, actor=people.approver)
        run.refresh_from_db()
        assert run.state == "approved"
        assert InvoiceBooking.objects.count() == 1

    def test_whoever_carries_a_merged_municipality_carries_what_it_owes(self) -> None:
        people = office()
        olten, invoice = owing(people)
        heir = municipality(name="Neu-Olten")
        account(heir)
        Municipality.objects.filter(pk=olten.pk).update(valid_to=date(2025, 6, 30), successor=heir)
        reported(heir, SPRING, 10, 0, 0, 0)
        released(SEPTEMBER, people)
        invoice.refresh_from_db()
        assert (row().municipality, row().carried) == (heir, 1200_00)
        assert invoice.state == "netted"

    def test_two_runs_do_not_net_the_same(self) -> None:
        people = office()
        olten, _invoice = owing(people)
        reported(olten, SPRING, 10, 0, 0, 0)
        reported(olten, HalfYear(2025, 2), 10, 0, 0, 0)
        run, later = approved(people), approved(people, Month(2026, 3))
        run_release(run=run, actor=people.approver)
        with pytest.raises(Refused, match="was an Rechnungen offen ist von Olten"):
            run_release(run=later, actor=people.approver)
        assert InvoiceBooking.objects.get().amount == 1200_00

    @pytest.mark.parametrize(
        "statement",
        ["UPDATE settlement_invoicebooking SET amount = 1", "DELETE FROM settlement_invoicebooking"],
    )
    def test_a_booking_never_changes(self, statement: str) -> None:
        people = office()
        _olten, invoice = owing(people)
        book(invoice=invoice, kind=BookingKind.RECEIPT, amount=100_00, booked_on=clock.today(), actor=people.finance)
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            connection.cursor().execute(statement)


@pytest.mark.django_db
def test_more_than_is_open_is_not_booked() -> None:
    people = office()
    _olten, invoice = owing(people)
    with pytest.raises(Refused, match="Mehr als der offene Betrag"):
        book(invoice=invoice, kind=BookingKind.RECEIPT, amount=1200_01, booked_on=clock.today(), actor=people.finance)
