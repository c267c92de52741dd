"""Plan, booked and projected side by side, who bears what, and projections that are kept: out of the records (FP 2)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ankunft.domain.funds import services
from ankunft.domain.funds.futures_data import digest_of
from ankunft.domain.funds.loader import load_funds
from ankunft.domain.funds.models import FundingSource, PlanVersion, Projection
from ankunft.domain.funds.rules.ranges import Basis as RestBasis
from ankunft.domain.funds.selectors.coverage import Basis, How, coverage_of
from ankunft.domain.funds.selectors.money import bookings_for, monitor, source_standings
from ankunft.domain.funds.selectors.projections import (
    Warned,
    alerts_for,
    is_outdated,
    projection_shown,
    projections_for,
    repeats,
)
from ankunft.domain.funds.values import Given, YearAmount
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Month
from tests.domain.funds.making import DUE, MILLION, OPENING
from tests.domain.funds.money_making import TERMS, Ground
from tests.support.people import actor_with
from tests.support.reading import read_only

pytestmark = pytest.mark.django_db
TENTH, HUNDREDTH = MILLION // 10, MILLION // 100


@pytest.fixture
def ground() -> Ground:
    return Ground()


@pytest.fixture
def kip2() -> PlanVersion:
    load_funds(Actor.operator())
    return PlanVersion.objects.get(plan__code="KIP2")


def test_what_kip_2_lacks_is_borne_by_kip_2bis(kip2: PlanVersion) -> None:
    """FP 2.3: the 0.56 million at the end of 2025; how much KIP 2bis has is in no document."""
    office = actor_with("coordination")
    with read_only():
        found = coverage_of(kip2, office)
    assert not found.faults
    assert [source.code for source in found.order][:3] == ["ip-kip2", "ip-kip2bis", "ip-kip3"]
    sums = found.by_source()
    assert {year: sums["ip-kip2", year] for year in (2023, 2024, 2025)} == {
        2023: 361 * HUNDREDTH,
        2024: 383 * HUNDREDTH,
        2025: 99 * HUNDREDTH,
    }
    assert sums["ip-kip2bis", 2025] == 56 * HUNDREDTH
    assert {code for code, _year in sums} == {"ip-kip2", "ip-kip2bis"}
    assert (found.uncovered, found.refunded) == (0, {"ip-kip2": 0})
    unsure = [row for row in found.rows if not row.is_certain]
    assert sum(row.amount for row in unsure) == 56 * HUNDREDTH
    assert all("nicht erfasst" in row.why[-1] for row in unsure)


def test_and_then_by_kip_3(kip2: PlanVersion) -> None:
    """As far as KIP 2bis has something (FP 2.3)."""
    carried = services.NewTranche("carried", date(2023, 1, 1), 30 * HUNDREDTH, "Demo: Jahresabschluss")
    bis = FundingSource.objects.get(code="ip-kip2bis")
    services.tranche_record(source=bis, new=carried, actor=actor_with("finance_officer"))
    sums = coverage_of(kip2, actor_with("coordination")).by_source()
    assert (sums["ip-kip2bis", 2025], sums["ip-kip3", 2025]) == (30 * HUNDREDTH, 26 * HUNDREDTH)


def test_the_balance_of_kip_2_is_projected_around_the_plan(kip2: PlanVersion) -> None:
    projection = services.projection_run(version=kip2, seed=2057, actor=Actor.operator())
    shown = projection_shown(projection)
    middle = {year: band.percentiles[2] for year, band in shown.outcome.balances.items()}
    for year, decided in ((2023, 482), (2024, 99), (2025, -56)):
        assert abs(middle[year] - decided * HUNDREDTH) < 5 * HUNDREDTH
        percentiles = shown.outcome.balances[year].percentiles
        assert percentiles[0] < percentiles[1] < percentiles[2] < percentiles[3] < percentiles[4]
    assert shown.outcome.refund_due == date(2025, 12, 31)
    assert shown.dry_permille > 900
    assert shown.dry_by is not None
    assert shown.dry_by.year == 2025
    assert [alert.kind for alert in alerts_for(actor_with("coordination"))] == [Warned.RUNS_DRY]


def test_a_projection_can_be_repeated_to_the_rappen(ground: Ground) -> None:
    ground.book()
    projection = services.projection_run(version=ground.version, seed=7, actor=ground.people.iiz)
    assert (projection.over, projection.draws, projection.seed) == ("2026-03", 10_000, 7)
    assert projection.digest == digest_of(projection.inputs)
    assert not is_outdated(projection)
    ground.book(reference="Demo 2")
    assert repeats(Projection.objects.get())
    assert is_outdated(projection)
    again = services.projection_run(version=ground.version, seed=7, actor=ground.people.iiz)
    assert again.digest != projection.digest
    assert list(projections_for(ground.version, ground.people.iiz)) == [again, projection]


@pytest.mark.parametrize(
    ("over", "outdated"), [(None, True), (Month(2026, 8), True), (Month(2026, 9), False), (Month(2026, 10), False)]
)
def test_what_is_booked_in_later_months_makes_a_projection_old(
    ground: Ground, over: Month | None, outdated: bool
) -> None:
    """Booked is in September: a projection over less does not know of it, although its own months say the same."""
    kept = services.projection_run(version=ground.version, seed=1, over=over, actor=ground.people.office)
    assert not is_outdated(kept)
    ground.book(day=date(2026, 9, 30))
    if over is not None and not outdated:
        kept = services.projection_run(version=ground.version, seed=1, over=over, actor=ground.people.office)
    assert is_outdated(kept) is outdated


def test_what_is_booked_is_certain_and_the_rest_is_open(ground: Ground) -> None:
    for month in (1, 2, 3):
        ground.book(day=date(2026, month, 20), reference=f"Demo {month}")
    data = json.loads(services.projection_run(version=ground.version, seed=1, actor=ground.people.office).inputs)
    assert [one["amount"] for one in data["certain"]] == [-TENTH] * 3
    cells = {(one["position"], one["year"]): one["rest"]["range"][1] for one in data["cells"]}
    # Nine months of a million remain to work in 2026.
    assert cells["workplace", 2026] == 75 * HUNDREDTH
    assert cells["workplace", 2027] == 50 * HUNDREDTH
    data = json.loads(
        services.projection_run(version=ground.version, over=Month(2026, 1), actor=ground.people.office).inputs
    )
    # What is booked in months that are not complete is part of the rest, not counted twice.
    assert [(one["month"], one["amount"]) for one in data["certain"]] == [("2026-01", -TENTH)]


def test_with_one_seed_the_same_records_are_projected_once(ground: Ground) -> None:
    """A worker that goes on where another one was killed keeps nothing twice."""
    first = services.projection_run(version=ground.version, seed=7, actor=ground.people.office)
    assert services.projection_run(version=ground.version, seed=7, actor=ground.people.office) == first
    ground.book()
    assert services.projection_run(version=ground.version, seed=7, actor=ground.people.office) != first
    assert Event.objects.filter(action="funds.projection.made").count() == 2


def test_what_another_plan_takes_from_the_source_is_certain(ground: Ground) -> None:
    transfer = services.transfer_propose(
        giving=ground.source,
        taking=ground.other,
        moved_on=date(2026, 9, 1),
        amount=MILLION,
        decision="x",
        reason="x",
        actor=ground.finance,
    )
    services.transfer_confirm(transfer=transfer, actor=ground.approver)
    data = json.loads(services.projection_run(version=ground.version, seed=1, actor=ground.people.office).inputs)
    assert data["certain"] == [{"source": "ip-demo", "month": "2026-09", "amount": -MILLION}]
    assert data["pots"][0]["opening"] == 3 * MILLION


@pytest.mark.parametrize(
    ("how", "words"), [({"seed": -1}, "Startwert"), ({"over": Month(2026, 11)}, "noch nicht vorbei")], ids=str
)
def test_a_projection_that_cannot_be_is_refused(ground: Ground, how: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        services.projection_run(version=ground.version, actor=ground.people.office, **how)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        services.projection_run(version=ground.version, actor=actor_with("auditor"))
    assert not Projection.objects.exists()


def test_what_will_be_left_at_the_deadline_is_warned_of(ground: Ground) -> None:
    """Of 3 million, 2.4 are planned: some 0.6 go back at the end of 2027."""
    services.projection_run(version=ground.version, seed=1, actor=ground.people.office)
    (alert,) = alerts_for(ground.people.office)
    assert (alert.kind, alert.day) == (Warned.REFUND, date(2027, 12, 31))
    assert abs(alert.amount - 60 * HUNDREDTH) < 3 * HUNDREDTH
    assert alerts_for(actor_with("integration_officer", "bfs-2422")) == []


def test_planned_booked_and_projected_side_by_side(ground: Ground) -> None:
    ground.book(amount=50 * HUNDREDTH, day=date(2026, 6, 30))
    with read_only():
        found = monitor(ground.version, ground.people.office)
    assert found.over == Month(2026, 6)
    rows = {row.position.code: row for row in found.rows}
    assert list(rows) == ["workplace", "language", "language.courses", "language.early"]
    work = rows["workplace"].years[2026]
    assert (work.planned, work.booked, work.expected, work.basis) == (MILLION, MILLION // 2, MILLION, RestBasis.SPREAD)
    assert work.deviation == 0
    assert work.low is not None
    assert work.high is not None
    assert 90 * HUNDREDTH < work.low < MILLION < work.high < 110 * HUNDREDTH
    # Nothing of early language is booked by the middle of the year: half of its plan is expected.
    early = rows["language.early"].years[2026]
    assert (early.planned, early.booked, early.expected) == (30 * HUNDREDTH, 0, 15 * HUNDREDTH)
    both = rows["language"].years[2026]
    assert (both.planned, both.low, both.expected) == (70 * HUNDREDTH, None, 35 * HUNDREDTH)
    assert rows["language.courses"].years[2027].planned is None
    assert found.totals[2026].expected == 135 * HUNDREDTH
    assert found.total.planned == 240 * HUNDREDTH
    assert found.total.expected == sum(found.totals[year].expected for year in found.years)


def test_who_bears_what_is_booked_first_then_by_hand_then_assigned(ground: Ground) -> None:
    ground.book(amount=20 * HUNDREDTH, day=date(2026, 6, 30))
    services.tranche_record(source=ground.other, new=ground.tranche(), actor=ground.finance)
    services.assignment_set(
        position=ground.position("workplace"),
        source=ground.other,
        year=2026,
        amount=30 * HUNDREDTH,
        reason="Demo: Vereinbarung",
        actor=ground.people.office,
    )
    found = coverage_of(ground.version, ground.people.office)
    work = [row for row in found.rows if (row.position.code, row.year) == ("workplace", 2026)]
    assert {(row.how, row.source.code if row.source else "", row.amount) for row in work} == {
        (How.BOOKED, "ip-demo", 20 * HUNDREDTH),
        (How.BY_HAND, "ip-other", 30 * HUNDREDTH),
        (How.ASSIGNED, "ip-demo", 50 * HUNDREDTH),
    }
    by_hand = next(row for row in work if row.how is How.BY_HAND)
    assert "Demo: Vereinbarung" in by_hand.why[-1]
    assert found.refunded["ip-demo"] == 3 * MILLION - (240 - 30) * HUNDREDTH
    assert found.refunded["ip-other"] == MILLION - 30 * HUNDREDTH
    assert found.uncovered == 0
    outlooked = coverage_of(ground.version, ground.people.office, Basis.OUTLOOK)
    # Of 1 million 0.2 are booked by the end of June; the open half is expected to cost 0.5.
    expected = sum(row.amount for row in outlooked.rows if (row.position.code, row.year) == ("workplace", 2026))
    assert expected == 70 * HUNDREDTH


def test_what_nobody_may_bear_is_a_gap_with_reasons(ground: Ground) -> None:
    for source in (ground.source, ground.other):
        narrow = replace(TERMS, valid_from=date(2026, 1, 1), purposes=frozenset({"economic"}))
        services.terms_set(source=source, terms=narrow, actor=ground.people.office)
    found = coverage_of(ground.version, ground.people.office)
    assert found.uncovered == 90 * HUNDREDTH
    gap = next(row for row in found.rows if row.how is How.GAP)
    assert gap.source is None
    assert all("nicht bestimmt" in sentence for sentence in gap.why)
    assert found.by_source()["", 2026] == 70 * HUNDREDTH


def test_a_source_that_is_overdrawn_is_told_and_bears_nothing_further(ground: Ground) -> None:
    ground.book(amount=31 * TENTH, reason="Demo: zu viel")
    found = coverage_of(ground.version, ground.people.office)
    assert len(found.faults) == 1
    assert "im Minus" in found.faults[0]
    bearing = {(row.how, row.source.code) for row in found.rows if row.source}
    assert bearing == {(How.BOOKED, "ip-demo"), (How.ASSIGNED, "ip-other")}


def test_too_much_by_hand_is_told(ground: Ground) -> None:
    services.assignment_set(
        position=ground.position("workplace"),
        source=ground.source,
        year=2026,
        amount=11 * TENTH,
        reason="x",
        actor=ground.people.office,
    )
    (fault,) = coverage_of(ground.version, ground.people.office).faults
    assert "100'000" in fault
    assert "Demo: Arbeit" in fault


@pytest.mark.parametrize(
    "read",
    [
        lambda ground: monitor(ground.version, ground.people.office),
        lambda ground: coverage_of(ground.version, ground.people.office),
        lambda ground: source_standings(ground.people.office),
        lambda ground: alerts_for(ground.people.office),
        lambda ground: [one.number for one in bookings_for(ground.people.office, plan=ground.version.plan)],
    ],
    ids=["monitor", "coverage", "standings", "alerts", "bookings"],
)
def test_statements_do_not_grow_with_what_happened(ground: Ground, read: Callable[[Ground], object]) -> None:
    counts = []
    for more in (1, 12):
        for number in range(more):
            ground.book(day=date(2026, 1 + number % 10, 3), amount=1_00, reference=f"Demo {more}/{number}")
            services.tranche_record(
                source=ground.other, new=ground.tranche(1_00, f"Demo {more}/{number}"), actor=ground.finance
            )
            services.assignment_set(
                position=ground.position(("workplace", "language.courses", "language.early")[number % 3]),
                source=ground.other,
                year=2026 + number % 2,
                amount=1,
                reason="Demo",
                actor=ground.people.office,
            )
        services.projection_run(version=ground.version, seed=1, actor=ground.people.office)
        with CaptureQueriesContext(connection) as queries:
            read(ground)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_came_before_the_plan_is_in_its_opening_balance(ground: Ground) -> None:
    before = ground.tranche(MILLION)._replace(received_on=date(2025, 12, 31))
    services.tranche_record(source=ground.source, new=before, actor=ground.finance)
    (found,) = (one for one in source_standings(ground.people.office) if one.source == ground.source)
    assert found.left == 3 * MILLION
    data = json.loads(services.projection_run(version=ground.version, seed=1, actor=ground.people.office).inputs)
    assert (data["pots"][0]["opening"], data["certain"]) == (3 * MILLION, [])


def test_what_is_booked_in_open_months_is_shown_and_expected_once(ground: Ground) -> None:
    ground.book(day=date(2026, 6, 30))
    work = monitor(ground.version, ground.people.office, Month(2026, 3)).rows[0].years[2026]
    assert (work.booked, work.expected) == (TENTH, 75 * HUNDREDTH)


def test_history_is_that_of_whole_years(ground: Ground, on_day: Callable[[date], None]) -> None:
    """Four fifths of the plan were spent in each of seven quarters, all of it in the last month of the quarter."""
    on_day(date(2027, 10, 15))
    for year, amount, quarters in ((2026, 20 * HUNDREDTH, 4), (2027, 10 * HUNDREDTH, 3)):
        for quarter in range(1, quarters + 1):
            ground.book(day=date(year, quarter * 3, 20), amount=amount, reference=f"Demo {year}/{quarter}")
    work = monitor(ground.version, ground.people.office).rows[0].years[2027]
    # Three months of half a million remain: four fifths of them.
    assert (work.basis, work.expected) == (RestBasis.HISTORY, 40 * HUNDREDTH)
    assert (work.low, work.high) == (40 * HUNDREDTH, 40 * HUNDREDTH)


def test_the_range_of_an_owner_counts_unless_something_else_is_planned(ground: Ground) -> None:
    version = services.version_open(
        plan=ground.version.plan, as_of=date(2026, 11, 1), opening=OPENING, inputs_due=DUE, actor=ground.people.office
    )
    given = Given((YearAmount(2026, 8 * TENTH, 7 * TENTH, 12 * TENTH),), "Demo")
    work = ground.position("workplace")
    services.input_give(version=version, position=work, given=given, actor=ground.people.awa)
    found = monitor(version, ground.people.office).rows[0].years[2026]
    assert (found.planned, found.basis, found.expected) == (8 * TENTH, RestBasis.RANGE, 9 * TENTH)
    services.position_plan(
        version=version,
        position=work,
        given=Given((YearAmount(2026, 4 * TENTH),), ""),
        reason="Demo: anders beschlossen",
        actor=ground.people.office,
    )
    found = monitor(version, ground.people.office).rows[0].years[2026]
    assert (found.planned, found.basis, found.expected) == (4 * TENTH, RestBasis.SPREAD, 4 * TENTH)


def test_of_a_year_that_is_over_nothing_remains_to_be_borne(ground: Ground, on_day: Callable[[date], None]) -> None:
    on_day(date(2027, 2, 1))
    ground.book(day=date(2026, 12, 31))
    services.assignment_set(
        position=ground.position("workplace"),
        source=ground.other,
        year=2026,
        amount=TENTH,
        reason="Demo",
        actor=ground.people.office,
    )
    found = coverage_of(ground.version, ground.people.office)
    assert not found.faults
    assert {year: amount for (_source, year), amount in found.by_source().items()} == {
        2026: TENTH,
        2027: 70 * HUNDREDTH,
    }


def test_what_is_booked_is_part_of_what_was_assigned_by_hand(ground: Ground) -> None:
    services.tranche_record(source=ground.other, new=ground.tranche(), actor=ground.finance)
    ground.book(amount=20 * HUNDREDTH, source=ground.other)
    services.assignment_set(
        position=ground.position("workplace"),
        source=ground.other,
        year=2026,
        amount=30 * HUNDREDTH,
        reason="Demo",
        actor=ground.people.office,
    )
    found = coverage_of(ground.version, ground.people.office)
    by_hand = [row.amount for row in found.rows if row.how is How.BY_HAND]
    assert by_hand == [10 * HUNDREDTH]
    assert found.by_source()["ip-other", 2026] == 30 * HUNDREDTH
    ground.book(amount=20 * HUNDREDTH, source=ground.other, reference="Demo 2")
    found = coverage_of(ground.version, ground.people.office)
    assert not found.faults
    assert not [row for row in found.rows if row.how is How.BY_HAND]
