"""Two people at the same moment: nothing is booked or given away twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Event
from time import sleep
from typing import Any

import pytest
from django.db import transaction

from ankunft.domain.funds import services
from ankunft.domain.funds.models import Booking, Transfer
from ankunft.domain.funds.money_readings import accounts
from ankunft.domain.funds.selectors.plans import plan_table
from ankunft.domain.funds.values import NewPosition
from ankunft.domain.settlement.models import START_INTEGRATION
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.periods import HalfYear, Month
from tests.domain.funds.making import MILLION, People, francs, opened, position
from tests.domain.funds.money_making import Ground
from tests.domain.funds.test_costs import first_paid
from tests.domain.settlement.making import canton, office, released, reported
from tests.support.grounds import _open, olten
from tests.support.people import actor_with
from tests.support.threads import at_once, one_was_refused

__all__ = ["_open", "olten"]

pytestmark = pytest.mark.django_db(transaction=True)


def funded(ground: Ground) -> None:
    """The other source has something as well."""
    services.tranche_record(source=ground.other, new=ground.tranche(), actor=ground.finance)


def paid_by_now(action: Callable[[], object]) -> object:
    """Do that on a day on which the bank has paid everything: each thread has a clock of its own."""
    with clock.moved_to(date(2026, 12, 1)):
        return action()


def test_a_paper_is_booked_once() -> None:
    ground = Ground()
    results = at_once(lambda: ground.book(), lambda: ground.book(actor=ground.finance))
    assert one_was_refused(results)
    assert Booking.objects.count() == 1


def test_a_paper_is_booked_once_whoever_bears_it() -> None:
    ground = Ground()
    results = at_once(lambda: ground.book(), lambda: ground.book(source=ground.other, actor=ground.finance))
    assert one_was_refused(results)


def test_of_two_costs_that_are_more_than_planned_together_one_needs_a_reason() -> None:
    """Borne by two sources: each sees what the other has borne of the position."""
    ground = Ground()
    funded(ground)
    both = at_once(
        lambda: ground.book(amount=6 * MILLION // 10, reference="Demo 1"),
        lambda: ground.book(amount=6 * MILLION // 10, reference="Demo 2", source=ground.other, actor=ground.finance),
    )
    assert one_was_refused(both)
    assert Booking.objects.get().flags == []


def test_what_is_booked_meanwhile_is_not_given_away() -> None:
    ground = Ground()
    transfer = services.transfer_propose(
        giving=ground.source,
        taking=ground.other,
        moved_on=date(2026, 11, 1),
        amount=25 * MILLION // 10,
        decision="Demo-Beschluss",
        reason="Demo",
        actor=ground.finance,
    )
    both = at_once(
        lambda: services.transfer_confirm(transfer=transfer, actor=ground.approver),
        lambda: ground.book(amount=6 * MILLION // 10),
    )
    assert one_was_refused(both)
    assert accounts()[ground.source.pk].balance_before(2027) >= 0


def test_a_position_is_booked_or_has_positions_below() -> None:
    """New in a plan in force, it has no figures yet: what is booked comes first, or what is below."""
    ground = Ground()
    plan = ground.version.plan
    services.position_add(plan=plan, new=NewPosition("new", "Demo", "economic"), actor=ground.people.office)
    both = at_once(
        lambda: ground.book("new", reason="Demo: noch nicht geplant", actor=ground.finance),
        lambda: services.position_add(
            plan=plan, new=NewPosition("below", "Demo", "economic", "new"), actor=ground.people.office
        ),
    )
    assert one_was_refused(both)
    assert Booking.objects.exists() != plan.positions.filter(code="below").exists()


def test_the_worker_and_people_take_over_once_and_do_not_wait_for_each_other(olten: Municipality) -> None:
    """What is taken over goes onto two positions from two sources; by hand each is booked from the other source."""
    ground = Ground()
    funded(ground)
    for costs, code, bearing in (
        (START_INTEGRATION, "workplace", ground.source),
        ("grants", "language.early", ground.other),
    ):
        services.cost_rule_set(
            costs=costs,
            valid_from=date(2026, 1, 1),
            position=ground.position(code),
            source=bearing,
            actor=ground.people.office,
        )
    canton()
    reported(olten, HalfYear(2025, 2), 10, 0, 0, 0)
    first_paid(olten, ground)
    released(Month(2026, 3), office())
    done = at_once(
        lambda: paid_by_now(services.costs_take_over_nightly),
        lambda: paid_by_now(lambda: services.costs_take_over(actor=ground.finance)),
        lambda: ground.book("language.early", amount=1_00, source=ground.source),
        lambda: ground.book("workplace", amount=1_00, source=ground.other),
    )
    assert not [one for one in done if isinstance(one, Exception)]
    assert sorted(len(one.booked) for one in done[:2]) == [0, 2]
    assert Booking.objects.count() == 4


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


@pytest.mark.parametrize("with_transfer", [False, True], ids=["two refunds", "refund and transfer"])
def test_what_is_there_once_does_not_go_back_twice(with_transfer: bool) -> None:
    ground = Ground()
    first = services.refund_propose(source=ground.source, paper=ground.paper(2 * MILLION), actor=ground.finance)
    other = actor_with("approver")
    if with_transfer:
        transfer = services.transfer_propose(
            giving=ground.source,
            taking=ground.other,
            moved_on=date(2026, 11, 1),
            amount=2 * MILLION,
            decision="Demo-Beschluss",
            reason="Demo",
            actor=ground.finance,
        )

        def take() -> None:
            services.transfer_confirm(transfer=transfer, actor=other)
    else:
        second = services.refund_propose(source=ground.source, paper=ground.paper(2 * MILLION), actor=ground.finance)

        def take() -> None:
            services.refund_confirm(refund=second, actor=other)

    results = at_once(lambda: services.refund_confirm(refund=first, actor=ground.approver), take)
    assert one_was_refused(results)
    assert accounts()[ground.source.pk].balance_before(2027) == MILLION


def test_what_went_once_does_not_come_back_twice() -> None:
    ground = Ground()
    refund = ground.refund()
    first, second = (
        services.refund_return(refund=refund, paper=ground.paper(), actor=ground.finance) for _number in range(2)
    )
    results = at_once(
        lambda: services.refund_confirm(refund=first, actor=ground.approver),
        lambda: services.refund_confirm(refund=second, actor=actor_with("approver")),
    )
    assert one_was_refused(results)
    assert accounts()[ground.source.pk].balance_before(2027) == 3 * MILLION


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


def test_what_somebody_books_by_hand_meanwhile_is_not_taken_over_as_well(olten: Municipality) -> None:
    """Onto another position, so that neither the paper nor the position alone keeps it from being booked twice."""
    ground = Ground()
    services.cost_rule_set(
        costs="grants",
        valid_from=date(2026, 1, 1),
        position=ground.position("workplace"),
        source=ground.source,
        actor=ground.people.office,
    )
    paper = f"{first_paid(olten, ground).reference}/1"
    cost = services.Cost("grant", date(2026, 11, 27), 3_000_00, paper, "Demo: von Hand", "Demo")
    is_booked = Event()

    def by_hand() -> None:
        with transaction.atomic():
            services.booking_record(
                position=ground.position("language.early"), source=ground.source, cost=cost, actor=ground.finance
            )
            is_booked.set()
            sleep(0.5)

    def by_itself() -> Any:
        assert is_booked.wait(timeout=10)
        return services.costs_take_over_nightly()

    hand, taken = at_once(lambda: paid_by_now(by_hand), lambda: paid_by_now(by_itself), lingering=0)
    assert (hand, taken.booked, taken.changed) == (None, (), ())
    assert Booking.objects.filter(reference=paper).count() == 1
