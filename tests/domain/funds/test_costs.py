"""What runs and project grants cost comes onto positions from their records, once each (KS 4.3.4, FP 2.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import Booking
from ankunft.domain.funds.services.costs import Changed, Taken
from ankunft.domain.grants.models import Project
from ankunft.domain.settlement.models import START_INTEGRATION, DecisionKind, Payment
from ankunft.domain.settlement.services import return_confirm, return_propose
from ankunft.domain.settlement.services.outcomes import return_record
from ankunft.domain.territory.models import Municipality
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
    rule(ground, "grants", code="language.early")
    services.terms_set(
        source=ground.source,
        terms=replace(TERMS, valid_from=date(2026, 6, 1), purposes=frozenset({"economic"})),
        actor=ground.people.office,
    )
    project = first_paid(olten, ground)
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
    payment = Payment.objects.get()
    back = return_record(
        payment=payment,
        amount=payment.amount,
        code="AC04",
        text="",
        returned_on=date(2026, 11, 30),
        told_by="B-2",
        actor=ground.finance,
    )
    decision = return_propose(returned=back, kind=DecisionKind.GIVE_UP, reason="Demo", actor=ground.finance)
    return_confirm(decision=decision, actor=ground.approver)
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


def test_who_may_not_takes_nothing_over(ground: Ground) -> None:
    with pytest.raises(Refused):
        services.costs_take_over(actor=ground.people.lead)
