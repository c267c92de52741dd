"""Self-declarations as pages: received or not, and the form to record one."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from ankunft.domain.reporting.models import SelfDeclaration
from ankunft.domain.territory.models import Municipality
from tests.domain.reporting.making import declaration, in_association, municipality
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db

ClientFor = Callable[..., StrictClient]
YES = {"officer_named": "yes", "tasks_organised": "yes"}


def _url(town: Municipality, year: int = 2026) -> str:
    return reverse("declaration", args=[town.bfs_number, year])


def _text(response: object) -> str:
    return html.unescape(response.content.decode())  # type: ignore[attr-defined]


def test_received_missing_and_by_the_lead(client_for: ClientFor, town: Municipality) -> None:
    member = municipality(2602, "Anschluss")
    in_association(town, member)
    municipality(2581, "Olten")
    declaration(town)
    page = _text(client_for("finance_officer").get(reverse("declarations")))
    assert "Jahr 2026 · Frist 31.01.2026 · 2 von 3 eingegangen" in page
    assert "durch Leitgemeinde" in page
    assert "Leitgemeinde Solothurn" in page
    assert page.index(">Olten<") < page.index(">Solothurn<")
    missing = _text(client_for("auditor").get(reverse("declarations"), {"stand": "fehlend"}))
    assert ">Olten<" in missing
    assert ">Solothurn<" not in missing


def test_a_member_is_told_that_the_lead_declares(client_for: ClientFor, town: Municipality) -> None:
    member = municipality(2602, "Anschluss")
    in_association(town, member)
    page = _text(client_for("coordination").get(_url(member)))
    assert "Für Anschluss zählt die Selbstdeklaration der Leitgemeinde Solothurn (KS 4.2)." in page
    assert "Leitgemeinde" not in _text(client_for("coordination").get(_url(town)))


@pytest.mark.parametrize("asked", ["quatsch", "1990", "2099", ""])
def test_any_address_shows_a_year(client_for: ClientFor, town: Municipality, asked: str) -> None:
    assert client_for("coordination").get(reverse("declarations"), {"jahr": asked}).status_code == 200


def test_the_coordination_office_marks_one_as_received(client_for: ClientFor, town: Municipality) -> None:
    client = client_for("coordination")
    assert 'name="submitted_on" value="22.11.2026"' in _text(client.get(_url(town)))
    client.post(_url(town), YES | {"submitted_on": "20.01.2026"})
    stored = SelfDeclaration.objects.get()
    assert (stored.submitted_on, stored.officer_named, stored.tasks_organised) == (date(2026, 1, 20), True, True)
    page = _text(client.get(_url(town)))
    assert "Selbstdeklaration 2026 erfasst." in page
    client.post(_url(town), {"officer_named": "yes", "tasks_organised": "no", "submitted_on": "21.01.2026"})
    assert SelfDeclaration.objects.order_by("-number")[0].tasks_organised is False
    assert "nein" in _text(client.get(reverse("declarations")))


def test_a_form_keeps_what_was_typed(client_for: ClientFor, town: Municipality) -> None:
    response = client_for("coordination").post(_url(town), {"officer_named": "yes", "submitted_on": "32.01.2026"})
    page = _text(response)
    assert response.status_code == 422
    assert "Geben Sie den Tag so ein: 31.12.2025." in page
    assert "Wählen Sie Ja oder Nein." in page
    assert 'value="32.01.2026"' in page
    assert 'value="yes" checked' in page


def test_not_in_the_future(client_for: ClientFor, town: Municipality) -> None:
    response = client_for("coordination").post(_url(town), YES | {"submitted_on": "01.12.2026"})
    assert "Das Datum liegt in der Zukunft." in _text(response)
    assert not SelfDeclaration.objects.exists()


def test_a_municipality_is_led_to_the_questionnaire(client_for: ClientFor, town: Municipality) -> None:
    client = client_for("integration_officer", "bfs-2601")
    page = _text(client.get(reverse("declarations")))
    assert "Selbstdeklaration ausfüllen" in page
    sheet = reverse("declaration-sheet", args=[2601, 2026])
    assert f'href="{sheet}"' in page
    own = _text(client.get(_url(town)))
    assert "officer_named" not in own
    assert f'href="{sheet}"' in own
    assert client.post(_url(town), YES).status_code == 403


@pytest.mark.parametrize(
    ("role", "at", "status"),
    [
        ("municipal_finance", "bfs-2601", 403),
        ("integration_officer", "bfs-2601", 403),
        ("strategic_lead", "bfs-2601", 403),
        ("integration_officer", "bfs-2603", 404),
        ("finance_officer", None, 403),
        ("approver", None, 403),
        ("auditor", None, 403),
        ("provider_staff", None, 403),
    ],
)
def test_who_may_not_record_one(
    client_for: ClientFor, town: Municipality, stranger: Municipality, role: str, at: str | None, status: int
) -> None:
    assert client_for(role, at).post(_url(town), YES).status_code == status
    assert not SelfDeclaration.objects.exists()


def test_years_and_municipalities_that_there_are_not(client_for: ClientFor, town: Municipality) -> None:
    merged = municipality(2500, "Altdorf", valid_to=date(2025, 12, 31), successor=town)
    client = client_for("coordination")
    assert client.get(_url(merged, 2025)).status_code == 200
    for address in (_url(merged, 2026), _url(town, 2016), _url(town, 2028), reverse("declaration", args=[9999, 2026])):
        assert client.get(address).status_code == 404
