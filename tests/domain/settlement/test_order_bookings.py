"""The bookings of what no run pays: each order once, in the year in which it is paid, complete to the Rappen."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from ankunft.domain.settlement import services
from ankunft.domain.settlement.models import ORDER, DecisionKind, Payment, PaymentFile
from ankunft.domain.settlement.order_bookings import OrderYear, order_bookings, order_bookings_file, order_years
from ankunft.domain.settlement.services.orders import order_pay
from ankunft.domain.settlement.services.outcomes import return_record
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from tests.domain.settlement.making import Office, canton, office
from tests.domain.settlement.test_payments import payer

ACCOUNTS = {"credit_account": "1002.10", "cost_centre": "4711", "fund": "Projekte"}


def accounts(people: Office, since: date = date(2017, 1, 1), debit: str = "3632.09") -> None:
    services.booking_rule_add(
        contribution=ORDER, valid_from=since, debit_account=debit, actor=people.finance, **ACCOUNTS
    )


def ordered(number: int, place: Municipality, amount: int, day: date, people: Office) -> Payment:
    with clock.moved_to(day):
        return order_pay(
            origin=f"P-{number}/1",
            payee=place,
            amount=amount,
            message=f"Projektbeitrag P-{number}",
            actor=people.approver,
        )


def paid_again(payment: Payment, day: date, people: Office) -> None:
    with clock.moved_to(day):
        returned = return_record(
            payment=payment, amount=payment.amount, code="AC04", text="", returned_on=day, told_by=payment.reference,
            actor=people.finance,
        )  # fmt: skip
        decision = services.return_propose(
            returned=returned, kind=DecisionKind.AGAIN, reason="Demo", actor=people.finance
        )
        services.return_confirm(decision=decision, actor=people.approver)


def ground() -> tuple[Office, Municipality]:
    people = office()
    (olten,) = canton("Olten")
    payer(people)
    return people, olten


@pytest.mark.django_db
class TestTheList:
    def test_of_a_year(self) -> None:
        people, olten = ground()
        accounts(people)
        ordered(1, olten, 5000_00, date(2025, 12, 30), people)
        # The last bank day of the year is over: the bank pays in January.
        ordered(2, olten, 300_50, date(2026, 1, 3), people)
        rows = list(
            csv.DictReader(
                io.StringIO(order_bookings_file(2026, ".csv").decode("utf-8-sig"), newline=""), delimiter=";"
            )
        )
        assert rows == [
            {
                "Datum": "05.01.2026",
                "Soll": "3632.09",
                "Haben": "1002.10",
                "Kostenstelle": "4711",
                "Fonds": "Projekte",
                "Text": "Projektbeitrag P-2, Olten",
                "Betrag CHF": "300.50",
                "Zahlungslauf": "P-2/1",
                "Zahlung": "P-2-1",
            }
        ]
        assert order_years() == [OrderYear(2026, 1, 300_50), OrderYear(2025, 1, 5000_00)]

    def test_without_accounts_there_is_none(self) -> None:
        people, olten = ground()
        ordered(1, olten, 5_00, date(2025, 4, 1), people)
        with pytest.raises(Refused, match=r"Ohne Kontierung am 01\.04\.2025: Zahlungen ohne Lauf"):
            order_bookings(2025)
        accounts(people)
        assert len(order_bookings(2025)) == 1

    def test_a_year_without_orders_says_so(self) -> None:
        with pytest.raises(Refused, match="Im Jahr 2025 ist nichts ohne Lauf bezahlt"):
            order_bookings(2025)

    def test_other_kinds_of_file_there_are_not(self) -> None:
        with pytest.raises(Refused, match=r"als \.csv oder als \.xlsx"):
            order_bookings_file(2025, ".pdf")

    def test_what_is_booked_is_not_booked_otherwise_later(self) -> None:
        people, olten = ground()
        accounts(people)
        ordered(1, olten, 5_00, date(2025, 4, 1), people)
        with pytest.raises(Refused, match="schon kontiert, und danach ist schon gebucht"):
            accounts(people, date(2025, 4, 1), "3632.10")
        accounts(people, date(2025, 4, 2), "3632.10")
        ordered(2, olten, 6_00, date(2025, 4, 2), people)
        assert [one.debit_account for one in order_bookings(2025)] == ["3632.09", "3632.10"]

    def test_the_statements_do_not_grow_with_the_orders(self) -> None:
        people, olten = ground()
        accounts(people)
        ordered(1, olten, 5_00, date(2025, 4, 1), people)
        few = statements()
        for number in range(2, 12):
            ordered(number, olten, 5_00, date(2025, 4, 1), people)
        assert statements() == few


def statements() -> int:
    with CaptureQueriesContext(connection) as seen:
        order_bookings(2025)
        order_years()
    return len(seen)


ORDERS = st.lists(
    st.tuples(st.integers(1, 10**7), st.dates(date(2024, 1, 1), date(2025, 12, 31)), st.booleans()),
    min_size=1,
    max_size=5,
)


class TestItReconciles(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(orders=ORDERS)
    def test_each_order_is_booked_once_in_one_year(self, orders: list[tuple[int, date, bool]]) -> None:
        people, olten = ground()
        accounts(people)
        for number, (amount, day, comes_back) in enumerate(orders, start=1):
            payment = ordered(number, olten, amount, day, people)
            if comes_back:
                paid_again(payment, date(2026, 2, 3), people)
        booked = {year.year: order_bookings(year.year) for year in order_years()}
        rows = [row for of_year in booked.values() for row in of_year]
        assert sorted(row.payment for row in rows) == sorted(f"P-{number}-1" for number in range(1, len(orders) + 1))
        assert sum(row.amount for row in rows) == sum(amount for amount, _day, _back in orders)
        assert {year: sum(row.amount for row in of_year) for year, of_year in booked.items()} == {
            one.year: one.total for one in order_years()
        }
        twice = sum(amount for amount, _day, comes_back in orders if comes_back)
        files = PaymentFile.objects.filter(run=None)
        assert sum(files.values_list("total", flat=True)) == sum(row.amount for row in rows) + twice
        assert all(row.day.year == year for year, of_year in booked.items() for row in of_year)
