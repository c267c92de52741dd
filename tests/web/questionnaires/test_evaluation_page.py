"""The evaluation over all municipalities as a page and a workbook."""

from __future__ import annotations

import html
from collections.abc import Callable
from io import BytesIO

import pytest
import python_calamine
from django.urls import reverse

from ankunft.domain.territory.models import Municipality
from tests.domain.questionnaires.test_evaluation import take_in
from tests.domain.reporting.making import in_association, municipality
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db

ClientFor = Callable[..., StrictClient]
PAGE = reverse("declarations-evaluation")


def text(response: object) -> str:
    return html.unescape(response.content.decode())  # type: ignore[attr-defined]


def test_answers_are_counted_beside_the_year_before(client_for: ClientFor, town: Municipality) -> None:
    other = municipality(2602, "Anschluss")
    in_association(town, other)
    take_in(town, offers="yes", feedback="Demo: mehr Austausch")
    take_in(other, offers="no")
    take_in(town, "2025", offers="no")
    client = client_for("coordination")
    page = text(client.get(PAGE))
    assert "2 von 2 Gemeinden als Fragebogen eingereicht, davon 2 angenommen · im Vorjahr 1" in page
    assert "Demo: mehr Austausch" in page
    assert "Der Strich auf dem Balken zeigt den Anteil im Vorjahr." in page
    assert "Leitgemeinde Solothurn</option>" in page
    none = text(client.get(PAGE, {"groesse": "4"}))
    assert "Keine eingereichte Selbstdeklaration in dieser Auswahl." in none
    for broken in ({"jahr": "x"}, {"jahr": "1900"}, {"verbund": "٣"}, {"groesse": "99"}, {"bezirk": "Nirgends"}):
        assert client.get(PAGE, broken).status_code == 200


def test_the_workbook_has_all_answers(client_for: ClientFor, town: Municipality) -> None:
    take_in(town, costs="1'234.50", officer_workload="20", feedback="=1+1")
    answer = client_for("auditor").get(reverse("declarations-evaluation-excel"), {"jahr": "2026"})
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(answer.content))
    assert book.sheet_names == ["Antworten 2026", "Auswertung", "Texte"]
    (head, row) = book.get_sheet_by_name("Antworten 2026").to_python()
    said = dict(zip(head, row, strict=True))
    assert (said["BFS-Nr."], said["Gemeinde"]) == (2601, "Solothurn")
    assert said["Stellenprozente für diese Aufgabe"] == 0.2
    assert said["Aufwand der Gemeinde für die Integrationsförderung im vergangenen Jahr, in Franken"] == 1234.5
    assert "=1+1" in [cell for line in book.get_sheet_by_name("Texte").to_python() for cell in line]


def test_queries_do_not_grow(client_for: ClientFor, town: Municipality, queries: Callable[..., int]) -> None:
    client = client_for("coordination")
    take_in(town)
    few = queries(client, PAGE)
    for number in range(2602, 2606):
        take_in(municipality(number))
    assert queries(client, PAGE) == few
