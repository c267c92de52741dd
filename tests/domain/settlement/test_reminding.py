"""When a payee is asked once more, and that nobody is asked twice at the same level, or for nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.settlement import services
from ankunft.domain.settlement.models import BookingKind, Invoice, InvoiceReminder, ReminderTerms
from ankunft.domain.settlement.reminder_rules import (
    LAST_LEVEL,
    OUR_TERMS,
    DueReminder,
    Owed,
    Terms,
    invoices_to_remind,
    is_overdue,
    next_reminder,
)
from ankunft.domain.settlement.selectors import owed_standing, reminder_terms_on, reminders_due
from ankunft.domain.settlement.services.invoice_bookings import book
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.settlement.making import office
from tests.domain.settlement.test_netting import owing
from tests.support.people import actor_with
from tests.support.threads import at_once

DUE = date(2025, 4, 23)
TERMS = Terms(10, 20)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
INVOICES = st.builds(
    lambda number, left, due_on, gaps: Owed(
        f"R-{number}", left, due_on, tuple(due_on + timedelta(days=sum(gaps[: at + 1])) for at in range(len(gaps)))
    ),
    st.integers(1, 99),
    st.integers(0, 10**7),
    DAYS,
    st.lists(st.integers(0, 60), max_size=LAST_LEVEL),
)


class TestTheRule:
    @pytest.mark.parametrize(
        ("open_amount", "reminded", "day", "level"),
        [
            (1, [], date(2025, 4, 23), None),
            (1, [], date(2025, 5, 2), None),
            (1, [], date(2025, 5, 3), 1),
            (1, [], date(2026, 5, 3), 1),
            (0, [], date(2025, 5, 3), None),
            (1, [date(2025, 5, 3)], date(2025, 5, 22), None),
            (1, [date(2025, 5, 3)], date(2025, 5, 23), 2),
            (0, [date(2025, 5, 3)], date(2025, 5, 23), None),
            (1, [date(2025, 5, 3), date(2025, 5, 23)], date(2027, 1, 1), None),
        ],
    )
    def test_days_after_the_due_date_and_after_the_first(
        self, open_amount: int, reminded: list[date], day: date, level: int | None
    ) -> None:
        found = invoices_to_remind([Owed("R-1", open_amount, DUE, reminded)], TERMS, day)
        assert [one.level for one in found] == ([level] if level else [])

    def test_it_says_since_when(self) -> None:
        assert next_reminder(Owed("R-1", 1, DUE), TERMS) == DueReminder("R-1", 1, date(2025, 5, 3))

    @pytest.mark.parametrize(("day", "overdue"), [(DUE, False), (DUE + timedelta(days=1), True)])
    def test_the_last_day_is_still_in_time(self, day: date, overdue: bool) -> None:
        assert is_overdue(1, DUE, day) is overdue
        assert not is_overdue(0, DUE, day)

    @given(st.lists(INVOICES, max_size=6), st.builds(Terms, st.integers(1, 90), st.integers(1, 90)), DAYS)
    def test_nobody_is_reminded_too_early_for_nothing_or_once_too_often(
        self, invoices: list[Owed], terms: Terms, day: date
    ) -> None:
        assert all(
            one.since <= day and 1 <= one.level <= LAST_LEVEL for one in invoices_to_remind(invoices, terms, day)
        )
        for owed in invoices:
            due = next_reminder(owed, terms)
            assert (due is None) == (owed.open == 0 or len(owed.reminded_on) == LAST_LEVEL)
            if due is not None:
                assert due.level == len(owed.reminded_on) + 1
                assert due.since > owed.due_on
                after = Owed(owed.number, owed.open, owed.due_on, (*owed.reminded_on, max(due.since, day)))
                assert invoices_to_remind([after], terms, max(due.since, day)) == [], "not twice on one day"


@pytest.mark.django_db
class TestTheRecord:
    def test_it_keeps_level_day_and_what_was_open(self) -> None:
        people = office()
        _olten, invoice = owing(people)
        book(invoice=invoice, kind=BookingKind.RECEIPT, amount=200_00, booked_on=DUE, actor=people.finance)
        with clock.moved_to(date(2025, 5, 3)):
            assert [(one.number, due.level) for one, due in reminders_due(clock.today())] == [(invoice.number, 1)]
            reminder = services.invoice_remind(invoice=invoice, actor=people.finance)
            assert (reminder.level, reminder.reminded_on, reminder.open) == (1, date(2025, 5, 3), 1000_00)
            assert reminders_due(clock.today()) == []
        event = Event.objects.get(action="settlement.invoice.remind")
        assert (event.object_key, event.after) == (invoice.number, {"level": 1, "open": 1000_00})
        with clock.moved_to(date(2025, 5, 23)):
            assert services.invoice_remind(invoice=invoice, actor=people.finance).level == 2
            with pytest.raises(Refused, match="schon zweimal"):
                services.invoice_remind(invoice=invoice, actor=people.finance)

    def test_before_its_day_and_after_the_payment_nobody_is_reminded(self) -> None:
        people = office()
        _olten, invoice = owing(people)
        with clock.moved_to(date(2025, 5, 2)), pytest.raises(Refused, match=r"ab dem 03\.05\.2025"):
            services.invoice_remind(invoice=invoice, actor=people.finance)
        stale = Invoice.objects.get(pk=invoice.pk)
        book(invoice=invoice, kind=BookingKind.RECEIPT, amount=1200_00, booked_on=DUE, actor=people.finance)
        with clock.moved_to(date(2025, 5, 3)), pytest.raises(Refused, match="«bezahlt»: Es gibt nichts zu erinnern"):
            services.invoice_remind(invoice=stale, actor=people.finance)
        assert not InvoiceReminder.objects.exists()

    def test_what_may_be_given_up_is_not_reminded(self) -> None:
        people = office()
        _olten, invoice = owing(people)
        services.invoice_cancel_propose(invoice=invoice, reason="Demo", actor=people.finance)
        with clock.moved_to(date(2025, 5, 3)):
            assert reminders_due(clock.today()) == []
            with pytest.raises(Refused, match="Zuerst darüber entscheiden"):
                services.invoice_remind(invoice=invoice, actor=people.finance)

    @pytest.mark.parametrize("role", ["approver", "coordination", "auditor", "municipal_finance"])
    def test_only_finance_reminds(self, role: str) -> None:
        _olten, invoice = owing(office())
        with pytest.raises(Forbidden, match="erinnern die Finanzen"):
            services.invoice_remind(invoice=invoice, actor=actor_with(role))

    @pytest.mark.parametrize(
        "statement", ["UPDATE settlement_invoicereminder SET open = 1", "DELETE FROM settlement_invoicereminder"]
    )
    def test_it_never_changes(self, statement: str) -> None:
        people = office()
        _olten, invoice = owing(people)
        with clock.moved_to(date(2025, 5, 3)):
            services.invoice_remind(invoice=invoice, actor=people.finance)
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            connection.cursor().execute(statement)

    def test_what_is_overdue_is_counted(self) -> None:
        _olten, _invoice = owing(office())
        for day, overdue in ((DUE, (0, 0)), (date(2025, 4, 24), (1, 1200_00))):
            with clock.moved_to(day):
                standing = owed_standing(Invoice.objects.all())
            assert (standing.open_count, standing.open) == (1, 1200_00)
            assert (standing.overdue_count, standing.overdue) == overdue


@pytest.mark.django_db
class TestTheTerms:
    def test_ours_hold_until_the_canton_has_its_own(self) -> None:
        people = office()
        assert reminder_terms_on(date(2025, 5, 1)) == OUR_TERMS
        services.reminder_terms_set(valid_from=date(2025, 6, 1), first_after=5, second_after=15, actor=people.finance)
        assert reminder_terms_on(date(2025, 5, 31)) == OUR_TERMS
        assert reminder_terms_on(date(2025, 6, 1)) == Terms(5, 15)
        assert Event.objects.get(action="settlement.reminder_terms.set").after == {"first_after": 5, "second_after": 15}
        with pytest.raises(Refused, match="schon Fristen"):
            services.reminder_terms_set(
                valid_from=date(2025, 6, 1), first_after=6, second_after=15, actor=people.finance
            )
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            ReminderTerms.objects.update(first_after=1)

    @pytest.mark.parametrize(("first", "second"), [(0, 10), (10, 0), (-1, 10), (366, 10), (10, 366)])
    def test_they_are_a_day_to_a_year(self, first: int, second: int) -> None:
        with pytest.raises(Refused, match="1 bis 365 Tage"):
            services.reminder_terms_set(
                valid_from=date(2025, 6, 1), first_after=first, second_after=second, actor=office().finance
            )


@pytest.mark.django_db(transaction=True)
def test_two_people_remind_at_the_same_moment_and_one_succeeds() -> None:
    people = office()
    _olten, invoice = owing(people)
    with clock.moved_to(date(2025, 5, 3)):
        outcomes = at_once(
            *[lambda: services.invoice_remind(invoice=Invoice.objects.get(pk=invoice.pk), actor=people.finance)] * 2
        )
    assert sorted(isinstance(one, Refused) for one in outcomes) == [False, True]
    assert InvoiceReminder.objects.get().level == 1
