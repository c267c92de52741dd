"""Two people at the same moment: nothing is booked or given away twice."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import Booking, Transfer
from ankunft.domain.funds.money_readings import accounts
from ankunft.domain.funds.selectors.plans import plan_table
from ankunft.domain.funds.services import Cost
from ankunft.domain.funds.values import NewPosition
from tests.domain.funds.making import MILLION, People, francs, opened, position, source
from tests.domain.funds.money_making import TERMS, Ground
from tests.support.people import actor_with
from tests.support.threads import at_once, one_was_refused

pytestmark = pytest.mark.django_db(transaction=True)


def funded(ground: Ground) -> None:
    """The other source has something as well."""
    services.tranche_record(source=ground.other, new=ground.tranche(), actor=ground.finance)


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


def test_who_books_and_who_takes_over_do_not_wait_for_each_other() -> None:
    """Rules name several plans and sources: each is taken in the same order, whoever comes first."""
    ground = Ground()
    services.terms_set(source=source("ip-third"), terms=TERMS, actor=ground.people.office)
    for since, bearing in ((date(2026, 1, 1), source("ip-third")), (date(2026, 2, 1), ground.source)):
        services.cost_rule_set(
            costs="grants",
            valid_from=since,
            position=ground.position("workplace"),
            source=bearing,
            actor=ground.people.office,
        )
    done = at_once(
        lambda: services.costs_take_over(actor=ground.finance),
        lambda: services.booking_record(
            position=ground.position("workplace"),
            source=source("ip-third"),
            cost=Cost("other", date(2026, 3, 31), 100, "Demo 1", "Demo", "Demo"),
            actor=ground.people.office,
        ),
        lambda: ground.book(reference="Demo 2"),
    )
    assert not [one for one in done if isinstance(one, Exception)]


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
