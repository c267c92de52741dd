"""Money that goes back to the federation: two people, once, and everywhere the same balance (FP 1, 2.3)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import Refund
from ankunft.domain.funds.money_readings import accounts
from ankunft.domain.funds.rules.refunds import Paper
from ankunft.domain.funds.selectors.coverage import Basis, coverage_of
from ankunft.domain.funds.selectors.money import refunds_for, source_standings
from ankunft.domain.funds.selectors.projections import projection_shown
from ankunft.domain.funds.selectors.refunds import refundable, returnable
from ankunft.domain.funds.selectors.sources import life_of
from ankunft.domain.funds.selectors.warnings import warnings_for
from ankunft.domain.funds.values import NewSource
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.funds.making import MILLION, source
from tests.domain.funds.money_making import TERMS, Ground
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 30)
AFTER = date(2026, 11, 20)


@pytest.fixture
def ground() -> Ground:
    return Ground()


@pytest.fixture
def late(ground: Ground) -> Ground:
    """The source was to be refunded by the end of June; one million of three was used by then."""
    soon = replace(TERMS, valid_from=date(2026, 1, 1), refund_due=DUE)
    ground.book(day=date(2026, 3, 31), amount=MILLION)
    services.terms_set(source=ground.source, terms=soon, actor=ground.people.office)
    return ground


def left(ground: Ground) -> int:
    return accounts()[ground.source.pk].balance_before(2027)


def test_it_takes_two_people_and_both_are_in_the_trail(ground: Ground) -> None:
    refund = services.refund_propose(source=ground.source, paper=ground.paper(), actor=ground.finance)
    assert (refund.reference, left(ground)) == (f"E-{refund.pk}", 3 * MILLION)
    with pytest.raises(Refused):
        services.refund_confirm(refund=refund, actor=ground.finance)
    for actor in (ground.people.office, actor_with("auditor"), ground.people.awa):
        with pytest.raises(Refused):
            services.refund_confirm(refund=refund, actor=actor)
    services.refund_confirm(refund=refund, actor=ground.approver)
    assert left(ground) == 2 * MILLION
    told = Event.objects.filter(object_type="funds.refund", object_key=refund.reference).order_by("pk")
    assert [event.action for event in told] == ["funds.refund.propose", "funds.refund.confirm"]
    assert told[0].after["amount"] == MILLION


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount": 3 * MILLION + 1}, r"hat am 20\.11\.2026 noch CHF 3'000'000"),
        ({"amount": 0}, "über null"),
        ({"day": date(2026, 11, 23)}, "Zukunft"),
        ({"day": date(2025, 12, 31)}, r"Saldo am 01\.01\.2026"),
        ({"decision": " "}, "Schreiben des SEM"),
        ({"reason": " "}, "noch nicht vorbei"),
    ],
    ids=str,
)
def test_what_cannot_go_back_is_refused(ground: Ground, change: dict[str, object], words: str) -> None:
    paper = replace(ground.paper(), **change)  # type: ignore[arg-type]
    with pytest.raises(Refused, match=words):
        services.refund_propose(source=ground.source, paper=paper, actor=ground.finance)
    assert not Refund.objects.exists()


def test_own_means_and_what_nobody_knows_do_not_go_back(ground: Ground) -> None:
    services.sources_ensure(sources=[NewSource("canton-demo", "Demo: Kanton", "canton")], actor=Actor.operator())
    for of, words in ((source("canton-demo"), "kommt nicht vom Bund"), (ground.other, "nicht erfasst")):
        with pytest.raises(Refused, match=words):
            services.refund_propose(source=of, paper=ground.paper(), actor=ground.finance)
        assert refundable(of, ground.finance) is None


def test_what_comes_later_in_the_month_does_not_go_back_yet(ground: Ground) -> None:
    granted = ground.tranche()._replace(received_on=date(2026, 11, 28), kind="granted")
    services.tranche_record(source=ground.other, new=granted, actor=ground.finance)
    assert refundable(ground.other, ground.finance) == 0
    with pytest.raises(Refused, match=r"noch CHF 0\.00"):
        services.refund_propose(source=ground.other, paper=ground.paper(1), actor=ground.finance)


def test_what_is_booked_later_does_not_go_back_before(ground: Ground) -> None:
    ground.book(amount=2 * MILLION, day=date(2026, 11, 21), reason="Demo")
    with pytest.raises(Refused, match=r"noch CHF 1'000'000"):
        services.refund_propose(source=ground.source, paper=ground.paper(MILLION + 1), actor=ground.finance)


def test_after_the_deadline_the_letter_is_enough(late: Ground) -> None:
    paper = late.paper(2 * MILLION, AFTER, reason="")
    refund = services.refund_propose(source=late.source, paper=paper, actor=late.people.office)
    services.refund_confirm(refund=refund, actor=late.finance)
    assert left(late) == 0


def test_the_warning_stays_until_it_is_confirmed(late: Ground) -> None:
    def warned() -> list[int]:
        return [one.left for one in warnings_for(late.people.office).deadlines if one.source == late.source]

    assert warned() == [2 * MILLION]
    refund = services.refund_propose(source=late.source, paper=late.paper(2 * MILLION), actor=late.finance)
    assert warned() == [2 * MILLION]
    services.refund_confirm(refund=refund, actor=late.approver)
    assert warned() == []


def test_what_was_used_meanwhile_does_not_go_back(ground: Ground) -> None:
    first, second = (
        services.refund_propose(source=ground.source, paper=ground.paper(2 * MILLION), actor=ground.finance)
        for _number in range(2)
    )
    services.refund_confirm(refund=first, actor=ground.approver)
    with pytest.raises(Refused, match=r"noch CHF 1'000'000"):
        services.refund_confirm(refund=second, actor=ground.approver)
    with pytest.raises(Refused, match="lassen sich nicht umbuchen"):
        services.transfer_propose(
            giving=ground.source,
            taking=ground.other,
            moved_on=AFTER,
            amount=2 * MILLION,
            decision="Demo",
            reason="Demo",
            actor=ground.finance,
        )
    services.refund_withdraw(refund=second, reason="Demo: doppelt", actor=ground.finance)
    assert left(ground) == MILLION


def test_what_was_wrong_comes_back_by_another_record(ground: Ground) -> None:
    refund = ground.refund(MILLION, date(2026, 11, 1))
    paper = Paper(400_000_00, AFTER, "Demo: Rückzahlung", "Demo: zu viel verlangt")
    back = services.refund_return(refund=refund, paper=paper, actor=ground.finance)
    assert (back.reverses, left(ground)) == (refund, 2 * MILLION)
    with pytest.raises(Refused):
        services.refund_confirm(refund=back, actor=ground.finance)
    services.refund_confirm(refund=back, actor=ground.approver)
    assert (left(ground), returnable(refund), returnable(back)) == (2_400_000_00, 600_000_00, 0)
    for of, change, words in (
        (refund, {"amount": 600_000_01}, "noch CHF 600'000.00 beim SEM"),
        (refund, {"reason": ""}, "was an der Rückerstattung falsch war"),
        (refund, {"day": date(2026, 10, 31)}, "noch nicht an das SEM gegangen"),
        (back, {}, "bestätigten Rückerstattung"),
    ):
        with pytest.raises(Refused, match=words):
            services.refund_return(refund=of, paper=replace(paper, **change), actor=ground.finance)  # type: ignore[arg-type]


def test_more_than_went_does_not_come_back_of_two_proposals(ground: Ground) -> None:
    refund = ground.refund()
    first, second = (
        services.refund_return(refund=refund, paper=ground.paper(), actor=ground.finance) for _number in range(2)
    )
    services.refund_confirm(refund=first, actor=ground.approver)
    with pytest.raises(Refused, match="beim SEM"):
        services.refund_confirm(refund=second, actor=ground.approver)


def test_every_balance_is_the_same(ground: Ground) -> None:
    ground.book(amount=MILLION // 2)
    services.tranche_record(source=ground.source, new=ground.tranche(), actor=ground.finance)
    ground.refund(700_000_00)
    (standing,) = (one for one in source_standings(ground.finance) if one.source == ground.source)
    life = life_of(ground.source, ground.finance)
    assert standing.left == life.left == left(ground) == refundable(ground.source, ground.finance) == 280_000_000
    assert (life.opening, life.received, life.spent, life.refunded) == (3 * MILLION, MILLION, MILLION // 2, 700_000_00)


def test_a_projection_gives_back_once(late: Ground) -> None:
    """Left at the deadline are two million: confirmed afterwards, they are the ones that it gave back already."""

    def projected() -> tuple[int | None, int, list[object]]:
        kept = services.projection_run(version=late.version, seed=1, actor=late.people.office)
        outcome = projection_shown(kept).outcome
        certain = json.loads(kept.inputs)["certain"]
        return outcome.refunded and outcome.refunded.mean, outcome.balances[2026].percentiles[2], certain

    before = projected()
    late.refund(2 * MILLION)
    assert projected() == before
    assert before[0]


def test_what_goes_back_before_the_deadline_is_gone_in_a_projection(ground: Ground) -> None:
    def middle() -> int:
        kept = services.projection_run(version=ground.version, seed=1, actor=ground.people.office)
        return projection_shown(kept).outcome.balances[2026].percentiles[2]

    before = middle()
    ground.refund(500_000_00)
    assert middle() == before - 500_000_00


@pytest.mark.parametrize("basis", [Basis.PLAN, Basis.OUTLOOK])
def test_what_went_back_bears_nothing_any_more(ground: Ground, basis: Basis) -> None:
    ground.refund(2_500_000_00)
    found = coverage_of(ground.version, ground.finance, basis)
    borne = sum(row.amount for row in found.rows if row.source == ground.source)
    assert borne == MILLION // 2
    assert found.refunded[ground.source.code] == 2_500_000_00
    assert coverage_of(ground.version, ground.finance, Basis.DECIDED).refunded[ground.source.code] == 600_000_00


def test_coverage_gives_back_once(ground: Ground, on_day: Callable[[date], None]) -> None:
    soon = replace(TERMS, valid_from=date(2026, 1, 1), refund_due=date(2026, 12, 31))
    services.terms_set(source=ground.source, terms=soon, actor=ground.people.office)
    on_day(date(2027, 3, 1))
    ground.book(day=date(2026, 12, 31), amount=MILLION)
    before = coverage_of(ground.version, ground.finance)
    assert before.refunded[ground.source.code] == 2 * MILLION
    ground.refund(2 * MILLION, date(2027, 2, 15))
    after = coverage_of(ground.version, ground.finance)
    assert not after.faults
    assert (after.refunded, after.left) == (before.refunded, before.left)


def test_who_reads_the_books_sees_refunds(ground: Ground) -> None:
    refund = ground.refund()
    assert list(refunds_for(actor_with("auditor"), ground.source)) == [refund]
    assert not refunds_for(actor_with("integration_officer", "bfs-2422")).exists()
