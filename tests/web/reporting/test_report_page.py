"""The page of a report: filled in, handed in, accepted, returned, corrected; and who may not."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from ankunft.domain.reporting.models import CurrentReport, HalfYearReport
from ankunft.domain.reporting.rules import Figures
from ankunft.domain.reporting.selectors import figures_of
from ankunft.domain.territory.models import Municipality
from ankunft.web.shell.registry import links
from tests.domain.reporting.making import AUTUMN, FIGURES, SPRING, municipality, report
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db

ClientFor = Callable[..., StrictClient]
OFFICER = ("integration_officer", "bfs-2601")
LEAD = ("strategic_lead", "bfs-2601")
DATA = {**FIGURES._asdict(), "remarks": "", "seen": "0"}


def _url(town: Municipality, step: str = "", period: object = SPRING) -> str:
    name, args = ("report-step", [step]) if step else ("report", [])
    return reverse(name, args=[town.bfs_number, period, *args])


def _text(response: object) -> str:
    return html.unescape(response.content.decode())  # type: ignore[attr-defined]


def _seen(page: str) -> str:
    """Which version the form on the page is made for."""
    (found,) = re.findall('name="seen" value="([^"]*)"', page)
    return str(found)


def test_an_empty_form_with_zeros_that_stores_nothing(client_for: ClientFor, town: Municipality) -> None:
    page = _text(client_for(*OFFICER).get(_url(town)))
    assert "Solothurn: Halbjahresbericht 2026-H1" in page
    assert 'name="first_information_interviews" value="0"' in page
    assert "HEKS Linguadukt bestellt wurden (KS 4.3.1)" in page
    assert not HalfYearReport.objects.exists()


def test_saved_offered_and_signed_in_one_go_each(client_for: ClientFor, town: Municipality) -> None:
    client, lead = client_for(*OFFICER), client_for(*LEAD)
    response = client.post(_url(town), DATA | {"submit": "1"})
    assert response["Location"] == _url(town, "uebergeben")
    page = _text(client.get(response["Location"]))
    assert "Der Bericht geht an die strategische Leitung" in page
    assert re.search("Unterzeichnen können: Demo-strategic_lead [0-9]+.", page)
    client.post(_url(town, "uebergeben"), {"seen": "1.0"})
    assert "Unterzeichnen und einreichen …" in _text(lead.get(_url(town)))
    lead.post(_url(town, "unterzeichnen"), {"seen": "1.1"})
    stored = HalfYearReport.objects.get()
    assert (stored.state, figures_of(stored)) == ("submitted", FIGURES)
    page = _text(client.get(_url(town)))
    assert "Bericht unterzeichnet und eingereicht." in page
    assert re.search(r"Unterzeichnet von Demo-strategic_lead [0-9]+ am 22\.11\.2026 um", page)


def test_a_form_keeps_what_was_typed(client_for: ClientFor, town: Municipality) -> None:
    response = client_for(*OFFICER).post(
        _url(town), DATA | {"integration_interviews": "drei", "remarks": "Bitte nachfragen"}
    )
    page = _text(response)
    assert "Integrationsgespräche: Geben Sie eine ganze Zahl ein, zum Beispiel 12." in page
    assert 'value="drei"' in page
    assert 'value="12"' in page
    assert "Bitte nachfragen" in page
    assert not HalfYearReport.objects.exists()


def test_the_second_of_two_editors_is_told_and_keeps_the_figures(client_for: ClientFor, town: Municipality) -> None:
    first, second = client_for(*OFFICER), client_for(*OFFICER)
    first.post(_url(town), DATA)
    first.post(_url(town), DATA | {"first_information_interviews": "20", "seen": "1.0"})
    response = second.post(_url(town), DATA | {"first_information_interviews": "99"})
    assert response.status_code == 422
    page = _text(response)
    assert "Inzwischen hat jemand anders diesen Bericht bearbeitet." in page
    assert 'value="99"' in page
    assert re.search("Gespeichert hat Demo-integration_officer [0-9]+ am 22.11.2026", page)
    beside = re.findall('data-label="(Ihre Eingabe|gespeichert)">([^<]*)<', page)
    assert beside == [("Ihre Eingabe", "99"), ("gespeichert", "20")], "only what differs"
    assert HalfYearReport.objects.get().first_information_interviews == 20
    again = second.post(_url(town), DATA | {"first_information_interviews": "99", "seen": _seen(page)})
    assert again.status_code == 302, "who was shown both may save"
    assert HalfYearReport.objects.get().first_information_interviews == 99


def test_two_who_begin_at_once(client_for: ClientFor, town: Municipality) -> None:
    client = client_for(*OFFICER)
    report(town, state="draft", figures=Figures(1))
    response = client.post(_url(town), DATA)
    assert response.status_code == 422
    assert HalfYearReport.objects.get().first_information_interviews == 1


def test_warnings_are_shown_while_working(client_for: ClientFor, town: Municipality) -> None:
    report(town, state="draft", figures=Figures(1, 2, 0, 0))
    page = _text(client_for(*OFFICER).get(_url(town)))
    assert "mehr Dolmetscheinsätze (2) als Erstinformationsgespräche (1)" in page


def test_before_the_end_of_the_half_year_it_is_saved_only(client_for: ClientFor, town: Municipality) -> None:
    client = client_for(*OFFICER)
    page = _text(client.get(_url(town, period=AUTUMN)))
    assert "sobald das Halbjahr am 31.12.2026 vorbei ist" in page
    assert "Speichern und unterzeichnen lassen" not in page
    client.post(_url(town, period=AUTUMN), DATA)
    response = client.post(_url(town, "uebergeben", AUTUMN), {"seen": "1.0"})
    assert response.status_code == 422
    assert "Das Halbjahr 2026-H2 dauert bis 31.12.2026." in _text(response)


def test_a_half_year_to_come_has_no_form(client_for: ClientFor, town: Municipality) -> None:
    page = _text(client_for(*OFFICER).get(_url(town, period="2027-H1")))
    assert "Das Halbjahr 2027-H1 beginnt erst am 01.01.2027." in page
    assert "<form" not in page.split('id="content"')[1]


def test_accepted_by_the_coordination_office(client_for: ClientFor, town: Municipality) -> None:
    report(town, state="submitted")
    client = client_for("coordination")
    assert "Annehmen …" in _text(client.get(_url(town)))
    assert "gelten für die nächste Abrechnung" in _text(client.get(_url(town, "annehmen")))
    assert client.post(_url(town, "annehmen"), {"seen": "1.0"})["Location"] == _url(town)
    assert CurrentReport.objects.get(municipality=town).report.state == "accepted"


def test_whoever_entered_it_is_told_that_somebody_else_accepts(client_for: ClientFor, town: Municipality) -> None:
    client = client_for("coordination")
    report(town)
    client.post(_url(town, "korrigieren"), {"seen": "1.0", "reason": "Beleg geprüft."})
    client.post(_url(town, "einreichen"), {"seen": "2.0"})
    page = _text(client.get(_url(town)))
    assert "Annehmen muss eine andere Person" in page
    assert "Annehmen …" not in page
    assert client.post(_url(town, "annehmen"), {"seen": "2.1"}).status_code == 403


def test_accepted_is_what_was_seen(client_for: ClientFor, town: Municipality) -> None:
    submitted = report(town, state="submitted")
    client = client_for("coordination")
    client.get(_url(town, "annehmen"))
    HalfYearReport.objects.filter(pk=submitted.pk).update(version=2, first_information_interviews=99)
    response = client.post(_url(town, "annehmen"), {"seen": "1.0"})
    assert response.status_code == 422
    assert "Inzwischen hat jemand anders diesen Bericht bearbeitet." in _text(response)
    assert not CurrentReport.objects.exists()


def test_returned_with_a_reason_that_the_municipality_reads(client_for: ClientFor, town: Municipality) -> None:
    report(town, state="submitted")
    coordinator = client_for("coordination")
    missing = coordinator.post(_url(town, "zurueckgeben"), {"seen": "1.0", "remarks": ""})
    assert missing.status_code == 422
    assert "Schreiben Sie zu mindestens einem Abschnitt, was zu ändern ist." in _text(missing)
    coordinator.post(_url(town, "zurueckgeben"), {"seen": "1.0", "first_information": "Dolmetscheinsätze fehlen."})
    page = _text(client_for(*OFFICER).get(_url(town)))
    assert "Zurückgegeben" in page
    assert "Dolmetscheinsätze fehlen." in page
    assert "Speichern und unterzeichnen lassen" in page


def test_a_correction_is_entered_on_an_accepted_report(client_for: ClientFor, town: Municipality) -> None:
    report(town)
    client = client_for(*OFFICER)
    assert "Korrektur erfassen …" in _text(client.get(_url(town)))
    client.post(_url(town, "korrigieren"), {"seen": "1.0", "reason": "Zahlendreher."})
    page = _text(client.get(_url(town)))
    assert "Zahlendreher." in page
    assert "Fassung 2" in page
    client.post(_url(town), DATA | {"first_information_interviews": "21", "seen": "2.0"})
    step = _text(client.get(_url(town, "uebergeben")))
    assert "bisher 12" in step
    client.post(_url(town, "verwerfen"), {"seen": "2.1"})
    assert "verworfen" in _text(client.get(_url(town)))
    assert "Korrektur erfassen …" in _text(client.get(_url(town)))


def test_steps_that_the_state_does_not_allow_are_refused_with_the_state(
    client_for: ClientFor, town: Municipality
) -> None:
    client = client_for("coordination")
    for step in ("einreichen", "annehmen", "zurueckgeben", "korrigieren", "verwerfen"):
        response = client.get(_url(town, step))
        assert response.status_code == 409
        assert "Das geht hier nicht (mehr): Der Stand ist «überfällig»." in _text(response)
    report(town)
    response = client.post(_url(town, "annehmen"), {"seen": "1.0"})
    assert response.status_code == 409
    assert "Der Stand ist «angenommen»" in _text(response)
    assert client.get(_url(town, "loeschen")).status_code == 404


@pytest.mark.parametrize(
    ("role", "at", "status"),
    [
        ("integration_officer", "bfs-2601", 200),
        ("municipal_finance", "bfs-2601", 200),
        ("integration_officer", "bfs-2603", 404),
        ("municipal_finance", "bfs-2603", 404),
        ("coordination", None, 200),
        ("finance_officer", None, 200),
        ("approver", None, 200),
        ("auditor", None, 200),
        ("provider_staff", None, 403),
    ],
)
def test_who_sees_a_report(
    client_for: ClientFor, town: Municipality, stranger: Municipality, role: str, at: str | None, status: int
) -> None:
    assert client_for(role, at).get(_url(town)).status_code == status


@pytest.mark.parametrize(
    ("role", "at", "status"),
    [
        ("municipal_finance", "bfs-2601", 403),
        ("integration_officer", "bfs-2603", 404),
        ("coordination", None, 403),
        ("finance_officer", None, 403),
        ("approver", None, 403),
        ("auditor", None, 403),
    ],
)
def test_who_may_not_write_one(
    client_for: ClientFor, town: Municipality, stranger: Municipality, role: str, at: str | None, status: int
) -> None:
    client = client_for(role, at)
    assert client.post(_url(town), DATA).status_code == status
    report(town, state="draft")
    assert client.post(_url(town), DATA | {"seen": "1.0"}).status_code == status
    assert client.post(_url(town, "uebergeben"), {"seen": "1.0"}).status_code == status


@pytest.mark.parametrize("role", ["integration_officer", "finance_officer", "approver", "auditor"])
def test_who_may_not_decide(client_for: ClientFor, town: Municipality, role: str) -> None:
    report(town, state="submitted")
    client = client_for(role, "bfs-2601" if role == "integration_officer" else None)
    for step in ("annehmen", "zurueckgeben"):
        response = client.post(_url(town, step), {"seen": "1.0", "reason": "Nein."})
        assert response.status_code == 403
        assert "Berichte nimmt die Koordinationsstelle Integration an." in _text(response)
    assert HalfYearReport.objects.get().state == "submitted"


def test_a_merged_municipality_has_no_page_after_its_end(client_for: ClientFor, town: Municipality) -> None:
    merged = municipality(2500, "Altdorf", valid_to=date(2025, 12, 31), successor=town)
    client = client_for(*OFFICER)
    assert client.get(_url(merged, period="2025-H2")).status_code == 200
    assert client.get(_url(merged)).status_code == 404


def test_nobody_signed_in_is_asked_to_sign_in(client: StrictClient, town: Municipality) -> None:
    assert client.get(_url(town)).status_code == 302


def test_amounts_lead_to_the_report_behind_them(client_for: ClientFor, town: Municipality) -> None:
    report(town)
    address = links.url("report", "2601/2026-H1/1")
    assert address == f"{_url(town)}#fassung-1"
    assert 'id="fassung-1"' in _text(client_for("auditor").get(_url(town)))
    assert links.url("report", "anything") is None
    assert links.url("report", "2601/2026/1") is None


@pytest.mark.parametrize("period", ["9999-H1", "1900-H1", "2016-H2", "0000-H1", "2030-H3", "٢٠٢٥-H1"])
def test_a_half_year_that_nobody_reports_has_no_page(client_for: ClientFor, town: Municipality, period: str) -> None:
    client = client_for("coordination")
    assert client.get(f"/berichte/2601/{period}/").status_code == 404
    assert client.get(f"/berichte/2601/{period}/einreichen/").status_code == 404
