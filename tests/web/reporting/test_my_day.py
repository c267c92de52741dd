"""What reporting puts on "Mein Tag"."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.web.shell.registry import Due, my_day
from tests.domain.reporting.making import declaration, in_association, municipalities, municipality, report
from tests.support.clients import StrictClient
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

ClientFor = Callable[..., StrictClient]


def _due(role: str, at: str | None = None) -> list[Due]:
    ours = ("/berichte/", "/selbstdeklarationen/")
    return [due for due in my_day.due_for(actor_with(role, at)) if due.url.startswith(ours)]


def test_an_officer_owes_reports_and_a_declaration_late_ones_first(town: Municipality) -> None:
    report(town, HalfYear(2025, 2), state="returned")
    assert [(due.title, due.button, due.due_on, due.late) for due in _due("integration_officer", "bfs-2601")] == [
        ("Halbjahresbericht 2025-H2 ergänzen", "Ergänzen", date(2026, 1, 31), True),
        ("Selbstdeklaration 2026 einreichen", "Ausfüllen", date(2026, 1, 31), True),
        ("Halbjahresbericht 2026-H1 erfassen", "Erfassen", date(2026, 7, 31), True),
    ]


def test_many_are_told_in_one_line(town: Municipality) -> None:
    in_association(town, *municipalities(9))
    declaration(town)
    (due,) = _due("integration_officer", "bfs-2601")
    assert (due.title, due.detail) == ("Halbjahresberichte erfassen", "10 Gemeinden, 10 ausstehend")
    assert due.url == reverse("reports-outstanding")


def test_the_strategic_lead_has_reports_to_sign_and_is_told_what_is_late(town: Municipality) -> None:
    member = municipality(2602, "Anschluss")
    in_association(town, member)
    declaration(town)
    report(town, HalfYear(2025, 2), state="offered", submitted_on=None)
    found = [(due.title, due.detail, due.button, due.late) for due in _due("strategic_lead", "bfs-2601")]
    assert found == [
        ("Halbjahresbericht 2025-H2 unterzeichnen", "Solothurn", "Prüfen", True),
        ("Überfällige Halbjahresberichte", "2 Gemeinden, 3 ausstehend", "Ansehen", True),
    ]
    officer = [due.title for due in _due("integration_officer", "bfs-2601") if due.detail == "Solothurn"]
    assert officer == ["Halbjahresbericht 2026-H1 erfassen"], "what is offered is not the officer's turn"
    report(member, HalfYear(2024, 1), state="offered", submitted_on=None)
    for period in ("2022-H1", "2022-H2", "2023-H1", "2023-H2", "2024-H2", "2025-H1"):
        report(town, HalfYear.parse(period), state="offered", submitted_on=None)
    first = _due("strategic_lead", "bfs-2601")[0]
    assert (first.title, first.url) == (
        "8 Halbjahresberichte unterzeichnen",
        "/berichte/?halbjahr=2022-H1&stand=zur-unterzeichnung",
    )


def test_nothing_for_foreign_municipalities_or_other_roles(town: Municipality, stranger: Municipality) -> None:
    report(town)
    declaration(town)
    assert _due("integration_officer", "bfs-2601") == []
    for role in ("municipal_finance", "finance_officer", "approver", "auditor"):
        assert _due(role, "bfs-2601" if role == "municipal_finance" else None) == []


def test_the_coordination_office_has_reports_to_check_and_late_ones_to_ask_for(town: Municipality) -> None:
    report(town, state="submitted", submitted_on=date(2026, 7, 10))
    municipality(2581, "Olten")
    declaration(town)
    found = {str(due.title): due for due in _due("coordination")}
    assert set(found) == {
        "1 Bericht prüfen",
        "Überfällige Berichte nachfragen",
        "Überfällige Selbstdeklarationen nachfragen",
    }
    assert found["1 Bericht prüfen"].detail == "Der älteste: Solothurn 2026-H1, eingereicht am 10.07.2026"
    assert found["Überfällige Berichte nachfragen"].detail == "1 Gemeinde, 1 ausstehend"


def test_the_card_tells_the_next_deadline(client_for: ClientFor, town: Municipality, stranger: Municipality) -> None:
    officer = html.unescape(client_for("integration_officer", "bfs-2601").get(reverse("my-day")).content.decode())
    assert "Halbjahresbericht 2026-H2" in officer
    assert "noch 70 Tage" in officer
    assert "Solothurn" in officer
    assert "Fremd" not in officer
    canton = html.unescape(client_for("coordination").get(reverse("my-day")).content.decode())
    assert "0 angenommen, 0 eingereicht, 2 ausstehend" in canton
