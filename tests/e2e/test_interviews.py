"""Interviews in a real browser: from the appointment to the confirmation that is put away, and every page by axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from ankunft.domain.arrivals.models import Arrival, Person
from ankunft.domain.interviews.models import Interview
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.access.models import Account
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.arrivals.register_jobs import take_in_file
from tests.domain.interviews.making import PDF, arrived, family, held, planned
from tests.domain.reporting.making import municipality
from tests.domain.settlement.making import canton
from tests.support import browsers, ech
from tests.support.people import account_with

OLTEN = "bfs-2581"


@pytest.fixture
def olten(transactional_db: None) -> Municipality:
    with wall.open_for(Actor.operator()):
        canton()
        return municipality(2581, "Olten")


@pytest.fixture
def haddads(olten: Municipality) -> list[Person]:
    with wall.open_for(Actor.operator()):
        arrived_on = clock.today() - timedelta(days=20)
        return family(olten, 3, on=arrived_on, language="ar", interpreter_need="yes")


def assert_good(page: Page) -> None:
    browsers.assert_accessible(page)
    browsers.assert_no_sideways_scrolling(page)


def reference_of(person: Person) -> str:
    with wall.open_for(Actor.operator()):
        return Arrival.objects.get(person=person).reference


def test_from_the_appointment_to_the_confirmation(
    page_for: Callable[..., Page], live_server: LiveServer, haddads: list[Person], tmp_path: Path
) -> None:
    page = page_for("integration_officer", OLTEN)
    page.set_viewport_size(browsers.PHONE)
    page.goto(f"{live_server.url}/gespraeche/neu/?zuzug={reference_of(haddads[0])}")
    assert_good(page)
    page.get_by_label("Tag", exact=True).fill(f"{clock.today():%d.%m.%Y}")
    page.get_by_label("Zeit").fill("00:05")
    page.get_by_label("Ort").fill("Stadthaus, Sitzungszimmer 2")
    page.get_by_role("button", name="Termin vereinbaren").click()
    expect(page.get_by_text("Drucken Sie jetzt die Einladung.")).to_be_visible()
    expect(page.get_by_label("Sprache neben Deutsch")).to_have_value("ar")
    assert_good(page)
    with page.expect_download() as letter:
        page.get_by_role("button", name="Brief als PDF").click()
    assert letter.value.path().read_bytes().startswith(b"%PDF")

    page.get_by_role("link", name="Gespräch erfassen").click()
    expect(page.get_by_text("Fallpauschale CHF 200.00 zählt noch nicht")).to_be_visible()
    expect(page.get_by_text("Die unterschriebene Bestätigung fehlt.").first).to_be_visible()
    page.get_by_text("Weitere Angaben").click()
    page.get_by_label("Dritte haben das Gespräch geführt").check()
    expect(page.get_by_text("Fallpauschale zählt nicht")).to_be_visible()
    page.get_by_label("Dritte haben das Gespräch geführt").uncheck()
    page.get_by_label("Über HEKS Linguadukt bestellt").check()
    page.get_by_label("Auftragsnummer").fill("LD-2026-40817")
    expect(page.get_by_text("Dolmetschpauschale CHF 160.00 zählt noch nicht")).to_be_visible()
    assert_good(page)
    page.get_by_role("button", name="Speichern und abschliessen").click()
    expect(page.get_by_text("Das Gespräch ist festgehalten.")).to_be_visible()

    scan = tmp_path / "scan.pdf"
    scan.write_bytes(PDF)
    page.get_by_role("link", name="Bestätigung ablegen").first.click()
    assert_good(page)
    page.get_by_label("Unterschriebene Bestätigung", exact=True).set_input_files(scan)
    page.get_by_role("button", name="Ablegen").click()
    expect(page.get_by_text("Zählt: Fallpauschale CHF 200.00")).to_be_visible()
    expect(page.get_by_text("Zählt: Dolmetschpauschale CHF 160.00")).to_be_visible()
    assert_good(page)
    with page.expect_download() as file:
        page.get_by_role("link", name="scan.pdf", exact=True).click()
    assert file.value.path().read_bytes() == PDF


def take_in() -> str:
    """Do the job that reads the messages, as the worker would; where its result is."""
    job = Job.objects.get()
    Job.objects.update(state=JobState.RUNNING)
    actor = actor_of(Account.objects.get(pk=job.account_id), "job")
    with wall.open_for(actor):
        return take_in_file(JobContext(job=job, actor=actor)).link


@pytest.mark.usefixtures("ech_schemas")
def test_a_new_officer_from_the_messages_to_the_confirmation(
    page_for: Callable[..., Page], live_server: LiveServer, transactional_db: None
) -> None:
    """Finds the way without the handbook: every step is a link or button of the page before."""
    municipality(2601, "Solothurn")
    with wall.open_for(Actor.operator()):
        canton()
    day = clock.today() - timedelta(days=10)
    known = {"family_name": "Demo-Haddad", "permit": "02", "language": "ar"}
    messages = [ech.message("moveIn", number, person=ech.invented(number, day=day), **known) for number in (4, 5, 6)]
    delivery = ech.archive((f"{number}.xml", content) for number, content in enumerate(messages))

    page = page_for("integration_officer", "bfs-2601")
    page.get_by_role("link", name="Zuzüge", exact=True).click()
    page.get_by_role("link", name="Meldungen einlesen").click()
    file = {"name": "meldungen.zip", "mimeType": "application/zip", "buffer": delivery}
    page.get_by_label("Datei").set_input_files(files=[file])  # type: ignore[list-item]
    page.get_by_role("button", name="Einlesen").click()
    page.goto(live_server.url + take_in())
    page.get_by_role("link", name="Zuzüge", exact=True).click()
    page.get_by_role("link", name="Demo-Haddad").first.click()
    page.get_by_role("link", name="Termin vereinbaren").first.click()
    expect(page.get_by_text("Familie Demo-Haddad").first).to_be_visible()
    page.get_by_label("Tag", exact=True).fill(f"{clock.today():%d.%m.%Y}")
    page.get_by_label("Zeit").fill("14")
    page.get_by_label("Ort").fill("Stadthaus, Baselstrasse 7")
    page.get_by_role("button", name="Termin vereinbaren").click()
    with page.expect_download() as letter:
        page.get_by_role("button", name="Brief als PDF").click()
    assert letter.value.path().read_bytes().startswith(b"%PDF")

    page.get_by_role("link", name="Mein Tag").first.click()
    page.get_by_role("link", name="Öffnen").first.click()
    page.get_by_role("link", name="Gespräch erfassen").click()
    page.get_by_text("Besprochen und Bedarf").click()
    page.get_by_label("Deutsch lernen").check()
    page.get_by_role("button", name="Speichern und abschliessen").click()
    with page.expect_download():
        page.get_by_role("link", name="Bestätigung zum Unterschreiben").click()
    page.get_by_role("link", name="Bestätigung ablegen").first.click()
    scan = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.get_by_label("Unterschriebene Bestätigung", exact=True).set_input_files(files=[scan])  # type: ignore[list-item]
    page.get_by_role("button", name="Ablegen").click()
    expect(page.get_by_text("Zählt: Fallpauschale CHF 200.00")).to_be_visible()
    expect(page.get_by_text("Eine Familie, ein Gespräch.")).to_be_visible()


@pytest.mark.usefixtures("ech_schemas")
def test_a_day_s_messages_become_a_half_year_s_report(
    page_for: Callable[..., Page], live_server: LiveServer, transactional_db: None, settings: Any
) -> None:
    """From the messages to the counts that the canton sees: two half-years of work by links and buttons alone."""
    municipality(2601, "Solothurn")
    with wall.open_for(Actor.operator()):
        canton()
    page = page_for("integration_officer", "bfs-2601")
    with on(settings, date(2026, 6, 22)):
        page.reload()
        invite(page, live_server)
        appointment = page.url.partition("?")[0]
        page.get_by_role("link", name="Mein Tag").first.click()
        page.get_by_role("link", name="Öffnen").first.click()
        assert page.url == appointment
        document(page)
    with on(settings, date(2026, 7, 6)):
        for link in ("Berichte", "2026-H1", "Solothurn"):
            page.get_by_role("link", name=link, exact=True).first.click()
        expect(page.get_by_text("Vorausgefüllt aus den aufgezeichneten Gesprächen")).to_be_visible()
        expect(page.get_by_label("Erstinformationsgespräche", exact=True)).to_have_value("1")
        expect(page.get_by_label("Dolmetscheinsätze bei Erstinformationsgesprächen")).to_have_value("1")
        expect(page.get_by_label("Integrationsgespräche", exact=True)).to_have_value("0")
        page.set_viewport_size(browsers.PHONE)
        assert_good(page)
        page.set_viewport_size(browsers.DESKTOP)
        account_with("strategic_lead", "bfs-2601")
        page.get_by_role("button", name="Speichern und unterzeichnen lassen …").click()
        page.get_by_role("button", name="Zur Unterzeichnung geben", exact=True).click()
        expect(page.get_by_text("wartet auf die Unterschrift der strategischen Leitung")).to_be_visible()
        report = page.url
        lead = page_for("strategic_lead", "bfs-2601")
        lead.goto(report)
        lead.get_by_role("link", name="Unterzeichnen und einreichen …").click()
        lead.get_by_role("button", name="Unterzeichnen und einreichen", exact=True).click()
        expect(lead.get_by_text("Der Bericht ist unterzeichnet und eingereicht.")).to_be_visible()
        page = page_for("integration_officer", "bfs-2601")
        page.goto(report)
        page.get_by_role("link", name="1 Gespräch hinter der Fassung 1").click()
        page.get_by_role("link", name=appointment.rstrip("/").rsplit("/", 1)[-1]).click()
        assert page.url == appointment

        office = page_for("coordination")
        office.goto(report)
        expect(office.get_by_text("1 Gespräch hinter der Fassung 1")).to_be_visible()
        expect(office.get_by_role("link", name="1 Gespräch hinter der Fassung 1")).to_have_count(0)
        expect(office.get_by_text("Demo-Haddad")).to_have_count(0)
        assert_good(office)


def invite(page: Page, live_server: LiveServer) -> None:
    """Three of a family are told of by the register, are given an appointment today, and a letter."""
    day = clock.today() - timedelta(days=10)
    known = {"family_name": "Demo-Haddad", "permit": "02", "language": "ar"}
    messages = [ech.message("moveIn", number, person=ech.invented(number, day=day), **known) for number in (4, 5, 6)]
    messages += [ech.broken("unknown permit", 41), ech.message("moveIn", 20, from_swiss=True)]
    delivery = ech.archive((f"{number}.xml", content) for number, content in enumerate(messages))
    page.get_by_role("link", name="Zuzüge", exact=True).click()
    page.get_by_role("link", name="Meldungen einlesen").click()
    file = {"name": "meldungen.zip", "mimeType": "application/zip", "buffer": delivery}
    page.get_by_label("Datei").set_input_files(files=[file])  # type: ignore[list-item]
    page.get_by_role("button", name="Einlesen").click()
    page.goto(live_server.url + take_in())
    expect(page.get_by_text("Den Ausweiscode «9999» gibt es nicht")).to_be_visible()
    page.get_by_role("link", name="Nicht start.integration 1").click()
    expect(page.get_by_text("Zuzug aus der Schweiz")).to_be_visible()
    page.get_by_role("link", name="Zu den Zuzügen").click()
    page.get_by_role("link", name="Termin vereinbaren").first.click()
    page.get_by_label("Tag", exact=True).fill(f"{clock.today():%d.%m.%Y}")
    page.get_by_label("Zeit").fill("1400")
    page.get_by_label("Ort").fill("Stadthaus, Baselstrasse 7")
    page.get_by_role("button", name="Termin vereinbaren").click()
    expect(page.get_by_text("Arabisch (noch nicht geprüft)")).to_have_count(1)
    with page.expect_download() as letter:
        page.get_by_role("button", name="Brief als PDF").click()
    assert letter.value.path().read_bytes().startswith(b"%PDF")


def document(page: Page) -> None:
    """The interview is held with an interpreter, and what was signed put away."""
    page.get_by_role("link", name="Gespräch erfassen").click()
    page.get_by_label("Über HEKS Linguadukt bestellt").check()
    page.get_by_label("Auftragsnummer").fill("LD-2026-40817")
    page.get_by_text("Vereinbart, Notizen, Wiedervorlage").click()
    page.get_by_label("Was ist vereinbart?").first.fill("Deutschkurs A1")
    page.get_by_role("button", name="Speichern und abschliessen").click()
    page.get_by_role("link", name="Bestätigung ablegen").first.click()
    scan = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.get_by_label("Unterschriebene Bestätigung", exact=True).set_input_files(files=[scan])  # type: ignore[list-item]
    page.get_by_role("button", name="Ablegen").click()
    expect(page.get_by_text("Zählt: Dolmetschpauschale CHF 160.00")).to_be_visible()


@contextmanager
def on(settings: Any, day: date) -> Iterator[None]:
    """For the pages and for the test itself it is that day."""
    settings.ANKUNFT_TODAY = day
    with clock.moved_to(day):
        yield
    settings.ANKUNFT_TODAY = None


def test_by_keyboard_alone(page_for: Callable[..., Page], live_server: LiveServer, haddads: list[Person]) -> None:
    """The verdict follows what is typed without taking the focus away."""
    with wall.open_for(Actor.operator()):
        interview = planned(haddads, on=clock.today() + timedelta(days=1))
    page = page_for("integration_officer", OLTEN)
    page.goto(f"{live_server.url}/gespraeche/{interview.reference}/erfassen/")
    page.get_by_label("Nicht nötig").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Über HEKS Linguadukt bestellt")).to_be_checked()
    expect(page.get_by_label("Über HEKS Linguadukt bestellt")).to_be_focused()
    expect(page.get_by_text("Dolmetschpauschale CHF 160.00 zählt noch nicht")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Auftragsnummer")).to_be_focused()
    page.keyboard.type("LD-1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Das Gespräch ist festgehalten.")).to_be_visible()


@pytest.mark.parametrize("window", [browsers.DESKTOP, browsers.PHONE], ids=["desktop", "phone"])
def test_pages_are_accessible(
    page_for: Callable[..., Page],
    live_server: LiveServer,
    olten: Municipality,
    haddads: list[Person],
    window: dict[str, int],
) -> None:
    today = clock.today()
    with wall.open_for(Actor.operator()):
        interview = planned(haddads, on=today)
        past = held([arrived(olten, on=today - timedelta(days=30))], on=today, evidence=True)
        missed = planned([arrived(olten)], on=today)
        Interview.objects.filter(pk=missed.pk).update(state="missed")
    page = page_for("integration_officer", OLTEN)
    page.set_viewport_size(window)  # type: ignore[arg-type]
    one, other, third = (f"/gespraeche/{each.reference}/" for each in (interview, past, missed))
    pages = ["/gespraeche/", "/gespraeche/?stand=alle", "/gespraeche/kalender/", "/gespraeche/kalender/?ansicht=monat"]
    pages += [one, other, third, f"/gespraeche/erfassen/?person={haddads[0].reference}"]
    pages += [one + act for act in ("termin/", "absagen/", "erfassen/")]
    pages += [other + act for act in ("erfassen/", "belege/neu/", "rueckgaengig/")]
    pages += [f"{third}erneut-einladen/", f"/zuzuege/{reference_of(haddads[0])}/", f"/personen/{haddads[0].reference}/"]
    for address in pages:
        page.goto(live_server.url + address)
        assert_good(page)
