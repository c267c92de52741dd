"""Two people at the same moment: nothing is booked or given away twice."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import Booking, Transfer
from ankunft.domain.funds.money_readings import accounts
from ankunft.domain.funds.selectors.plans import plan_table
from ankunft.domain.funds.values import NewPosition
from tests.domain.funds.making import MILLION, People, francs, opened, position
from tests.domain.funds.money_making import Ground
from tests.support.people import actor_with
from tests.support.threads import at_once, one_was_refused

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_paper_is_booked_once() -> None:
    ground = Ground()
    results = at_once(lambda: ground.book(), lambda: ground.book(actor=ground.finance))
    assert one_was_refused(results)
    assert Booking.objects.count() == 1


def test_a_paper_is_booked_once_whoever_bears_it() -> None:
    ground = Ground()
    results = at_once(lambda: ground.book(), lambda: ground.book(source=ground.other, actor=ground.finance))
    assert one_was_refused(results)


def test_a_booking_is_booked_back_once() -> None:
    ground = Ground()
    booking = ground.book()
    results = at_once(
        *(
            lambda: services.booking_reverse(booking=booking, reason="Demo", actor=ground.finance)
            for _person in range(2)
        )
    )
    assert one_was_refused(results)
    assert Booking.objects.filter(reverses=booking).count() == 1


def test_what_is_there_once_is_not_given_twice() -> None:
    ground = Ground()
    first, second = (
        services.transfer_propose(
            giving=ground.source,
            taking=ground.other,
            moved_on=date(2026, 11, 1),
            amount=2 * MILLION,
            decision="Demo-Beschluss",
            reason="Demo",
            actor=ground.finance,
        )
        for _number in range(2)
    )
    other = actor_with("approver")
    results = at_once(
        lambda: services.transfer_confirm(transfer=first, actor=ground.approver),
        lambda: services.transfer_confirm(transfer=second, actor=other),
    )
    assert one_was_refused(results)
    assert sorted(Transfer.objects.values_list("state", flat=True)) == ["confirmed", "proposed"]
    assert accounts()[ground.source.pk].balance_before(2027) == MILLION


def test_a_position_gets_figures_or_positions_below() -> None:
    people = People()
    version = opened(people)
    work = position(version, "workplace")
    results = at_once(
        lambda: services.input_give(version=version, position=work, given=francs(y2026=1), actor=people.awa),
        lambda: services.position_add(
            plan=version.plan, new=NewPosition("below", "Demo", "economic", "workplace"), actor=people.office
        ),
    )
    assert one_was_refused(results)
    assert plan_table(version)
