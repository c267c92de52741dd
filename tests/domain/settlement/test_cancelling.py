"""Giving up an invoice: two people, nothing booked, no netting any more, and nobody is paid what was never paid."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from ankunft.domain.settlement import services
from ankunft.domain.settlement.models import (
    BookingKind,
    Invoice,
    InvoiceBooking,
    InvoiceCancellation,
    PayeeBalance,
    Payment,
)
from ankunft.domain.settlement.services.invoice_bookings import book
from ankunft.domain.settlement.services.ledger import take_turn
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.settlement.making import MARCH, SEPTEMBER, SPRING, Office, canton, office, released, reported
from tests.domain.settlement.test_invoices import AUTUMN
from tests.domain.settlement.test_netting import approved, owing, row
from tests.domain.settlement.test_payments import payer
from tests.domain.settlement.test_rulings import contested, decided
from tests.support.people import actor_with
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db


def proposed(people: Office, invoice: Invoice) -> InvoiceCancellation:
    return services.invoice_cancel_propose(invoice=invoice, reason="Härtefall.", actor=people.finance)


def cancelled(people: Office, invoice: Invoice) -> None:
    services.invoice_cancel_confirm(cancellation=proposed(people, invoice), actor=people.approver)
    invoice.refresh_from_db()


class TestFourEyes:
    def test_nothing_is_cancelled_before_a_second_person_confirms(self) -> None:
        people = office()
        _olten, invoice = owing(people)
        cancellation = proposed(people, invoice)
        invoice.refresh_from_db()
        assert (invoice.state, invoice.open) == ("open", 1200_00)
        with pytest.raises(Forbidden, match="Sie haben hier schon mitgewirkt"):
            services.invoice_cancel_confirm(cancellation=cancellation, actor=people.finance)
        with pytest.raises(Forbidden):
            services.invoice_cancel_confirm(cancellation=cancellation, actor=people.coordination)
        services.invoice_cancel_confirm(cancellation=cancellation, actor=people.approver)
        invoice.refresh_from_db()
        assert (invoice.state, invoice.open) == ("cancelled", 0)
        booking = InvoiceBooking.objects.get()
        assert (booking.kind, booking.amount, booking.reason) == (BookingKind.CANCELLATION, 1200_00, "Härtefall.")
        event = Event.objects.get(action="settlement.invoice.cancel")
        assert (event.object_key, event.reason) == (invoice.number, "Härtefall.")

    @pytest.mark.parametrize("role", ["approver", "coordination", "municipal_finance", "auditor"])
    def test_only_finance_proposes(self, role: str) -> None:
        _olten, invoice = owing(office())
        with pytest.raises(Forbidden, match="Rechnungen führen die Finanzen"):
            services.invoice_cancel_propose(invoice=invoice, reason="Demo", actor=actor_with(role))

    def test_a_proposal_has_a_reason_and_there_is_one_at_a_time(self) -> None:
        people = office()
        _olten, invoice = owing(people)
        with pytest.raises(Refused, match="Weshalb verzichtet"):
            services.invoice_cancel_propose(invoice=invoice, reason=" ", actor=people.finance)
        cancellation = proposed(people, invoice)
        with pytest.raises(Refused, match="schon vorgeschlagen"):
            proposed(people, invoice)
        services.invoice_cancel_withdraw(cancellation=cancellation, actor=people.finance)
        proposed(people, invoice)

    def test_what_was_confirmed_never_changes(self) -> None:
        people = office()
        _olten, invoice = owing(people)
        cancelled(people, invoice)
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            connection.cursor().execute("UPDATE settlement_invoicecancellation SET reason = 'x'")


class TestWhatIsBookedStays:
    def test_an_invoice_that_is_paid_in_part_is_not_cancelled(self) -> None:
        people = office()
        _olten, invoice = owing(people)
        book(invoice=invoice, kind=BookingKind.RECEIPT, amount=1, booked_on=clock.today(), actor=people.finance)
        with pytest.raises(Refused, match="«teilweise beglichen»: Storniert wird nur"):
            proposed(people, invoice)

    def test_a_payment_after_the_proposal_stops_the_confirmation(self) -> None:
        people = office()
        _olten, invoice = owing(people)
        cancellation = proposed(people, invoice)
        book(invoice=invoice, kind=BookingKind.RECEIPT, amount=1200_00, booked_on=clock.today(), actor=people.finance)
        with pytest.raises(Refused, match="«bezahlt»"):
            services.invoice_cancel_confirm(cancellation=cancellation, actor=people.approver)
        cancellation.refresh_from_db()
        assert cancellation.state == "proposed"
        services.invoice_cancel_withdraw(cancellation=cancellation, actor=people.approver)

    def test_what_the_next_run_gives_back_is_not_cancelled_but_netted(self) -> None:
        """Lifted and cancelled would be paid back though it was never paid."""
        people = office()
        (olten,) = canton("Olten")
        payer(people)
        reclaim = decided(people, olten)
        released(MARCH, people)
        invoice = Invoice.objects.get()
        contested(people, reclaim)
        with pytest.raises(Refused, match=f"Nicht storniert: {reclaim.reference} ist bestritten"):
            proposed(people, invoice)
        services.reclaim_uphold(reclaim=reclaim, actor=actor_with("approver"), reason="Zu Recht.")
        with pytest.raises(Refused, match="Nicht storniert"):
            proposed(people, invoice)
        run = released(SEPTEMBER, people)
        invoice.refresh_from_db()
        assert (row().credit, row().carried, row().payment) == (400_00, 400_00, 0)
        assert invoice.state == "netted"
        assert not Payment.objects.filter(run=run).exists()


class TestLaterRuns:
    def test_a_cancelled_invoice_is_netted_no_more(self) -> None:
        people = office()
        olten, invoice = owing(people)
        cancelled(people, invoice)
        reported(olten, SPRING, 10, 0, 0, 0)
        run = released(SEPTEMBER, people)
        assert (row().credit, row().carried, row().payment) == (2000_00, 0, 2000_00)
        assert Payment.objects.get(run=run).amount == 2000_00

    def test_a_run_that_was_calculated_with_it_is_calculated_anew(self) -> None:
        people = office()
        olten, invoice = owing(people)
        reported(olten, SPRING, 10, 0, 0, 0)
        run = approved(people)
        cancelled(people, invoice)
        with pytest.raises(Refused, match="was an Rechnungen offen ist von Olten"):
            services.run_release(run=run, actor=people.approver)

    def test_what_was_given_up_is_not_given_back_and_the_way_out_works(self) -> None:
        people = office()
        olten, invoice = owing(people)
        cancelled(people, invoice)
        # The nine interviews were held after all: the run gives back what it took, of which 1200 were never paid.
        reported(olten, AUTUMN, 9, 0, 0, 0, number=3)
        run = approved(people)
        with pytest.raises(Refused, match=f"nie bezahlt wurde \\({invoice.number}\\)"):
            services.run_release(run=run, actor=people.approver)
        services.invoice_reinstate(invoice=invoice, reason="Bericht berichtigt.", actor=people.finance)
        invoice.refresh_from_db()
        assert (invoice.state, invoice.open) == ("open", 1200_00)
        run.refresh_from_db()
        services.run_send_back(run=run, reason="Neu.", actor=people.approver)
        released(SEPTEMBER, people)
        assert (row().credit, row().carried, row().payment) == (1400_00, 1200_00, 200_00)
        paid = sum(Payment.objects.filter(payee=olten).values_list("amount", flat=True))
        assert paid == 10 * 200_00, "nine in autumn and one in winter, each once"

    def test_only_what_is_cancelled_is_reinstated(self) -> None:
        people = office()
        _olten, invoice = owing(people)
        with pytest.raises(Refused, match="ist nicht storniert"):
            services.invoice_reinstate(invoice=invoice, reason="Demo", actor=people.finance)
        cancelled(people, invoice)
        with pytest.raises(Refused, match="braucht eine Begründung"):
            services.invoice_reinstate(invoice=invoice, reason=" ", actor=people.finance)
        services.invoice_reinstate(invoice=invoice, reason="Irrtum.", actor=people.approver)
        cancelled(people, invoice)
        assert [one.amount for one in InvoiceBooking.objects.order_by("pk")] == [1200_00, -1200_00, 1200_00]


@pytest.mark.django_db(transaction=True)
def test_a_payment_and_a_confirmation_at_the_same_moment() -> None:
    people = office()
    _olten, invoice = owing(people)
    cancellation = proposed(people, invoice)

    def paid() -> None:
        with transaction.atomic():
            take_turn()
            fresh = Invoice.objects.get(pk=invoice.pk)
            book(invoice=fresh, kind=BookingKind.RECEIPT, amount=500_00, booked_on=clock.today(), actor=people.finance)

    outcomes = at_once(paid, lambda: services.invoice_cancel_confirm(cancellation=cancellation, actor=people.approver))
    assert sorted(isinstance(one, Refused) for one in outcomes) == [False, True]
    invoice.refresh_from_db()
    assert (invoice.state, invoice.open) in [("partly_paid", 700_00), ("cancelled", 0)]
    assert invoice.amount - invoice.open == sum(InvoiceBooking.objects.values_list("amount", flat=True))


def test_the_claim_itself_stays_settled() -> None:
    people = office()
    _olten, invoice = owing(people)
    cancelled(people, invoice)
    run = services.run_calculate(month=SEPTEMBER, actor=Actor.operator())
    assert not run.lines.exists(), "nothing is taken back once more, and nothing given back"
    assert not PayeeBalance.objects.filter(run=run).exists()
