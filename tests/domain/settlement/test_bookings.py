"""The bookings of a run: complete to the Rappen, always the same, and never without accounts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from python_calamine import CalamineWorkbook

from ankunft.domain.settlement import services
from ankunft.domain.settlement.bookings import bookings_file, bookings_of
from ankunft.domain.settlement.models import BOOKED, CLAIM, Invoice, InvoiceBooking, Line, PayeeBalance, Payment, Run
from ankunft.domain.settlement.states import RELEASED
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import HalfYear, Month
from ankunft.foundation.workflow.models import Step
from tests.domain.reporting.making import municipality
from tests.domain.settlement.making import MARCH, SEPTEMBER, SPRING, WINTER, Office, canton, office, released, reported
from tests.domain.settlement.test_netting import owing
from tests.domain.settlement.test_payments import payer
from tests.domain.settlement.test_rulings import decided

ACCOUNTS = {"debit_account": "3632.00", "credit_account": "1002.10", "cost_centre": "4711", "fund": "KIP3"}
OWED_TO_THE_CANTON = "1011.90"


def rules(people: Office, since: date = date(2017, 1, 1)) -> None:
    """Accounts for everything."""
    for booked, _label in BOOKED:
        accounts = ACCOUNTS | ({"debit_account": OWED_TO_THE_CANTON} if booked == CLAIM else {})
        services.booking_rule_add(contribution=booked, valid_from=since, actor=people.finance, **accounts)


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
        assert len(rows) == run.lines.count() + 1 == 5, "and one for the invoice to Trimbach"
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
        amounts = [Money.parse(row["Betrag CHF"]).rappen for row in rows]
        assert sum(amounts[:-1]) == run.total
        assert sum(amounts) == Payment.objects.get(run=run).amount
        trimbach = Invoice.objects.get().payee
        assert (rows[-1]["Soll"], rows[-1]["Haben"]) == (OWED_TO_THE_CANTON, "1002.10")
        assert rows[-1]["Text"] == f"Rechnung R-2025-03-{trimbach.bfs_number}, Trimbach"
        assert {row["Zahlung"] for row in rows if "Trimbach" in row["Text"]} == {""}
        for balance in PayeeBalance.objects.filter(run=run).select_related("municipality"):
            booked = [Money.parse(row["Betrag CHF"]).rappen for row in rows if balance.municipality.name in row["Text"]]
            assert sum(booked) == balance.payment

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
        assert "Rechnungen an Gemeinden" in refused.value.reason

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
        later = bookings_of(released(SEPTEMBER, people))
        assert [(row.fund, row.debit_account) for row in later] == [("KIP4", "3632.00"), ("KIP3", OWED_TO_THE_CANTON)]

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
                period=f"F-{number}",
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


Side = dict[str, int]


def ledger_of(runs: Iterable[Run]) -> Side:
    """What the bookings of these runs leave on each account: debits less credits."""
    accounts: Side = {}
    for run in runs:
        for row in bookings_of(run):
            accounts[row.debit_account] = accounts.get(row.debit_account, 0) + row.amount
            accounts[row.credit_account] = accounts.get(row.credit_account, 0) - row.amount
    return accounts


class TestSeveralRuns(TestCase):
    """What was paid, asked and netted is what the accounts hold, however reports were corrected between the runs."""

    @settings(max_examples=12, deadline=None)
    @given(counts=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=4))
    def test_the_accounts_reconcile(self, counts: list[tuple[int, int]]) -> None:
        people = office()
        rules(people)
        places = canton("Olten", "Trimbach")
        payer(people)
        for place in places:
            reported(place, HalfYear(2023, 2), 1, 0, 0, 0)
        runs = []
        for number, figures in enumerate(counts):
            month = Month(2024 + number // 2, (3, 9)[number % 2])
            for place, count in zip(places, figures, strict=True):
                # The same report once more: every run settles the difference to the one before.
                reported(place, HalfYear(2023, 2), count, 0, 0, 0, number=number + 2)
            with clock.moved_to(date(month.year, month.month, 24)):
                runs.append(released(month, people))
            self._reconciles(runs)

    def _reconciles(self, runs: list[Run]) -> None:
        run, accounts = runs[-1], ledger_of(runs)
        rows = bookings_of(run)
        assert sum(row.amount for row in rows) == _sum(Payment.objects.filter(run=run))
        claims = sum(row.amount for row in rows if row.debit_account == OWED_TO_THE_CANTON)
        nettings = InvoiceBooking.objects.filter(run=run)
        assert claims == _sum(Invoice.objects.filter(run=run)) - _sum(nettings)
        assert sum(accounts.values()) == 0
        assert -accounts.get("1002.10", 0) == _sum(Payment.objects.filter(run__in=runs))
        assert accounts.get(OWED_TO_THE_CANTON, 0) == sum(Invoice.objects.values_list("open", flat=True))
        assert accounts.get("3632.00", 0) == sum(one.total for one in runs)


def _sum(rows: QuerySet[Payment] | QuerySet[Invoice] | QuerySet[InvoiceBooking]) -> int:
    return sum(rows.values_list("amount", flat=True))


@pytest.mark.django_db
def test_a_netting_moves_the_claim_against_the_payment() -> None:
    people = office()
    rules(people)
    olten, invoice = owing(people)
    reported(olten, SPRING, 10, 0, 0, 0)
    run = released(SEPTEMBER, people)
    *_lines, netted = bookings_of(run)
    assert (netted.debit_account, netted.credit_account, netted.amount) == (OWED_TO_THE_CANTON, "1002.10", -1200_00)
    assert netted.text == f"Verrechnung mit Rechnung {invoice.number}, Olten"
    assert netted.payment == Payment.objects.get(run=run).reference
