"""What reporting brings to the pages of the municipalities: map, column, section."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from django.urls import reverse

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.web.reporting.territory import report_column, report_figure, report_section
from ankunft.web.territory.registry import Question, figures
from tests.domain.reporting.making import TODAY, declaration, municipality, report
from tests.support.clients import StrictClient
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

ClientFor = Callable[..., StrictClient]
OPERATOR = Actor.operator()


def test_every_state_has_a_colour_and_words(town: Municipality) -> None:
    for number, state in enumerate(("draft", "submitted", "returned", "accepted"), start=2581):
        report(municipality(number, f"Dorf {state}"), HalfYear(2026, 1), state)
    view = report_figure(Question(OPERATOR, TODAY))
    assert {area.words: area.css for area in view.areas.values()} == {
        "überfällig": "kind-4",
        "in Arbeit, überfällig": "kind-4",
        "zurückgegeben, überfällig": "kind-4",
        "eingereicht": "kind-1",
        "angenommen": "kind-3",
    }
    assert view.areas[2601].values == (114, None)
    assert view.areas[2584].values == (None, 12)
    assert view.choice == "2026-H1"


def test_another_half_year_can_be_chosen(town: Municipality) -> None:
    report(town, HalfYear(2025, 2))
    view = report_figure(Question(OPERATOR, TODAY, "2025-H2"))
    assert (view.choice, view.areas[2601].words) == ("2025-H2", "angenommen")
    assert [choice for choice, _ in view.choices][:2] == ["2026-H1", "2025-H2"]
    assert report_figure(Question(OPERATOR, TODAY, "quatsch")).choice == "2026-H1"


def test_column_and_section_are_for_those_who_see_reports(town: Municipality, stranger: Municipality) -> None:
    officer = actor_with("integration_officer", "bfs-2601")
    column = report_column(officer, TODAY)
    assert column is not None
    assert {number: str(value) for number, value in column.values.items()} == {2601: "überfällig"}
    assert report_section(officer, town) is not None
    assert report_section(officer, stranger) is None
    assert report_section(actor_with("auditor"), stranger) is not None
    outsider = actor_with("provider_staff")
    assert report_column(outsider, TODAY) is None
    assert report_section(outsider, town) is None


def test_the_figure_is_offered_to_whoever_has_the_place_in_the_navigation() -> None:
    for role, offered in [("coordination", True), ("auditor", True), ("provider_staff", False)]:
        codes = {figure.code for figure in figures.figures_for(actor_with(role))}
        assert ("berichte" in codes) is offered


def test_the_pages_show_it(client_for: ClientFor, town: Municipality) -> None:
    report(town)
    declaration(town)
    client = client_for("coordination")
    page = html.unescape(client.get(reverse("municipality", args=[2601])).content.decode())
    assert reverse("report", args=[2601, "2026-H1"]) in page
    assert "eingegangen am 20.01.2026" in page
    assert "Halbjahresberichte 2026-H1" in html.unescape(
        client.get(reverse("municipalities"), {"zahl": "berichte"}).content.decode()
    )
