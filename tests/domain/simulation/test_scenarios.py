"""Scenarios: calculated, kept apart from real runs, shared, changed by their owner alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ankunft.domain.settlement.models import Line, Run
from ankunft.domain.settlement.models.credits import Credit
from ankunft.domain.simulation import selectors
from ankunft.domain.simulation.models import Scenario, ScenarioAmount
from ankunft.domain.simulation.selectors import Pair
from ankunft.domain.simulation.services import (
    scenario_calculate,
    scenario_change,
    scenario_delete,
    scenario_make,
    scenario_share,
)
from ankunft.domain.simulation.values import Changes
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.proposals import ProposalState
from tests.domain.settlement.making import SPRING, WINTER, canton, reported
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db
FIRST = "first_information_interview"
DEARER = Changes(rates={FIRST: 250_00})


@pytest.fixture
def coordination() -> Actor:
    places = canton("Olten", "Trimbach")
    reported(places[0], WINTER, 10, 0, 0, 0)
    reported(places[1], SPRING, 4, 1, 0, 0)
    return actor_with("coordination")


def made(actor: Actor, changes: Changes = DEARER, year: int = 2025) -> Scenario:
    return scenario_make(name="Demo", question="", year=year, changes=changes, actor=actor)


def test_both_sides_of_the_question_are_kept(coordination: Actor) -> None:
    scenario = made(coordination)
    assert selectors.by_contribution(scenario) == [
        (FIRST, Pair(2800_00, 3500_00)),
        ("first_information_interpreting", Pair(160_00, 160_00)),
    ]
    assert [(row.name, row.pair.difference) for row in selectors.by_municipality(scenario)] == [
        ("Olten", 500_00),
        ("Trimbach", 200_00),
    ]


def test_no_run_comes_of_it_and_the_trail_tells_of_it(coordination: Actor) -> None:
    before = Event.objects.count()
    made(coordination)
    assert (Run.objects.count(), Line.objects.count()) == (0, 0)
    event = Event.objects.order_by("pk").last()
    assert Event.objects.count() == before + 1
    assert event is not None
    assert (event.action, event.after["rates"]) == ("simulation.scenario.make", {FIRST: 250_00})


@pytest.mark.parametrize(
    ("changes", "year", "sentence"),
    [
        (Changes(), 2025, "etwas anders"),
        (DEARER, 2016, "Jahr 2016"),
        (DEARER, 2300, "Jahr 2300"),
        (Changes(entitled=frozenset({1, 2}), not_entitled=frozenset({2})), 2025, "nicht berechtigt sein: 2"),
        (Changes(stand="demo:2020-12-31"), 2025, "Stand der Bevölkerung"),
    ],
    ids=["nothing", "too early", "too late", "both", "no such stand"],
)
def test_what_cannot_be_asked(coordination: Actor, changes: Changes, year: int, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        made(coordination, changes, year)
    assert not Scenario.objects.exists()


@pytest.mark.parametrize("role", ["auditor", "integration_officer", "administrator"])
def test_only_who_settles_asks(coordination: Actor, role: str) -> None:
    with pytest.raises(Forbidden):
        made(actor_with(role))


def test_others_see_it_once_it_is_shared_and_never_change_it(coordination: Actor) -> None:
    scenario = made(coordination)
    other, auditor = actor_with("finance_officer"), actor_with("auditor")
    officer = actor_with("integration_officer")
    assert not visible_to(other, Scenario).exists()
    assert not visible_to(other, ScenarioAmount).exists()
    scenario_share(scenario=scenario, shared=True, actor=coordination)
    for actor, sees in ((other, True), (auditor, True), (officer, False)):
        assert visible_to(actor, Scenario).exists() == sees
        assert visible_to(actor, ScenarioAmount).exists() == sees
    for act in (
        lambda: scenario_share(scenario=scenario, shared=False, actor=other),
        lambda: scenario_calculate(scenario=scenario, actor=other),
        lambda: scenario_delete(scenario=scenario, actor=other),
    ):
        with pytest.raises(Forbidden, match="wer es angelegt hat"):
            act()
    scenario_share(scenario=scenario, shared=False, actor=coordination)
    assert not visible_to(auditor, Scenario).exists()


def test_calculated_anew_it_follows_what_is_known(coordination: Actor) -> None:
    scenario = made(coordination)
    reported(canton("Dulliken")[0], WINTER, 1, 0, 0, 0)
    scenario_calculate(scenario=scenario, actor=coordination)
    assert selectors.by_contribution(scenario)[0] == (FIRST, Pair(3000_00, 3750_00))


def test_asked_otherwise_it_answers_otherwise(coordination: Actor) -> None:
    scenario = made(coordination)
    changes = replace(DEARER, rates={FIRST: 100_00})
    scenario_change(scenario=scenario, name="Neu", question="?", year=2025, changes=changes, actor=coordination)
    scenario = Scenario.objects.get()
    assert (scenario.name, selectors.by_contribution(scenario)[0][1]) == ("Neu", Pair(2800_00, 1400_00))


def test_who_saw_an_older_version_does_not_write_over_it(coordination: Actor) -> None:
    scenario = made(coordination)
    stale = Scenario.objects.get()
    scenario_calculate(scenario=scenario, actor=coordination)
    with pytest.raises(Refused, match="inzwischen geändert"):
        scenario_change(scenario=stale, name="x", question="", year=2025, changes=DEARER, actor=coordination)
    assert Scenario.objects.get().name == "Demo"


def test_it_can_be_thrown_away(coordination: Actor) -> None:
    scenario_delete(scenario=made(coordination), actor=coordination)
    assert not Scenario.objects.exists()
    assert not ScenarioAmount.objects.exists()


def test_several_stand_side_by_side(coordination: Actor) -> None:
    dear, cheap = made(coordination), made(coordination, Changes(rates={FIRST: 1_00}))
    rows = selectors.side_by_side([dear, cheap])
    assert [(name, [pair.assumed for pair in pairs]) for _number, name, pairs in rows] == [
        ("Olten", [2500_00, 10_00]),
        ("Trimbach", [1000_00 + 160_00, 4_00 + 160_00]),
    ]


def test_statements_do_not_grow_with_the_canton(coordination: Actor) -> None:
    scenario = made(coordination)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            scenario_calculate(scenario=scenario, actor=coordination)
        return len(captured)

    few = count()
    for place in canton(*(f"Demo {number}" for number in range(20))):
        reported(place, WINTER, 1, 1, 1, 1)
    assert count() == few


def test_what_would_be_left_of_the_credit_of_the_year(coordination: Actor) -> None:
    scenario = made(coordination)
    sums = selectors.total(pair for _name, pair in selectors.by_contribution(scenario))
    assert selectors.year_end(scenario, sums) is None
    said = {"state": ProposalState.CONFIRMED, "year": 2025, "decided_on": date(2024, 12, 1)}
    Credit.objects.create(**said, amount=3500_00, decision="Demo")
    assert selectors.year_end(scenario, sums) == (3500_00, Pair(540_00, -160_00))
