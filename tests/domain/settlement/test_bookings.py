"""The bookings of a run: complete to the Rappen, always the same, and never without accounts."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from python_calamine import CalamineWorkbook

from ankunft.domain.settlement import services
from ankunft.domain.settlement.bookings import bookings_file, bookings_of
from ankunft.domain.settlement.models import Contribution, Line, PayeeBalance, Run
from ankunft.domain.settlement.states import RELEASED
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.workflow.models import Step
from tests.domain.reporting.making import municipality
from tests.domain.settlement.making import MARCH, SEPTEMBER, WINTER, Office, canton, office, released, reported
from tests.domain.settlement.test_payments import payer
from tests.domain.settlement.test_rulings import decided

ACCOUNTS = {"debit_account": "3632.00", "credit_account": "1002.10", "cost_centre": "4711", "fund": "KIP3"}


def rules(people: Office, since: date = date(2017, 1, 1)) -> None:
    """Accounts for everything."""
    for contribution in Contribution:
        services.booking_rule_add(contribution=contribution, valid_from=since, actor=people.finance, **ACCOUNTS)


def paid(people: Office) -> Run:
    """A released run that pays one municipality, takes back from it, and invoices another one."""
    olten, trimbach = canton("Olten", "Trimbach")
    payer(people)
    reported(olten, WINTER, 12, 5, 0, 0)
    decided(people, olten, 400_50)
    decided(people, trimbach, 100_00)
    with clock.moved_to(date(2025, 3, 24)):
        return released(MARCH, people)


def told(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.django_db
class TestTheList:
    def test_every_line_is_a_booking_with_its_accounts_and_references(self) -> None:
        people = office()
        rules(people)
        run = paid(people)
        rows = told(bookings_file(run, ".csv"))
        olten = run.lines.first().municipality
        assert len(rows) == run.lines.count() == 4
        first = next(row for row in rows if row["Betrag CHF"] == "2400.00")
        assert first == {
            "Datum": "31.03.2025",
            "Soll": "3632.00",
            "Haben": "1002.10",
            "Kostenstelle": "4711",
            "Fonds": "KIP3",
            "Text": "Erstinformationsgespräche 2024-H2, Olten",
            "Betrag CHF": "2400.00",
            "Zahlungslauf": "2025-03",
            "Zahlung": f"2025-03-{olten.bfs_number}",
        }
        assert sum(Money.parse(row["Betrag CHF"]).rappen for row in rows) == run.total
        assert {row["Zahlung"] for row in rows if "Trimbach" in row["Text"]} == {""}
        for balance in PayeeBalance.objects.filter(run=run).select_related("municipality"):
            booked = [Money.parse(row["Betrag CHF"]).rappen for row in rows if balance.municipality.name in row["Text"]]
            assert sum(booked) == balance.payment - balance.invoice

    def test_both_forms_say_the_same_and_the_same_run_gives_the_same_bytes(self, tmp_path: Path) -> None:
        people = office()
        rules(people)
        run = paid(people)
        for suffix in (".csv", ".xlsx"):
            assert bookings_file(run, suffix) == bookings_file(run, suffix)
        book = tmp_path / "b.xlsx"
        book.write_bytes(bookings_file(run, ".xlsx"))
        _header, *cells = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
        rows = told(bookings_file(run, ".csv"))
        assert [(row[5], Money.parse(f"{row[6]:.2f}")) for row in cells] == [
            (row["Text"], Money.parse(row["Betrag CHF"])) for row in rows
        ]

    def test_a_draft_has_no_bookings(self) -> None:
        people = office()
        canton("Olten")
        run = services.run_calculate(month=MARCH, actor=people.coordination)
        with pytest.raises(Refused, match="freigegebenen Lauf"):
            bookings_file(run, ".csv")

    def test_without_accounts_the_contributions_are_named(self) -> None:
        people = office()
        run = paid(people)
        services.booking_rule_add(contribution="reclaim", valid_from=date(2025, 1, 1), actor=people.finance, **ACCOUNTS)
        with pytest.raises(Refused) as refused:
            bookings_file(run, ".xlsx")
        assert "Erstinformationsgespräche" in refused.value.reason
        assert "Rückforderung" not in refused.value.reason

    def test_other_endings_are_refused(self) -> None:
        with pytest.raises(Refused, match="oder als"):
            bookings_file(Run(), ".pdf")


@pytest.mark.django_db
class TestAccounts:
    def test_a_rule_holds_from_its_day_until_the_next(self) -> None:
        people = office()
        rules(people)
        march = paid(people)
        before = bookings_file(march, ".csv")
        services.booking_rule_add(
            contribution="reclaim", valid_from=date(2025, 4, 1), actor=people.finance, **ACCOUNTS | {"fund": "KIP4"}
        )
        assert bookings_file(march, ".csv") == before
        decided(people, march.lines.first().municipality, 10_00)
        assert [row.fund for row in bookings_of(released(SEPTEMBER, people))] == ["KIP4"]

    def test_what_is_booked_is_not_booked_otherwise(self) -> None:
        people = office()
        rules(people, date(2025, 1, 1))
        paid(people)
        for day in (date(2025, 1, 1), date(2025, 3, 31), date(2025, 2, 1)):
            with pytest.raises(Refused, match="späteres Datum"):
                services.booking_rule_add(contribution="reclaim", valid_from=day, actor=people.finance, **ACCOUNTS)
        # Of what was before the first rule nothing was ever booked.
        services.booking_rule_add(contribution="reclaim", valid_from=date(2024, 1, 1), actor=people.finance, **ACCOUNTS)

    @pytest.mark.parametrize("code", ["", "=1+1", "-3", "@x", "1;2", "x" * 21])
    def test_a_code_is_no_formula(self, code: str) -> None:
        with pytest.raises(Refused, match="1 bis 20 Zeichen"):
            services.booking_rule_add(
                contribution="reclaim",
                valid_from=date(2025, 1, 1),
                actor=office().finance,
                **ACCOUNTS | {"fund": code},
            )

    def test_a_rule_never_changes(self) -> None:
        rules(office())
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE settlement_bookingrule SET fund = 'x'")


class TestSums(TestCase):
    @given(amounts=st.lists(st.tuples(st.integers(0, 2), st.integers(-900, 900).filter(bool)), max_size=12))
    def test_they_are_the_totals_of_the_run_and_of_each_payee(self, amounts: list[tuple[int, int]]) -> None:
        people = office()
        rules(people)
        places = [municipality() for _ in range(3)]
        run = Run.objects.create(payment_month=str(MARCH), state="draft", total=sum(rate for _, rate in amounts))
        for number, (place, rate) in enumerate(amounts):
            Line.objects.create(
                run=run,
                municipality=places[place],
                payee=places[place],
                contribution="reclaim",
                period=f"R-{number}",
                quantity=1 if rate > 0 else -1,
                rate=abs(rate),
                amount=rate,
                legal_reference="KS 4.7",
                settled_before=0,
                explanation={},
            )
        Run.objects.filter(pk=run.pk).update(state=RELEASED)
        Step.objects.create(
            object_type="settlement.run",
            object_key=run.payment_month,
            name="release",
            from_state="approved",
            to_state="released",
            account_label="Demo",
            at=clock.now(),
        )
        run.refresh_from_db()
        rows = bookings_of(run)
        assert sum(row.amount for row in rows) == run.total
        for number, place in enumerate(places):
            booked = sum(row.amount for row in rows if row.text.endswith(f", {place.name}"))
            assert booked == sum(rate for at, rate in amounts if at == number)
