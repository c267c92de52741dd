"""Filling in a self-declaration on pages: sections, conditions, two people at once, the way to the canton and back."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from ankunft.domain.questionnaires import services
from ankunft.domain.questionnaires.models import AnswerSheet
from ankunft.domain.questionnaires.selectors import filled
from ankunft.domain.reporting.models import SelfDeclaration
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.actor import Actor
from tests.domain.questionnaires.answers import complete, opened, presented, submitted, written
from tests.domain.reporting.making import TODAY, in_association, municipality
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db

ClientFor = Callable[..., StrictClient]
HTMX = {"HTTP_HX_REQUEST": "true"}
SHEET = reverse("declaration-sheet", args=[2601, 2027])


def text(response: object) -> str:
    return html.unescape(response.content.decode())  # type: ignore[attr-defined]


def section(code: str) -> str:
    return reverse("declaration-section", args=[2601, 2027, code])


def autosave(code: str) -> str:
    return reverse("declaration-autosave", args=[2601, 2027, code])


def step(name: str) -> str:
    return reverse("declaration-sheet-step", args=[2601, 2027, name])


def answers(*asked: str, seen: int = 0, **said: str | list[str]) -> dict[str, object]:
    """What a browser sends: which questions stood on the page, and what was said to them."""
    return {"gesehen": str(seen), "gefragt": [*asked, *said], **{f"antwort-{code}": one for code, one in said.items()}}


@pytest.fixture
def client(client_for: ClientFor, town: Municipality) -> StrictClient:
    return client_for("integration_officer", "bfs-2601")


def test_an_officer_begins_and_sees_the_sections(client: StrictClient) -> None:
    assert "Fragebogen beginnen" in text(client.get(SHEET))
    page = text(client.post(SHEET, follow=True))
    assert "Der Fragebogen ist begonnen." in page
    for title in ("Organisation", "Integrationsbeauftragte/r", "Verankerung", "Zusammenarbeit", "Bedarf"):
        assert f">{title}</a>" in page
    assert "Frist 31.01.2027 (KS 5.2)" in page
    assert AnswerSheet.objects.get().period == "2027"


def test_a_year_that_cannot_be_declared_yet(client: StrictClient) -> None:
    assert client.get(reverse("declaration-sheet", args=[2601, 2028])).status_code == 404
    assert client.get(reverse("declaration-sheet", args=[2601, 2016])).status_code == 404


def test_without_script_new_questions_come_after_saving(
    client: StrictClient, town: Municipality, officer: Actor
) -> None:
    sheet = opened(town, officer)
    page = text(client.get(section("officer")))
    assert 'name="antwort-officer_named"' in page
    assert "antwort-officer_workload" not in page
    response = client.post(section("officer"), answers(officer_named="yes"))
    assert response.url == f"{section('officer')}#frage-officer_workload"
    page = text(client.get(section("officer")))
    assert "Nach diesen Antworten kommen weitere Fragen dazu." in page
    assert "antwort-officer_workload" in page
    assert "antwort-officer_gap" not in page
    wrong = answers(seen=1, officer_named="yes", officer_workload="viel", officer_course="yes", officer_meetings="")
    response = client.post(section("officer"), wrong)
    page = text(response)
    assert response.status_code == 422
    assert "Geben Sie eine ganze Prozentzahl von 0 bis 100 ein." in page
    assert "Geben Sie eine Zahl ein, 0 für keine." in page
    assert 'value="viel"' in page
    # What is wrong is kept all the same.
    assert filled(sheet).typed["officer_workload"] == ("viel",)
    right = answers(seen=2, officer_named="yes", officer_workload="20", officer_course="yes", officer_meetings="2")
    assert client.post(section("officer"), right).url == section("anchoring")


def test_while_one_types_questions_come_and_go(client: StrictClient, town: Municipality, officer: Actor) -> None:
    sheet = opened(town, officer)
    response = client.post(autosave("officer"), answers(officer_named="yes"), **HTMX)
    fragment = text(response)
    assert 'id="gesehen" value="1" hx-swap-oob="true"' in fragment
    assert set(re.findall(r'id="frage-(\w+)" hx-swap-oob', fragment)) == {
        "officer_workload",
        "officer_course",
        "officer_meetings",
    }
    assert "In diesem Abschnitt fehlen noch 2 Antworten." in fragment
    shown = ("officer_workload", "officer_course", "officer_meetings")
    fragment = text(client.post(autosave("officer"), answers(*shown, seen=1, officer_named="no"), **HTMX))
    assert set(re.findall(r'question--hidden" id="frage-(\w+)"', fragment)) == set(shown)
    assert 'name="antwort-officer_gap"' in fragment
    assert filled(sheet).reading.answers == {"officer_named": False}


def test_the_later_one_of_two_keeps_what_was_typed(client: StrictClient, town: Municipality, officer: Actor) -> None:
    sheet = opened(town, officer)
    services.sheet_save(sheet=sheet, section="needs", typed={"feedback": ("Von A",)}, seen=0, actor=officer)
    told = client.post(autosave("needs"), answers("support", feedback="Von B"), **HTMX)
    assert told.status_code == 409
    assert "Inzwischen hat jemand anders in diesem Abschnitt gespeichert." in text(told)
    response = client.post(section("needs"), answers("support", feedback="Von B"))
    page = text(response)
    assert response.status_code == 409
    assert "Ihre Eingaben stehen noch hier" in page
    assert "Inzwischen steht hier: Von A" in page
    assert "Von B</textarea>" in page
    assert 'id="gesehen" value="1"' in page
    assert filled(sheet).typed == {"feedback": ("Von A",)}
    assert client.post(section("needs"), answers("support", seen=1, feedback="Von B")).status_code == 302
    assert filled(sheet).typed["feedback"] == ("Von B",)


def test_last_years_answer_stands_beside_the_question(
    client: StrictClient, town: Municipality, officer: Actor, lead: Actor
) -> None:
    before = written(opened(town, officer, "2026"), officer, feedback="Mehr Treffen")
    services.sheet_present(sheet=before, version=before.version, actor=officer)
    services.sheet_sign_off(sheet=before, version=before.version, actor=lead)
    services.sheet_submit(sheet=before, version=before.version, actor=lead)
    opened(town, officer)
    assert "Vorjahr: Mehr Treffen" in text(client.get(section("needs")))
    assert "Vorjahr: In der Gemeinde selbst" in text(client.get(section("organisation")))


def test_what_is_missing_keeps_it_from_being_presented(
    client: StrictClient, town: Municipality, officer: Actor
) -> None:
    sheet = opened(town, officer)
    response = client.post(step("vorlegen"), {"seen": f"1.{sheet.version}"})
    assert response.status_code == 422
    assert "Der Fragebogen ist noch nicht vollständig." in text(response)
    written(sheet, officer)
    stale = client.post(step("vorlegen"), {"seen": "1.0"})
    assert stale.status_code == 422
    assert "Inzwischen hat jemand anders" in text(stale)
    for broken in ("", "1.x", "2.0", f"1.{10**30}"):
        assert client.post(step("vorlegen"), {"seen": broken}).status_code == 422


def test_the_way_by_three_roles(
    client: StrictClient, client_for: ClientFor, town: Municipality, officer: Actor
) -> None:
    sheet = written(opened(town, officer), officer)
    assert client.post(step("vorlegen"), {"seen": f"1.{sheet.version}"}).url == SHEET
    lead, canton = client_for("strategic_lead", "bfs-2601"), client_for("coordination")
    assert "Unterzeichnen</a>" in text(lead.get(SHEET))
    assert "Unterzeichnen</a>" not in text(client.get(SHEET))
    take(lead, "unterzeichnen", sheet)
    take(client, "einreichen", sheet)
    assert not SelfDeclaration.objects.exists()
    page = text(canton.get(step("zurueckgeben")))
    assert 'name="grund-offers"' in page
    take(canton, "zurueckgeben", sheet, **{"grund-offers": "Welche Treffpunkte?"})
    assert "Zu ergänzen: Welche Treffpunkte?" in text(client.get(SHEET))
    assert "Welche Treffpunkte?" in text(client.get(section("offers")))
    for who, name in ((client, "vorlegen"), (lead, "unterzeichnen"), (lead, "einreichen"), (canton, "annehmen")):
        take(who, name, sheet)
    declared = SelfDeclaration.objects.get()
    assert (declared.year, declared.officer_named, declared.tasks_organised) == (2027, True, True)
    assert declared.submitted_on == TODAY
    gone = canton.post(step("annehmen"), {"seen": "1.0"})
    assert gone.status_code == 409
    assert "Der Stand ist «angenommen»" in text(gone)


def take(client: StrictClient, name: str, sheet: AnswerSheet, **data: str) -> None:
    """The step, from what the sheet is now."""
    sheet.refresh_from_db()
    response = client.post(step(name), {"seen": f"{sheet.number}.{sheet.version}", **data})
    assert response.status_code == 302, text(response)


def test_a_return_without_any_reason_keeps_the_form(
    client_for: ClientFor, town: Municipality, officer: Actor, lead: Actor
) -> None:
    sheet = submitted(town, officer, lead)
    response = client_for("coordination").post(step("zurueckgeben"), {"seen": f"1.{sheet.version}"})
    assert response.status_code == 422
    assert "Schreiben Sie bei mindestens einem Abschnitt" in text(response)


def test_what_is_presented_is_read_and_not_written(client: StrictClient, town: Municipality, officer: Actor) -> None:
    presented(town, officer)
    assert client.get(section("needs")).url == f"{SHEET}#needs"
    assert "<dd>CHF 7.00" in text(client.get(SHEET))
    refused = client.post(autosave("needs"), answers(feedback="Zu spät"), **HTMX)
    assert refused.status_code == 409
    assert "Der Fragebogen ist «zur Unterzeichnung vorgelegt»" in text(refused)


def test_the_sheet_as_pdf(client: StrictClient, town: Municipality, officer: Actor, lead: Actor) -> None:
    submitted(town, officer, lead, feedback="Zwei\nZeilen «#heading» $x$")
    first = client.get(reverse("declaration-sheet-pdf", args=[2601, 2027]))
    assert first["Content-Type"] == "application/pdf"
    words = "\n".join(page.extract_text() for page in PdfReader(BytesIO(first.content)).pages)
    for part in ("Selbstdeklaration 2027", "Solothurn", "Eingereicht am", "#heading", "$x$", "KS 3.4.1, 4.2"):
        assert part in words


@pytest.mark.parametrize("address", [SHEET, section("needs"), step("vorlegen")])
def test_a_strangers_declaration_does_not_exist(
    client_for: ClientFor, town: Municipality, officer: Actor, address: str
) -> None:
    opened(town, officer)
    municipality(2581, "Olten")
    assert client_for("integration_officer", "bfs-2581").get(address).status_code == 404
    assert client_for("provider_staff").get(address).status_code == 403


def test_sections_and_steps_that_there_are_not(client: StrictClient, town: Municipality, officer: Actor) -> None:
    assert client.get(section("needs")).status_code == 404
    opened(town, officer)
    assert client.get(section("nowhere")).status_code == 404
    assert client.get(step("nirgends")).status_code == 404
    assert client.get(step("annehmen")).status_code == 409


def test_my_day(client: StrictClient, client_for: ClientFor, town: Municipality, officer: Actor, lead: Actor) -> None:
    day = reverse("my-day")
    sheet = written(opened(town, officer), officer)
    page = text(client.get(day))
    assert "Selbstdeklaration 2027 weiter ausfüllen" in page
    assert "31.01.2027" in page
    services.sheet_present(sheet=sheet, version=sheet.version, actor=officer)
    assert "Unterschrift abwarten" in text(client.get(day))
    assert "Selbstdeklaration 2027 unterzeichnen" in text(client_for("strategic_lead", "bfs-2601").get(day))
    services.sheet_sign_off(sheet=sheet, version=sheet.version, actor=lead)
    assert "Selbstdeklaration 2027 einreichen" in text(client.get(day))
    services.sheet_submit(sheet=sheet, version=sheet.version, actor=officer)
    assert "Selbstdeklaration 2027" not in text(client.get(day))
    assert "Selbstdeklaration 2027 prüfen" in text(client_for("coordination").get(day))


def test_the_list_knows_what_waits(client_for: ClientFor, town: Municipality, officer: Actor, lead: Actor) -> None:
    sheet = written(opened(town, officer, "2026"), officer)
    client = client_for("coordination")
    where = reverse("declarations")
    assert "in Arbeit, überfällig" in text(client.get(where))
    services.sheet_present(sheet=sheet, version=sheet.version, actor=officer)
    services.sheet_sign_off(sheet=sheet, version=sheet.version, actor=lead)
    services.sheet_submit(sheet=sheet, version=sheet.version, actor=officer)
    page = text(client.get(where, {"stand": "eingereicht"}))
    assert "Zu prüfen 1" in page
    assert "überfällig</strong>" not in page
    assert f'href="{reverse("declaration-sheet", args=[2601, 2026])}"' in page


def test_a_member_is_told_that_the_lead_declares(client: StrictClient, town: Municipality) -> None:
    member = municipality(2602, "Anschluss")
    in_association(town, member)
    page = text(client.get(reverse("declaration-sheet", args=[2602, 2027])))
    assert "Für Anschluss zählt die Selbstdeklaration der Leitgemeinde Solothurn (KS 4.2)." in page


def test_answers_of_a_page_that_was_made_up_are_left_aside(
    client: StrictClient, town: Municipality, officer: Actor
) -> None:
    sheet = opened(town, officer)
    data = answers("nowhere", feedback="Demo") | {"antwort-nowhere": "x", "antwort-support": "y", "gesehen": "٣"}
    assert client.post(section("needs"), data).status_code == 409
    client.post(section("needs"), data | {"gesehen": "0"})
    assert filled(sheet).typed == {"feedback": ("Demo",)}
    assert complete(filled(sheet).questionnaire)
