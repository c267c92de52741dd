"""Invoices to those whose balance of a run is against them (KS 4.7)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iso11649

from ankunft.domain.settlement.invoice_rules import creditor_reference, due_on, invoice_number
from ankunft.domain.settlement.models import Invoice, PaymentFile
from ankunft.domain.settlement.services import papers_make
from ankunft.domain.territory.models import Municipality, PaymentAccount
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear, Month
from tests.domain.settlement.making import MARCH, WINTER, Office, canton, office, released, reported
from tests.domain.settlement.test_payments import CANTON, new_account, payer
from tests.domain.settlement.test_rulings import decided

EARLIER, AUTUMN = Month(2024, 9), HalfYear(2024, 1)
ISSUED = date(2025, 3, 24)


@given(st.integers(2017, 2099), st.sampled_from([3, 9]), st.integers(1, 9999))
def test_the_reference_is_one_by_iso_11649_and_always_the_same(year: int, month: int, bfs_number: int) -> None:
    reference = creditor_reference(Month(year, month), bfs_number)
    assert iso11649.is_valid(reference)
    assert len(reference) == 14
    assert reference == creditor_reference(Month(year, month), bfs_number)


@pytest.mark.parametrize(
    ("issued", "due"),
    [
        (date(2025, 3, 31), date(2025, 4, 30)),
        (date(2024, 2, 1), date(2024, 3, 2)),
        (date(2025, 12, 15), date(2026, 1, 14)),
    ],
)
def test_it_is_paid_within_thirty_days(issued: date, due: date) -> None:
    assert due_on(issued) == due


def test_the_number_says_run_and_payee() -> None:
    assert invoice_number(MARCH, 2601) == "R-2025-03-2601"


def overpaid(people: Office) -> Municipality:
    """Olten was paid nine interviews and held two."""
    (olten,) = canton("Olten")
    reported(olten, AUTUMN, 9, 0, 0, 0)
    with clock.moved_to(date(2024, 9, 24)):
        released(EARLIER, people)
    reported(olten, AUTUMN, 2, 0, 0, 0, number=2)
    reported(olten, WINTER, 1, 0, 0, 0)
    return olten


@pytest.mark.django_db
class TestAtTheRelease:
    def test_it_asks_what_exceeds_the_credit(self, iso20022_schemas: Path) -> None:
        people = office()
        payer(people)
        olten = overpaid(people)
        with clock.moved_to(ISSUED):
            run = released(MARCH, people)
        invoice = Invoice.objects.get()
        assert (invoice.run, invoice.payee, invoice.state) == (run, olten, "open")
        assert (invoice.amount, invoice.open) == (1200_00, 1200_00), "seven taken back, one granted"
        assert (invoice.issued_on, invoice.due_on) == (ISSUED, date(2025, 4, 23))
        assert invoice.number == f"R-2025-03-{olten.bfs_number}"
        assert invoice.reference == creditor_reference(MARCH, olten.bfs_number)
        assert (invoice.iban, invoice.name, invoice.town) == (CANTON.iban, CANTON.name, CANTON.town)
        assert (invoice.debtor_name, invoice.debtor_street, invoice.debtor_house_number) == (
            "Einwohnergemeinde Olten",
            "Demostrasse",
            "1",
        )
        event = Event.objects.get(action="settlement.invoice.issue")
        assert event.object_key == invoice.number
        assert event.after == {
            "run": "2025-03",
            "amount": 1200_00,
            "reference": invoice.reference,
            "due_on": "2025-04-23",
        }

    def test_whoever_is_paid_gets_none(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        payer(people)
        reported(olten, WINTER, 1, 0, 0, 0)
        released(MARCH, people)
        assert not Invoice.objects.exists()

    def test_it_waits_for_the_account_of_the_canton_as_the_payment_file_does(self) -> None:
        people = office()
        overpaid(people)
        with clock.moved_to(ISSUED):
            run = released(MARCH, people)
        assert not Invoice.objects.exists()
        payer(people)
        with pytest.raises(Forbidden, match="erstellen die Finanzen"):
            papers_make(run=run, actor=people.coordination)
        with clock.moved_to(date(2025, 4, 2)):
            made = papers_make(run=run, actor=people.finance)
        assert made.file is None, "the run pays nothing"
        (invoice,) = made.invoices
        assert (invoice.issued_on, invoice.due_on) == (date(2025, 4, 2), date(2025, 5, 2))
        with pytest.raises(Refused, match="Es ändert sich nicht"):
            papers_make(run=run, actor=people.finance)
        assert not PaymentFile.objects.filter(run=run).exists()

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE settlement_invoice SET amount = 1, open = 1",
            "UPDATE settlement_invoice SET iban = 'CH00'",
            "UPDATE settlement_invoice SET due_on = '2030-01-01', state = 'open'",
            "DELETE FROM settlement_invoice",
        ],
    )
    def test_the_database_keeps_what_it_says(self, statement: str) -> None:
        people = office()
        payer(people)
        overpaid(people)
        released(MARCH, people)
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            connection.cursor().execute(statement)

    def test_the_database_knows_which_state_fits_what_is_open(self) -> None:
        people = office()
        payer(people)
        overpaid(people)
        released(MARCH, people)
        for values in ({"open": 5}, {"state": "paid"}, {"state": "partly_paid"}, {"open": -1, "state": "paid"}):
            with pytest.raises(DatabaseError, match="invoice_state_fits_open"), transaction.atomic():
                Invoice.objects.update(**values)
        Invoice.objects.update(state="paid", open=0)


@pytest.mark.django_db
def test_what_is_released_late_is_invoiced_to_the_address_of_that_day() -> None:
    people = office()
    (trimbach,) = canton("Trimbach")
    payer(people)
    decided(people, trimbach, 100_00)
    PaymentAccount.objects.all().delete()
    new_account(trimbach, date(2025, 4, 3))
    with clock.moved_to(date(2025, 4, 3)):
        released(MARCH, people)
    assert Invoice.objects.get().debtor_name == "Einwohnergemeinde Trimbach"
