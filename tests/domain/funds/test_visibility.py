"""Who makes the plan reads it from the beginning; who gives figures reads the own ones; who is asked reads it then."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ankunft.domain.funds.models import (
    FinancialPlan,
    FundingSource,
    InputAmount,
    PlannedAmount,
    PlannedPosition,
    PlanVersion,
    Position,
    PositionInput,
)
from ankunft.foundation.access.policy import visible_to
from tests.domain.funds.making import People, adopted, asked, consolidated, consulted, filled
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

EVERYTHING = {PlanVersion: 1, PositionInput: 3, InputAmount: 5, PlannedPosition: 3, PlannedAmount: 5}


def seen(actor: object) -> dict[type, int]:
    return {model: visible_to(actor, model).count() for model in EVERYTHING}  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ["coordination", "finance_officer", "approver", "auditor", "iiz_office"])
def test_who_reads_it_from_the_beginning(role: str) -> None:
    people = People()
    version = filled(people)
    actor = actor_with(role)
    assert seen(actor) == {**EVERYTHING, PlannedPosition: 0, PlannedAmount: 0}
    version_of = consolidated_of(people, version)
    assert version_of.state == "consolidated"
    assert seen(actor) == EVERYTHING


def consolidated_of(people: People, version: PlanVersion) -> PlanVersion:
    from ankunft.domain.funds.services import version_consolidate

    version_consolidate(version=version, actor=people.office)
    return version


def test_a_structure_sees_its_own_figures_until_everybody_is_asked() -> None:
    people = People()
    version = consolidated(people)
    assert seen(people.awa) == {PlanVersion: 1, PositionInput: 1, InputAmount: 2, PlannedPosition: 0, PlannedAmount: 0}
    asked(version, people)
    assert seen(people.awa) == EVERYTHING


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (filled, dict.fromkeys(EVERYTHING, 0)),
        (consolidated, dict.fromkeys(EVERYTHING, 0)),
        (consulted, EVERYTHING),
        (adopted, EVERYTHING),
    ],
    ids=["inputs", "consolidated", "consulted", "adopted"],
)
def test_a_body_sees_what_it_is_asked_about(make: Callable[[People], PlanVersion], expected: dict[type, int]) -> None:
    people = People()
    make(people)
    assert seen(people.lead) == expected


@pytest.mark.parametrize(
    "role",
    [
        "integration_officer",
        "strategic_lead",
        "municipal_finance",
        "case_worker",
        "region_lead",
        "provider_staff",
        "migration_office",
        "administrator",
    ],
)
def test_nobody_else_sees_anything(role: str) -> None:
    adopted(People())
    actor = actor_with(role)
    for model in (*EVERYTHING, FinancialPlan, Position, FundingSource):
        assert not visible_to(actor, model).exists()
