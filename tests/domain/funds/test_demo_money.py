"""The invented money of the demonstration: enough for every page, and marked as invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ankunft.domain.demo_accounts import demo_accounts_open
from ankunft.domain.funds.demo_money import CODE, load_demo_money
from ankunft.domain.funds.loader import load_funds
from ankunft.domain.funds.models import Booking, Projection, Refund, Tranche, Transfer
from ankunft.domain.funds.money_readings import accounts
from ankunft.domain.territory.loader import load_territory
from ankunft.foundation.access import wall
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded(db: None) -> Iterator[None]:
    operator = Actor.operator()
    with clock.moved_to(date(2026, 11, 22)), wall.open_for(operator):
        load_territory(operator)
        load_funds(operator)
        demo_accounts_open(actor=operator)
        load_demo_money(operator)
        yield


def test_everything_is_marked_as_invented_and_made_once() -> None:
    for model in (Booking, Tranche, Transfer, Refund):
        assert model._default_manager.exists()
        assert not model._default_manager.filter(is_demo=False).exists()
    before = Booking.objects.count()
    load_demo_money(Actor.operator())
    assert Booking.objects.count() == before


def test_kip_2_is_used_up_then_kip_2bis_then_kip_3() -> None:
    left = {
        account.source.code: account.opening + sum(flow.net for flow in account.flows.values())
        for account in accounts().values()
    }
    assert left["ip-kip2"] == 0
    of_last_year = Booking.objects.filter(position__plan__code="KIP2", booked_on__year=2025)
    assert set(of_last_year.values_list("source__code", flat=True)) == {"ip-kip2", "ip-kip2bis", "ip-kip3"}


def test_the_third_quarter_of_2024_has_bookings_and_the_plan_of_today_a_projection() -> None:
    quarter = Booking.objects.filter(
        position__plan__code="KIP2", booked_on__gte=date(2024, 7, 1), booked_on__lte=date(2024, 9, 30)
    )
    assert quarter.count() >= 5
    assert Projection.objects.get().version.plan.code == CODE
    assert Booking.objects.exclude(flags=[]).exists(), "something is remarkable"
