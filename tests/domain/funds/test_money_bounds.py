"""Where the money of a source begins and ends: nothing moves outside of that, nothing counts twice (FP 1, 2.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import FundingSource, PlanVersion
from ankunft.domain.funds.money_readings import accounts, last_booked_month
from ankunft.domain.funds.selectors.coverage import Basis, How, coverage_of
from ankunft.domain.funds.selectors.money import monitor
from ankunft.domain.funds.selectors.sources import life_of
from ankunft.domain.funds.values import NewPosition, Opening, Ruling
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Month
from tests.domain.funds.making import MILLION, People, adopted, francs, source
from tests.domain.funds.money_making import TERMS, Ground
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground() -> Ground:
    return Ground()


def moving(ground: Ground, day: date, amount: int = 5, **more: Any) -> dict[str, Any]:
    how: dict[str, Any] = {"giving": ground.source, "taking": ground.other, "moved_on": day, "amount": amount}
    return how | {"decision": "Demo-Beschluss", "reason": "Demo", "actor": ground.finance} | more


def balance(of: FundingSource, year: int = 2027) -> int:
    return accounts()[of.pk].balance_before(year + 1)


@pytest.mark.parametrize("is_giving", [True, False], ids=["giving", "taking"])
def test_nothing_moves_before_the_balance_with_which_a_source_begins(ground: Ground, is_giving: bool) -> None:
    """What happened before is in that balance: moved then, it would come in on one side alone."""
    services.tranche_record(
        source=ground.other, new=ground.tranche()._replace(received_on=date(2025, 6, 30)), actor=ground.finance
    )
    ends: dict[str, Any] = {} if is_giving else {"giving": ground.other, "taking": ground.source}
    with pytest.raises(Refused, match=r"Saldo am 01\.01\.2026"):
        services.transfer_propose(**moving(ground, date(2025, 12, 31), **ends))
    services.transfer_propose(**moving(ground, date(2026, 1, 1), **ends))


def test_money_moves_when_it_is_there_and_not_before(ground: Ground) -> None:
    services.tranche_record(
        source=ground.other, new=ground.tranche()._replace(received_on=date(2026, 6, 30)), actor=ground.finance
    )
    ends: dict[str, Any] = {"giving": ground.other, "taking": ground.source}
    for early in (date(2026, 5, 31), date(2026, 6, 29)):
        with pytest.raises(Refused, match="lassen sich nicht umbuchen"):
            services.transfer_propose(**moving(ground, early, **ends))
    services.transfer_propose(**moving(ground, date(2026, 6, 30), MILLION, **ends))


def test_what_is_to_be_refunded_is_not_moved_afterwards(ground: Ground) -> None:
    soon = replace(TERMS, valid_from=date(2026, 1, 1), refund_due=date(2026, 6, 30))
    services.terms_set(source=ground.source, terms=soon, actor=ground.people.office)
    with pytest.raises(Refused, match=r"30\.06\.2026 zurückzuerstatten"):
        services.transfer_propose(**moving(ground, date(2026, 7, 1)))
    transfer = services.transfer_propose(**moving(ground, date(2026, 6, 30)))
    services.transfer_confirm(transfer=transfer, actor=ground.approver)
    assert balance(ground.source) == 3 * MILLION - 5


def test_a_balance_that_a_plan_tells_is_not_carried_over_besides() -> None:
    """Carried over first, planned later: the opening balance of the plan is the same money."""
    finance, demo = actor_with("finance_officer"), source()
    new = services.NewTranche("carried", date(2026, 1, 1), 2 * MILLION, "Demo-Abschluss 2025")
    carried = services.tranche_record(source=demo, new=new, actor=finance)
    services.tranche_correct(tranche=carried, amount=MILLION, document="Demo 2", comment="Demo", actor=finance)
    assert balance(demo) == 3 * MILLION
    adopted(People())
    assert balance(demo) == 3 * MILLION


def test_a_month_that_is_not_over_is_never_complete(ground: Ground, on_day: Callable[[date], None]) -> None:
    """One invoice of early December does not close the year of every other position."""
    ground.book(day=date(2026, 3, 31))
    assert last_booked_month(ground.version) == Month(2026, 3)
    on_day(date(2026, 12, 2))
    ground.book(day=date(2026, 12, 1), reference="Demo-Rechnung 2")
    assert last_booked_month(ground.version) == Month(2026, 11)
    early = next(row for row in monitor(ground.version, ground.finance).rows if row.position.code == "language.early")
    assert early.years[2026].expected > 0
    found = coverage_of(ground.version, ground.finance)
    assert any(row.position.code == "language.early" and row.year == 2026 for row in found.rows)
    kept = services.projection_run(version=ground.version, seed=1, actor=ground.finance)
    assert kept.over == "2026-11"


def test_below_a_position_that_is_booked_on_there_is_no_other(ground: Ground) -> None:
    """What is booked would stand on a sum, and in no total."""
    office, plan = ground.people.office, ground.version.plan
    services.position_add(plan=plan, new=NewPosition("new", "Demo: Neu", "economic"), actor=office)
    ground.book("new", reason="Demo: ungeplant")
    with pytest.raises(Refused, match="zählte sie doppelt"):
        services.position_add(plan=plan, new=NewPosition("new.below", "Demo", "economic", "new"), actor=office)


@pytest.mark.parametrize("rate", [0, -1, 10**20], ids=["nothing", "below", "more than any column holds"])
def test_a_rate_that_cannot_be_is_refused(ground: Ground, rate: int) -> None:
    with pytest.raises(Refused, match="über null, höchstens"):
        services.rate_record(
            kind="lump_sum", valid_from=date(2026, 1, 1), rate=rate, document="Demo", actor=ground.people.office
        )


def test_a_source_whose_plan_has_not_begun_has_a_life_too() -> None:
    """A plan is decided before its first year: its source is looked at by then."""
    people, demo = People(), source()
    plan = services.plan_begin(
        code="DEMO", label="Demo-Plan", source=demo, first_year=2028, last_year=2029, actor=people.office
    )
    services.plan_take_over(
        plan=plan,
        positions=[NewPosition("workplace", "Demo: Arbeit", "economic")],
        given={"workplace": francs(y2028=1_000)},
        as_of=date(2026, 9, 30),
        opening=Opening(MILLION, "Demo"),
        ruling=Ruling("Demo-Beschluss", "Regierungsrat", date(2026, 11, 20)),
        actor=Actor.operator(),
    )
    assert PlanVersion.objects.get().state == "adopted"
    life = life_of(demo, people.office)
    assert ([one.year for one in life.years], life.opening, life.left) == ([2028], MILLION, MILLION)


def test_what_others_bore_meanwhile_takes_nothing_from_the_rest_of_a_word_by_hand(ground: Ground) -> None:
    """Said by hand is who bears the whole position; what is booked from another source is not to be borne any more."""
    services.assignment_set(
        position=ground.position("workplace"),
        source=ground.other,
        year=2026,
        amount=MILLION,
        reason="Demo",
        actor=ground.people.office,
    )
    ground.book(amount=4 * MILLION // 10, day=date(2026, 9, 30))
    for basis in Basis:
        found = coverage_of(ground.version, ground.finance, basis)
        assert not found.faults
        by_hand = sum(row.amount for row in found.rows if row.how is How.BY_HAND)
        work = sum(row.amount for row in found.rows if row.position.code == "workplace" and row.year == 2026)
        assert by_hand == (MILLION if basis is Basis.DECIDED else work - 4 * MILLION // 10)


def test_more_by_hand_than_is_planned_contradicts_itself(ground: Ground) -> None:
    services.assignment_set(
        position=ground.position("workplace"),
        source=ground.other,
        year=2026,
        amount=MILLION + 1,
        reason="Demo",
        actor=ground.people.office,
    )
    assert coverage_of(ground.version, ground.finance).faults


@pytest.mark.parametrize("kind", ["paid", "carried"])
def test_what_has_not_come_in_is_not_recorded(ground: Ground, kind: str) -> None:
    new = ground.tranche()._replace(received_on=date(2026, 11, 23), kind=kind)
    with pytest.raises(Refused, match="in der Zukunft"):
        services.tranche_record(source=ground.other, new=new, actor=ground.finance)
    services.tranche_record(source=ground.other, new=new._replace(kind="granted"), actor=ground.finance)


def test_a_slip_in_the_year_does_not_lock_what_holds_from_a_day_on(ground: Ground) -> None:
    """What is set stays, and what follows holds from a later day: 2206 would be the last word."""
    office, slip, last = ground.people.office, date(2032, 1, 1), date(2031, 12, 31)
    costs: dict[str, Any] = {"costs": "grants", "position": ground.position("workplace"), "source": ground.source}
    rate: dict[str, Any] = {"kind": "lump_sum", "rate": 1, "document": "Demo"}
    new = ground.tranche()._replace(received_on=slip, kind="granted")
    with pytest.raises(Refused, match="mehr als 5 Jahre voraus"):
        services.terms_set(source=ground.source, terms=replace(TERMS, valid_from=slip), actor=office)
    with pytest.raises(Refused, match="mehr als 5 Jahre voraus"):
        services.rate_record(**rate, valid_from=slip, actor=office)
    with pytest.raises(Refused, match="mehr als 5 Jahre voraus"):
        services.cost_rule_set(**costs, valid_from=slip, actor=office)
    with pytest.raises(Refused, match="mehr als 5 Jahre voraus"):
        services.tranche_record(source=ground.other, new=new, actor=ground.finance)
    with pytest.raises(Refused, match="mehr als 5 Jahre voraus"):
        services.transfer_propose(**moving(ground, slip))
    services.rate_record(**rate, valid_from=last, actor=office)
    services.cost_rule_set(**costs, valid_from=last, actor=office)
