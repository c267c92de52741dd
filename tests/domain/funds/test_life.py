"""How a source stands today: what is granted or moves later is in no balance before its day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import FundingSource
from ankunft.domain.funds.selectors.money import source_standings
from ankunft.domain.funds.selectors.sources import life_of
from tests.domain.funds.making import MILLION
from tests.domain.funds.money_making import Ground

pytestmark = pytest.mark.django_db
THIS_MONTH, NEXT_YEARS = date(2026, 11, 23), date(2027, 3, 1)


@pytest.fixture
def ground() -> Ground:
    return Ground()


def granted(ground: Ground, day: date) -> None:
    new = ground.tranche(document=f"Demo {day}")._replace(kind="granted", received_on=day)
    services.tranche_record(source=ground.source, new=new, actor=ground.finance)


def moved(ground: Ground, day: date) -> None:
    transfer = services.transfer_propose(
        giving=ground.source,
        taking=ground.other,
        moved_on=day,
        amount=MILLION // 2,
        decision="Demo",
        reason="Demo",
        actor=ground.finance,
    )
    services.transfer_confirm(transfer=transfer, actor=ground.approver)


def standing(source: FundingSource, ground: Ground) -> int | None:
    return {one.source.pk: one.left for one in source_standings(ground.finance)}[source.pk]


def test_what_is_granted_for_later_is_not_there_today(ground: Ground, on_day: Callable[[date], None]) -> None:
    granted(ground, THIS_MONTH)
    granted(ground, NEXT_YEARS)
    life = life_of(ground.source, ground.finance)
    assert (life.left, life.received, life.awaited) == (3 * MILLION, 0, 2 * MILLION)
    assert [one.year for one in life.years] == [2026]
    assert standing(ground.source, ground) == 3 * MILLION
    on_day(THIS_MONTH)
    life = life_of(ground.source, ground.finance)
    assert (life.left, life.received, life.awaited) == (4 * MILLION, MILLION, MILLION)
    assert standing(ground.source, ground) == 4 * MILLION


def test_what_moves_later_is_still_where_it_was(ground: Ground, on_day: Callable[[date], None]) -> None:
    moved(ground, date(2026, 11, 30))
    assert life_of(ground.source, ground.finance).left == 3 * MILLION
    assert (standing(ground.source, ground), standing(ground.other, ground)) == (3 * MILLION, None)
    on_day(date(2026, 11, 30))
    assert life_of(ground.other, ground.finance).left == MILLION // 2
    assert (standing(ground.source, ground), standing(ground.other, ground)) == (25 * MILLION // 10, MILLION // 2)
