"""Several plans that count on the same sources: no franc is counted on twice (FP 2.3), nor projected twice (FP 2.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ankunft.domain.funds import services
from ankunft.domain.funds.models import FundingSource, PlanVersion
from ankunft.domain.funds.outlooks import inputs_of
from ankunft.domain.funds.rules.ranges import Triangle, part
from ankunft.domain.funds.selectors.coverage import Basis, How, coverage_of
from ankunft.domain.funds.values import NewPosition, Opening, Ruling
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import Month
from tests.domain.funds.making import MILLION, francs
from tests.domain.funds.making import source as source_named
from tests.domain.funds.money_making import TERMS, Ground

pytestmark = pytest.mark.django_db
HUNDREDTH = MILLION // 100


@pytest.fixture
def ground() -> Ground:
    """What the plan needs for language, 0.7 and 0.2 million, its own source may not bear."""
    made = Ground()
    narrow = replace(TERMS, valid_from=date(2026, 1, 1), purposes=frozenset({"economic"}))
    services.terms_set(source=made.source, terms=narrow, actor=made.people.office)
    return made


def decided(code: str, source: FundingSource, first: int, opening: int, **given: int) -> PlanVersion:
    """Another plan in force, over two years, with one position."""
    plan = services.plan_begin(
        code=code,
        label=f"Demo-Plan {code}",
        source=source,
        first_year=first,
        last_year=first + 1,
        actor=Actor.operator(),
    )
    return services.plan_take_over(
        plan=plan,
        positions=[NewPosition("courses", "Demo: Kurse", "language_16plus")],
        given={"courses": francs(**given)},
        as_of=date(2026, 9, 30),
        opening=Opening(opening, "Demo"),
        ruling=Ruling("Demo-Beschluss", "Regierungsrat", date(2026, 11, 20)),
        actor=Actor.operator(),
    )


@pytest.mark.parametrize("basis", [Basis.PLAN, Basis.DECIDED])
def test_a_source_bears_its_own_plan_first_and_no_franc_twice(ground: Ground, basis: Basis) -> None:
    office = ground.people.office
    alone = coverage_of(ground.version, office, basis)
    assert (alone.by_source()["ip-other", 2026], alone.uncovered, alone.elsewhere) == (70 * HUNDREDTH, 0, {})
    second = decided("OTHER", ground.other, 2026, MILLION, y2026=600_000)

    found = coverage_of(ground.version, office, basis)
    assert found.elsewhere == {"ip-other": 60 * HUNDREDTH}
    assert {row.position.plan.code for row in found.rows} == {"DEMO"}
    assert (found.by_source()["ip-other", 2026], found.uncovered) == (40 * HUNDREDTH, 50 * HUNDREDTH)
    assert any("aufgebraucht" in why for row in found.rows if row.how is How.GAP for why in row.why)

    theirs = coverage_of(second, office, basis)
    assert theirs.by_source() == {("ip-other", 2026): 60 * HUNDREDTH}
    assert theirs.elsewhere == {"ip-demo": 150 * HUNDREDTH, "ip-other": 40 * HUNDREDTH}


def test_what_another_plan_booked_is_gone(ground: Ground) -> None:
    second = decided("OTHER", ground.other, 2026, MILLION, y2026=600_000)
    ground.version = second
    ground.book("courses", 60 * HUNDREDTH, source=ground.other)
    found = coverage_of(PlanVersion.objects.get(plan__code="DEMO"), ground.people.office)
    assert found.elsewhere == {"ip-other": 60 * HUNDREDTH}
    assert found.by_source()["ip-other", 2026] == 40 * HUNDREDTH


def test_money_of_a_later_plan_is_there_when_that_plan_begins(ground: Ground) -> None:
    """Its opening balance belongs to its first year: nothing of it bears an earlier year."""
    decided("LATER", ground.other, 2027, MILLION, y2027=100_000)
    found = coverage_of(ground.version, ground.people.office)
    sums = found.by_source()
    assert ("ip-other", 2026) not in sums
    assert (sums["ip-other", 2027], sums["", 2026]) == (20 * HUNDREDTH, 70 * HUNDREDTH)
    assert found.left["ip-other", 2027] == 70 * HUNDREDTH


def test_what_contradicts_itself_in_another_plan_is_told_with_its_name(ground: Ground) -> None:
    second = decided("OTHER", ground.other, 2026, MILLION, y2026=600_000)
    services.assignment_set(
        position=second.plan.positions.get(),
        source=ground.other,
        year=2026,
        amount=60 * HUNDREDTH + 1,
        reason="Demo",
        actor=ground.people.office,
    )
    (fault,) = coverage_of(ground.version, ground.people.office).faults
    assert "Demo-Plan OTHER: Demo: Kurse" in fault
    assert "CHF 0.01 mehr" in fault


def by_hand(ground: Ground, code: str, amount: int, source: FundingSource) -> None:
    services.assignment_set(
        position=ground.position(code),
        source=source,
        year=2026,
        amount=amount,
        reason="Demo",
        actor=ground.people.office,
    )


def likely(version: PlanVersion, over: Month | None = None) -> tuple[dict[tuple[str, int], int], int]:
    """What is likely of the rests that the source of a plan bears, and what is certain."""
    inputs = inputs_of(version, over)
    rests = {(one.position, one.year): part(one.rest, Fraction(1)) for one in inputs.cells}
    return (
        {place: one.likely for place, one in rests.items() if isinstance(one, Triangle)},
        sum(inputs.certain.values()),
    )


def test_what_is_assigned_to_another_source_is_projected_there(ground: Ground) -> None:
    """Of 0.4 million for courses 0.1 are assigned to the other source, of early language all that is planned."""
    second = decided("OTHER", ground.other, 2026, MILLION, y2026=600_000)
    by_hand(ground, "language.courses", 10 * HUNDREDTH, ground.other)
    by_hand(ground, "language.early", 30 * HUNDREDTH, ground.other)
    rests, _certain = likely(ground.version)
    assert rests["language.courses", 2026] == 30 * HUNDREDTH
    assert ("language.early", 2026) not in rests
    assert rests["language.early", 2027] == 20 * HUNDREDTH
    theirs, _certain = likely(second)
    assert {place: amount for place, amount in theirs.items() if amount} == {
        ("courses", 2026): 60 * HUNDREDTH,
        ("DEMO/language.courses", 2026): 10 * HUNDREDTH,
        ("DEMO/language.early", 2026): 30 * HUNDREDTH,
    }


def test_what_was_booked_is_part_of_what_was_assigned(ground: Ground) -> None:
    """0.1 of 0.2 million assigned are booked by the end of June: 0.1 of the 0.2 million that remain."""
    second = decided("OTHER", ground.other, 2026, MILLION, y2026=600_000)
    by_hand(ground, "language.courses", 20 * HUNDREDTH, ground.other)
    ground.book("language.courses", 10 * HUNDREDTH, date(2026, 6, 30), source=ground.other)
    rests, certain = likely(ground.version, Month(2026, 6))
    assert (rests["language.courses", 2026], certain) == (10 * HUNDREDTH, 0)
    theirs, certain = likely(second, Month(2026, 6))
    assert (theirs["DEMO/language.courses", 2026], certain) == (10 * HUNDREDTH, -10 * HUNDREDTH)
    # Where the month is not complete it is part of the rest.
    theirs, certain = likely(second, Month(2026, 5))
    assert (theirs["DEMO/language.courses", 2026], certain) == (20 * HUNDREDTH, 0)


def test_what_is_spent_beyond_a_rest_is_not_forgotten(ground: Ground) -> None:
    """What another source should bear was booked on this one all the same."""
    by_hand(ground, "workplace", MILLION, ground.other)
    ground.book("workplace", 5 * HUNDREDTH, date(2026, 6, 30))
    rests, certain = likely(ground.version, Month(2026, 3))
    assert (("workplace", 2026) in rests, certain) == (False, -5 * HUNDREDTH)


def test_statements_do_not_grow_with_plans(ground: Ground) -> None:
    counts = []
    for number in range(4):
        decided(f"P{number}", source_named(f"ip-{number}"), 2026, MILLION, y2026=1)
        with CaptureQueriesContext(connection) as queries:
            coverage_of(ground.version, ground.people.office)
            inputs_of(ground.version, None)
        counts.append(len(queries))
    assert counts[0] == counts[-1]
