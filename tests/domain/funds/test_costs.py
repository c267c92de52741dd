"""What runs and project grants cost comes onto positions from their records, once each (KS 4.3.4, FP 2.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ankunft.domain.funds import services
from ankunft.domain.funds.models import Booking
from ankunft.domain.funds.selectors.costs import costs_incurred, costs_unsettled
from ankunft.domain.funds.services.costs import Changed, Taken
from ankunft.domain.grants.models import Project
from ankunft.domain.settlement.models import START_INTEGRATION, DecisionKind, Payment, PaymentReturn
from ankunft.domain.settlement.services import return_confirm, return_propose
from ankunft.domain.settlement.services.outcomes import return_record
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.jobs.chores import all_chores
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear, Month
from tests.domain.funds.money_making import TERMS, Ground
from tests.domain.grants.making import People as GrantPeople
from tests.domain.grants.making import paid
from tests.domain.settlement.making import account, canton, office, released, reported
from tests.domain.settlement.test_payments import payer
from tests.support.grounds import _open, olten

__all__ = ["_open", "olten"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground() -> Ground:
    return Ground()


def rule(ground: Ground, costs: str, since: date = date(2026, 1, 1), code: str = "workplace") -> None:
    services.cost_rule_set(
        costs=costs,
        valid_from=since,
        position=ground.position(code),
        source=ground.source,
        actor=ground.people.office,
    )


def first_paid(place: Municipality, ground: Ground) -> Project:
    """A project of that municipality whose first instalment is paid."""
    account(place)
    payer(office())
    return paid(GrantPeople(place), ground.finance)


def refused(ground: Ground, place: Municipality) -> Project:
    """A project whose first instalment is paid from a source that may not bear its position."""
    rule(ground, "grants", code="language.early")
    closed = replace(TERMS, valid_from=date(2026, 6, 1), purposes=frozenset({"economic"}))
    services.terms_set(source=ground.source, terms=closed, actor=ground.people.office)
    return first_paid(place, ground)


def given_up(ground: Ground, amount: int) -> PaymentReturn:
    """The only payment came back, and two people gave up so much of it."""
    back = return_record(
        payment=Payment.objects.get(),
        amount=amount,
        code="AC04",
        text="",
        returned_on=date(2026, 11, 30),
        told_by="B-2",
        actor=ground.finance,
    )
    decision = return_propose(returned=back, kind=DecisionKind.GIVE_UP, reason="Demo", actor=ground.finance)
    return_confirm(decision=decision, actor=ground.approver)
    return back


def test_a_released_run_is_booked_once(ground: Ground, on_day: Callable[[date], None]) -> None:
    places = canton("Demo A", "Demo B")
    for place in places:
        reported(place, HalfYear(2025, 2), 10, 0, 0, 0)
    people = office()
    run = released(Month(2026, 3), people)
    assert services.costs_take_over(actor=ground.finance) == Taken((), (), ())
    rule(ground, START_INTEGRATION)
    # Released on a Sunday: the bank pays it on Monday, and until then nothing is booked.
    assert services.costs_take_over(actor=ground.finance).booked == ()
    on_day(date(2026, 11, 23))
    assert services.costs_take_over(actor=ground.finance).booked == ("2026-03",)
    assert services.costs_take_over(actor=ground.finance).booked == ()
    booking = Booking.objects.get()
    assert (booking.amount, booking.kind, booking.reference) == (run.total, "settlement", "2026-03")
    assert run.total == 2 * 10 * 200_00


def test_paid_instalments_are_booked_on_the_day_of_their_payment(
    ground: Ground, olten: Municipality, on_day: Callable[[date], None]
) -> None:
    rule(ground, "grants")
    project = first_paid(olten, ground)
    on_day(date(2026, 11, 30))
    assert services.costs_take_over(actor=ground.finance).booked == (f"{project.reference}/1",)
    assert Booking.objects.get().amount == 3_000_00


def test_what_may_not_be_booked_there_is_told_and_holds_up_nothing(
    ground: Ground, olten: Municipality, on_day: Callable[[date], None]
) -> None:
    project = refused(ground, olten)
    on_day(date(2026, 11, 30))
    taken = services.costs_take_over(actor=ground.finance)
    assert taken.booked == ()
    ((reference, reason),) = taken.refused
    assert reference == f"{project.reference}/1"
    assert "Zweck" in reason
    assert not Booking.objects.exists()


def test_what_came_back_and_was_given_up_is_told(
    ground: Ground, olten: Municipality, on_day: Callable[[date], None]
) -> None:
    rule(ground, "grants")
    project = first_paid(olten, ground)
    on_day(date(2026, 11, 30))
    services.costs_take_over(actor=ground.finance)
    given_up(ground, Payment.objects.get().amount)
    taken = services.costs_take_over(actor=ground.finance)
    assert taken == Taken((), (), (Changed(f"{project.reference}/1", 3_000_00, 0),))
    # People book it back; then nothing more is said of it, and nothing is booked again.
    services.booking_reverse(booking=Booking.objects.get(), reason="Demo: zurückgekommen", actor=ground.finance)
    assert services.costs_take_over(actor=ground.finance) == Taken((), (), ())


def test_a_later_rule_does_not_book_again_elsewhere(
    ground: Ground, olten: Municipality, on_day: Callable[[date], None]
) -> None:
    rule(ground, "grants")
    first_paid(olten, ground)
    on_day(date(2026, 11, 30))
    services.costs_take_over(actor=ground.finance)
    rule(ground, "grants", date(2026, 11, 1), "language.early")
    assert services.costs_take_over(actor=ground.finance) == Taken((), (), ())
    assert Booking.objects.count() == 1


def test_another_rule_holds_from_its_day_on(ground: Ground) -> None:
    rule(ground, "grants")
    rule(ground, "grants", date(2026, 7, 1), "language.early")
    for since, code, words in (
        (date(2026, 7, 1), "workplace", "schon bestimmt"),
        (date(2026, 3, 1), "workplace", "schon bestimmt"),
        (date(2026, 8, 1), "language", "Summe"),
    ):
        with pytest.raises(Refused, match=words):
            rule(ground, "grants", since, code)
    with pytest.raises(Refused, match="wessen"):
        rule(ground, " ")


def test_the_worker_takes_over_by_itself(ground: Ground, olten: Municipality, on_day: Callable[[date], None]) -> None:
    """Every day, as the operator, who books nothing else."""
    rule(ground, "grants")
    project = first_paid(olten, ground)
    on_day(date(2026, 11, 30))
    (chore,) = (one for one in all_chores() if one.code == "funds.costs")
    assert chore.is_rare
    assert chore.every == 24 * 3600
    chore.do()
    chore.do()
    booking = Booking.objects.get()
    assert (booking.reference, booking.recorded_by) == (f"{project.reference}/1", Actor.operator().label)
    with pytest.raises(Refused):
        ground.book(actor=Actor.operator())


def test_what_is_refused_is_told_until_it_is_booked_elsewhere(
    ground: Ground, olten: Municipality, on_day: Callable[[date], None]
) -> None:
    project = refused(ground, olten)
    assert costs_unsettled(ground.finance) == [], "the bank has not paid it yet"
    on_day(date(2026, 11, 30))
    (told,) = costs_unsettled(ground.finance)
    assert services.costs_take_over(actor=ground.finance).refused == ((f"{project.reference}/1", told.reason),)
    assert (told.booked, told.incurred.amount) == (None, 3_000_00)
    assert costs_unsettled(ground.people.lead) == []
    one = told.incurred
    services.booking_record(
        position=ground.position("workplace"),
        source=ground.source,
        cost=services.Cost(one.kind, one.day, one.amount, one.reference, one.text, "Demo"),
        actor=ground.finance,
    )
    assert costs_unsettled(ground.finance) == []
    assert services.costs_take_over(actor=ground.finance) == Taken((), (), ())


def test_what_is_refused_is_taken_over_once_it_may_be_borne(
    ground: Ground, olten: Municipality, on_day: Callable[[date], None]
) -> None:
    refused(ground, olten)
    on_day(date(2026, 11, 30))
    again = replace(TERMS, valid_from=date(2026, 7, 1))
    services.terms_set(source=ground.source, terms=again, actor=ground.people.office)
    assert costs_unsettled(ground.finance) == []
    assert len(services.costs_take_over(actor=ground.finance).booked) == 1


def test_a_paper_of_the_same_name_is_told_and_not_taken_for_it(
    ground: Ground, olten: Municipality, on_day: Callable[[date], None]
) -> None:
    rule(ground, "grants")
    project = first_paid(olten, ground)
    ground.book("language.early", amount=1_00, reference=f"{project.reference}/1")
    on_day(date(2026, 11, 30))
    row = costs_incurred(ground.finance)[0]
    assert (row.booking, row.is_bookable) == (None, True)
    ground.book("workplace", amount=1_00, reference=f"{project.reference}/1")
    (told,) = costs_unsettled(ground.finance)
    assert "schon gebucht" in told.reason


def test_what_was_given_up_and_taken_up_again_is_told(
    ground: Ground, olten: Municipality, on_day: Callable[[date], None]
) -> None:
    """Booked without what had come back; then the bank takes its word back."""
    rule(ground, "grants")
    first_paid(olten, ground)
    on_day(date(2026, 11, 30))
    back = given_up(ground, 1_000_00)
    services.costs_take_over(actor=ground.finance)
    assert Booking.objects.get().amount == 2_000_00
    assert costs_unsettled(ground.finance) == []
    PaymentReturn.objects.filter(pk=back.pk).update(undone_at=clock.now())
    (told,) = costs_unsettled(ground.finance)
    assert (told.booked, told.incurred.amount) == (2_000_00, 3_000_00)


def test_what_is_to_settle_is_read_in_the_same_number_of_statements(
    ground: Ground, on_day: Callable[[date], None]
) -> None:
    rule(ground, START_INTEGRATION, code="language.early")
    closed = replace(TERMS, valid_from=date(2026, 6, 1), purposes=frozenset({"economic"}))
    services.terms_set(source=ground.source, terms=closed, actor=ground.people.office)
    places, people = canton("Demo A", "Demo B"), office()
    on_day(date(2026, 12, 1))
    counts = []
    for month, half_year in ((Month(2026, 3), HalfYear(2025, 2)), (Month(2026, 9), HalfYear(2026, 1))):
        for place in places:
            reported(place, half_year, 10, 0, 0, 0)
        released(month, people)
        with CaptureQueriesContext(connection) as queries:
            found = costs_unsettled(ground.finance)
        counts.append(len(queries))
    assert len(found) == 2
    assert counts[0] == counts[1]


def test_who_may_not_takes_nothing_over(ground: Ground) -> None:
    with pytest.raises(Refused):
        services.costs_take_over(actor=ground.people.lead)
