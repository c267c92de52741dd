"""What an officer does with several families at once, before the appointments and beside them, in a real browser.

Families are invited together, somebody is reminded by a letter, and the own calendar subscribes to the appointments;
at a desk and on a phone, with the keyboard where that is quicker, every page by axe.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from ankunft.domain.interviews.models import Interview, Invitation
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.access.models import Account
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.jobs.services import job_finish
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.interviews.letter_jobs import make_letters
from tests.domain.interviews.making import arrived, family, planned
from tests.domain.reporting.making import municipality
from tests.domain.settlement.making import canton
from tests.support import browsers
from tests.support.clients import StrictClient

OLTEN = "bfs-2581"
WINDOWS = pytest.mark.parametrize("window", [browsers.DESKTOP, browsers.PHONE], ids=["desktop", "phone"])
TO_REMIND, SWITCH_OFF = re.compile("^Drucken.*Erinnerungsbriefe"), re.compile("^Ausschalten.*Kalender")
OfficerAt = Callable[[dict[str, int], str], Page]


@pytest.fixture
def olten(transactional_db: None) -> Municipality:
    with wall.open_for(Actor.operator()):
        canton()
        return municipality(2581, "Olten")


@pytest.fixture
def officer_at(page_for: Callable[..., Page], live_server: LiveServer, olten: Municipality) -> OfficerAt:
    """`officer_at(window, "/zuzuege/")`: the officer of Olten on that page."""

    def on_the_page(window: dict[str, int], path: str) -> Page:
        page = page_for("integration_officer", OLTEN)
        page.set_viewport_size(window)  # type: ignore[arg-type]
        page.goto(live_server.url + path)
        return page

    return on_the_page


def assert_good(page: Page) -> None:
    browsers.assert_accessible(page)
    browsers.assert_no_sideways_scrolling(page)


def work_off() -> None:
    """Make the letters, as the worker would."""
    Job.objects.update(state=JobState.RUNNING)
    job = Job.objects.get()
    actor = actor_of(Account.objects.get(pk=job.account_id), "job")
    with wall.open_for(actor):
        outcome = make_letters(JobContext(job=job, actor=actor))
    assert job_finish(job, outcome)


@WINDOWS
def test_several_families_are_invited_at_once(
    officer_at: OfficerAt, olten: Municipality, window: dict[str, int]
) -> None:
    with wall.open_for(Actor.operator()):
        arrived_on = clock.today() - timedelta(days=20)
        family(olten, 3, on=arrived_on, language="ar", interpreter_need="yes")
        family(olten, 2, "Demo-Weiss", on=arrived_on, language="fr")
    page = officer_at(window, "/zuzuege/")
    page.get_by_role("button", name="Einladen …").click()
    expect(page.get_by_role("alert")).to_contain_text("Wählen Sie zuerst die Zeilen aus")
    assert_good(page)
    for box in page.locator("input[name=auswahl]").all():
        box.focus()
        page.keyboard.press("Space")
        expect(box).to_be_checked()
    page.get_by_role("button", name="Einladen …").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mehrere einladen")).to_be_visible()
    page.get_by_label("Ort").fill("")
    page.get_by_role("button", name="Termine vorschlagen").click()
    page.get_by_role("link", name="Tag: Geben Sie den Tag der Termine ein.").click()
    expect(page.get_by_label("Tag", exact=True)).to_be_focused()
    assert_good(page)
    page.keyboard.type(f"{clock.today() + timedelta(days=20):%d.%m.%Y}")
    page.get_by_label("Ort").fill("Stadthaus, Sitzungszimmer 2")
    page.get_by_label("Erster Termin um").fill("9")
    page.keyboard.press("Enter")
    for times in ("09:00–10:00", "10:00–11:00"):
        expect(page.get_by_text(times)).to_be_visible()
    assert_good(page)
    assert not Interview.objects.exists()
    page.get_by_role("button", name="Termine vereinbaren und Briefe erstellen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Briefe")).to_be_visible()
    work_off()
    expect(page.get_by_text("2 Briefe erstellt.")).to_be_visible()
    assert_good(page)
    with page.expect_download() as letters:
        page.get_by_role("link", name="Datei herunterladen").click()
    assert letters.value.path().read_bytes().startswith(b"%PDF")
    with wall.open_for(Actor.operator()):
        assert Invitation.objects.count() == 2


@WINDOWS
def test_somebody_is_reminded_by_a_letter(officer_at: OfficerAt, olten: Municipality, window: dict[str, int]) -> None:
    with wall.open_for(Actor.operator()):
        interview = planned(family(olten, 2, language="ar"), on=clock.today() + timedelta(days=4))
        Interview.objects.update(recorded_at=clock.now() - timedelta(days=30))
    page = officer_at(window, "/")
    page.get_by_role("link", name=TO_REMIND).click()
    expect(page.get_by_role("link", name="Demo-Haddad")).to_be_visible()
    assert_good(page)
    page.get_by_role("link", name="Demo-Haddad").click()
    for button in ("Brief als PDF", "Erinnerung als PDF"):
        with page.expect_download() as letter:
            page.get_by_role("button", name=button).click()
        assert letter.value.path().read_bytes().startswith(b"%PDF")
        expect(page.get_by_role("status")).to_contain_text("Der Brief ist erstellt")
        assert_good(page)
    expect(page.get_by_text("Erinnerungsbrief", exact=False).first).to_be_visible()
    with page.expect_download() as letter:
        page.get_by_role("link", name="Brief noch einmal herunterladen").click()
    assert letter.value.suggested_filename == f"erinnerung-{interview.reference}.pdf"
    page.goto(page.url.split("/gespraeche/")[0])
    expect(page.get_by_role("link", name=TO_REMIND)).to_have_count(0)


@WINDOWS
def test_the_own_calendar_subscribes_and_is_switched_off(
    officer_at: OfficerAt, olten: Municipality, window: dict[str, int]
) -> None:
    with wall.open_for(Actor.operator()):
        interview = planned([arrived(olten)], on=clock.today() + timedelta(days=4))
    page = officer_at(window, "/gespraeche/kalender/")
    page.locator("main").get_by_role("link", name="Sicherheit").click()
    page.get_by_role("button", name="Adresse erstellen").focus()
    page.keyboard.press("Enter")
    address = page.get_by_label("Adresse zum Abonnieren").input_value()
    assert_good(page)
    path = address[address.index("/gespraeche/") :]
    feed = StrictClient().get(path).content.decode()
    assert interview.reference in feed
    assert "Demo-" not in feed
    page.get_by_role("link", name="Ich habe die Adresse kopiert").click()
    expect(page.get_by_role("button", name="Neue Adresse erstellen")).to_be_visible()
    assert_good(page)
    page.get_by_role("button", name=SWITCH_OFF).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Adresse erstellen", exact=True)).to_be_visible()
    assert StrictClient().get(path).status_code == 404
