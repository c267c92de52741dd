"""What people see: the state of every report and declaration, and never more queries for more municipalities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ankunft.domain.reporting import readings, selectors
from ankunft.domain.reporting.models import HalfYearReport, SelfDeclaration
from ankunft.domain.reporting.rules import Figures
from ankunft.domain.reporting.selectors import Standing, declarations
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear, Year
from tests.domain.reporting.making import (
    SPRING,
    TODAY,
    declaration,
    in_association,
    municipalities,
    municipality,
    report,
)
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

OPERATOR = Actor.operator()
BEFORE_DEADLINE = date(2026, 7, 15)


def _overview(actor: Actor = OPERATOR, day: date = TODAY) -> dict[str, Standing]:
    return {standing.name: standing for standing in selectors.overview(actor, SPRING, day)}


@pytest.mark.parametrize(
    ("state", "owed", "late", "awaits"),
    [
        ("missing", True, True, False),
        ("draft", True, True, False),
        ("returned", True, True, False),
        ("submitted", False, False, True),
        ("accepted", False, False, False),
    ],
)
def test_the_state_of_a_report(state: str, owed: bool, late: bool, awaits: bool) -> None:
    town = municipality(2601, "Solothurn")
    if state != "missing":
        report(town, state=state)
    standing = _overview()["Solothurn"]
    assert (standing.state, standing.owed, standing.late, standing.awaits_decision) == (state, owed, late, awaits)
    assert not _overview(day=BEFORE_DEADLINE)["Solothurn"].late
    assert standing.due_on == date(2026, 7, 31)


def test_figures_are_shown_once_they_are_handed_in() -> None:
    started, handed_in = municipality(2601, "Solothurn"), municipality(2581, "Olten")
    report(started, state="draft", figures=Figures(1))
    report(handed_in, state="submitted", figures=Figures(2))
    found = _overview()
    assert (found["Solothurn"].figures, found["Olten"].figures) == (None, Figures(2))


def test_an_open_correction_stands_beside_what_counts() -> None:
    town = municipality(2601, "Solothurn")
    report(town, figures=Figures(1))
    report(town, state="submitted", number=2, figures=Figures(2), submitted_on=date(2026, 9, 1))
    standing = _overview()["Solothurn"]
    assert (standing.state, standing.number, standing.figures, standing.correction) == (
        "accepted",
        1,
        Figures(1),
        "submitted",
    )
    assert standing.awaits_decision
    assert not standing.came_late


def test_a_report_that_came_late() -> None:
    report(municipality(2601, "Solothurn"), state="submitted", submitted_on=date(2026, 8, 1))
    assert _overview()["Solothurn"].came_late


def test_a_discarded_correction_leaves_no_trace_in_the_overview() -> None:
    town = municipality(2601, "Solothurn")
    report(town)
    report(town, state="discarded", number=2)
    assert (_overview()["Solothurn"].number, _overview()["Solothurn"].correction) == (1, "")


def test_only_who_existed_at_the_end_of_the_half_year_and_the_late_ones_first() -> None:
    heir = municipality(2601, "Solothurn")
    municipality(2500, "Altdorf", valid_to=date(2025, 12, 31), successor=heir)
    municipality(2581, "Olten")
    report(heir)
    assert [standing.name for standing in selectors.overview(OPERATOR, SPRING, TODAY)] == ["Olten", "Solothurn"]
    names = {standing.name for standing in selectors.overview(OPERATOR, HalfYear(2025, 2), TODAY)}
    assert names == {"Altdorf", "Olten", "Solothurn"}


def test_municipal_roles_see_their_own_and_the_canton_all() -> None:
    lead, member = municipality(2601, "Solothurn"), municipality(2602, "Anschluss")
    municipality(2603, "Fremd")
    in_association(lead, member)
    for role in ("integration_officer", "municipal_finance", "strategic_lead"):
        assert set(_overview(actor_with(role, "bfs-2601"))) == {"Solothurn", "Anschluss"}
        assert set(_overview(actor_with(role, "bfs-2602"))) == {"Anschluss"}
    for role in ("coordination", "finance_officer", "approver", "auditor"):
        assert set(_overview(actor_with(role))) == {"Solothurn", "Anschluss", "Fremd"}
    assert _overview(actor_with("provider_staff")) == {}


def test_versions_are_visible_with_their_municipality() -> None:
    own, foreign = report(municipality(2601, "Solothurn")), report(municipality(2603, "Fremd"))
    assert set(visible_to(actor_with("integration_officer", "bfs-2601"), HalfYearReport)) == {own}
    assert set(visible_to(actor_with("coordination"), HalfYearReport)) == {own, foreign}


def test_what_is_outstanding_over_all_half_years() -> None:
    town = municipality(2601, "Solothurn")
    late = municipality(2581, "Olten", valid_from=date(2026, 1, 1))
    report(town, HalfYear(2025, 1))
    report(town, HalfYear(2025, 2), state="returned")
    report(town, SPRING, state="submitted")
    found = [
        (standing.name, str(standing.period), standing.state) for standing in selectors.outstanding(OPERATOR, TODAY)
    ]
    assert found == [("Solothurn", "2025-H2", "returned"), (late.name, "2026-H1", "missing")]


def test_without_any_report_only_the_half_year_that_ended_last_is_missing() -> None:
    municipality(2601, "Solothurn")
    assert [str(standing.period) for standing in selectors.outstanding(OPERATOR, TODAY)] == ["2026-H1"]


def test_what_waits_for_the_coordination_office() -> None:
    later = report(municipality(2601, "Solothurn"), state="submitted", submitted_on=date(2026, 7, 20))
    earlier = report(municipality(2581, "Olten"), state="submitted", submitted_on=date(2026, 7, 10))
    report(municipality(2582, "Ramiswil"))
    assert list(selectors.awaiting_decision(actor_with("coordination"))) == [earlier, later]


def test_the_state_of_declarations() -> None:
    lead, member = municipality(2601, "Solothurn"), municipality(2602, "Anschluss")
    in_association(lead, member)
    municipality(2581, "Olten")
    denied = municipality(2582, "Ramiswil")
    declaration(lead)
    declaration(denied, officer=False)
    found = {one.name: one for one in selectors.declarations_overview(OPERATOR, Year(2026), TODAY)}
    assert {name: (one.received, one.late, one.entitled) for name, one in found.items()} == {
        "Solothurn": (True, False, True),
        "Anschluss": (True, False, True),
        "Olten": (False, True, True),
        "Ramiswil": (True, False, False),
    }
    assert (found["Anschluss"].lead, found["Anschluss"].by_lead) == ("Solothurn", True)
    assert [one.name for one in selectors.declarations_outstanding(OPERATOR, TODAY)] == ["Olten"]


def test_the_lead_decides_about_the_entitlement_of_its_members() -> None:
    lead, member = municipality(2601, "Solothurn"), municipality(2602, "Anschluss")
    in_association(lead, member)
    declaration(lead, tasks=False)
    declaration(member)
    found = {one.name: one.entitled for one in selectors.declarations_overview(OPERATOR, Year(2026), TODAY)}
    assert found == {"Solothurn": False, "Anschluss": False}


def test_the_last_declaration_of_a_year_counts() -> None:
    town = municipality(2601, "Solothurn")
    declaration(town, officer=False)
    declaration(town, number=2)
    (standing,) = selectors.declarations_overview(OPERATOR, Year(2026), TODAY)
    assert standing.entitled
    assert standing.declaration is not None
    assert standing.declaration.number == 2
    latest = selectors.latest_declaration(town, Year(2026))
    assert latest is not None
    assert latest.number == 2


def test_only_what_concerns_the_actor_is_read_and_no_record_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """The count beside "Mein Tag" is on every page: it must not read what others declared in all the years."""
    town, lead = municipality(2601, "Solothurn"), municipality(2581, "Olten")
    in_association(lead, town, since=date(2026, 1, 1))
    for place in (town, lead, *municipalities(5)):
        declaration(place, 2024)
        declaration(place, 2027)
    actor = actor_with("integration_officer", "bfs-2601")
    monkeypatch.setattr(SelfDeclaration, "from_db", None)
    known = declarations._Declarations(TODAY)
    standings = known.standings(actor, [Year(2024), Year(2025), Year(2026)])
    assert [(one.name, one.year.year, one.received) for one in standings] == [
        ("Solothurn", 2024, True),
        ("Solothurn", 2025, False),
        ("Solothurn", 2026, False),
    ]
    assert set(known.latest) == {(town.pk, 2024), (lead.pk, 2024)}


def test_a_declaration_that_says_no_holds_until_one_says_yes() -> None:
    town = municipality(2601, "Solothurn")
    declaration(town, 2024, officer=False)
    declaration(town, 2026)
    entitled = [
        selectors.declarations_overview(OPERATOR, Year(year), TODAY)[0].entitled for year in (2023, 2024, 2025, 2026)
    ]
    assert entitled == [True, False, False, True]


@pytest.mark.parametrize(
    "read",
    [
        lambda actor: selectors.overview(actor, SPRING, TODAY),
        lambda actor: selectors.outstanding(actor, TODAY),
        lambda actor: [one.municipality.name for one in selectors.awaiting_decision(actor)],
        lambda actor: selectors.declarations_overview(actor, Year(2026), TODAY),
        lambda actor: selectors.declarations_outstanding(actor, TODAY),
        lambda _actor: list(readings.accepted_reports(SPRING)),
        lambda _actor: readings.open_states(SPRING),
        lambda _actor: list(readings.entitlement_statements(readings.declarations(Year(2026)))),
    ],
    ids=[
        "overview",
        "outstanding",
        "awaiting",
        "declarations",
        "declarations outstanding",
        "accepted",
        "open",
        "statements",
    ],
)
def test_queries_do_not_grow_with_the_rows(read: Callable[[Actor], Any]) -> None:
    actor = actor_with("coordination")
    counts = []
    for more in (1, 49):
        for place in municipalities(more):
            report(place, HalfYear(2025, 2))
            report(place, state="submitted")
            declaration(place, 2025)
        municipalities(more)
        with CaptureQueriesContext(connection) as queries:
            read(actor)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_settlement_reads_the_version_that_counts() -> None:
    town = municipality(2601, "Solothurn")
    report(town, figures=Figures(1))
    report(town, number=2, figures=Figures(2, 1, 0, 0))
    report(municipality(2581, "Olten"), state="submitted")
    report(municipality(2582, "Ramiswil"), state="discarded", number=2)
    assert list(readings.accepted_reports(SPRING)) == [(town.pk, "2026-H1", 2, 2, 1, 0, 0)]
    assert set(readings.open_states(SPRING).values()) == {"submitted"}
