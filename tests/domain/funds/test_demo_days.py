"""The invented money can be loaded on any day, and nothing of it lies ahead."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.demo_accounts import demo_accounts_open
from ankunft.domain.funds.demo_money import load_demo_money
from ankunft.domain.funds.loader import load_funds
from ankunft.domain.funds.models import Booking, Tranche
from ankunft.domain.territory.loader import load_territory
from ankunft.foundation.access import wall
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("day", [date(2027, 2, 1), date(2029, 6, 1)], ids=str)
def test_nothing_lies_ahead(day: date) -> None:
    operator = Actor.operator()
    with clock.moved_to(day), wall.open_for(operator):
        load_territory(operator)
        load_funds(operator)
        demo_accounts_open(actor=operator)
        load_demo_money(operator)
    assert not Tranche.objects.filter(received_on__gt=day).exists()
    assert not Booking.objects.filter(booked_on__gt=day).exists()
    assert Tranche.objects.filter(source__code="ifk", received_on__year__lt=day.year).exists()
