"""Persons in a real browser: the office draws a sample, the municipality sees it and objects, reads are listed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from ankunft.domain.arrivals.models import Person
from ankunft.foundation.access import wall
from ankunft.foundation.kernel.actor import Actor
from tests.domain.arrivals.making import AHV, person
from tests.domain.reporting.making import municipality
from tests.support import browsers

OLTEN = "bfs-2581"


@pytest.fixture
def ada(transactional_db: None) -> Person:
    with wall.open_for(Actor.operator()):
        return person(
            municipality(2581, "Olten"),
            family_name="Demo-Adler",
            given_name="Ada",
            birth_date=date(1990, 5, 17),
            ahv_number=AHV,
        )


def assert_good(page: Page) -> None:
    browsers.assert_accessible(page)
    browsers.assert_no_sideways_scrolling(page)


def draw_a_sample(page: Page) -> None:
    # Where the row has no room for a place, it stands under those that follow.
    page.goto(urljoin(page.url, "/einsichten/"))
    page.get_by_role("link", name="Stichprobe ziehen").click()
    assert_good(page)
    page.get_by_label("Gemeinde", exact=True).select_option(label="Olten")
    page.get_by_label("Anzahl Personen").fill("1")
    page.get_by_label("Begründung").fill("Belege zum Halbjahresbericht")
    page.get_by_role("button", name="Ziehen").click()
    expect(page.get_by_text("Die Stichprobe ist gezogen.")).to_be_visible()


def test_a_sample_from_the_request_to_the_objection(
    page_for: Callable[..., Page], live_server: LiveServer, ada: Person
) -> None:
    page = page_for("coordination")
    draw_a_sample(page)
    page.get_by_role("link", name=ada.reference).click()
    expect(page.get_by_role("heading", name="Demo-Adler Ada")).to_be_visible()
    expect(page.get_by_text("Ihre Einsicht wird festgehalten")).to_be_visible()
    expect(page.get_by_role("button", name="AHV-Nummer zeigen")).to_have_count(0)
    assert_good(page)

    page = page_for("integration_officer", OLTEN)
    expect(page.get_by_text("Die Koordinationsstelle hat Einsicht in 1 Person", exact=True)).to_be_visible()
    page.goto(f"{live_server.url}/personen/{ada.reference}/")
    expect(page.get_by_text("Belege zum Halbjahresbericht")).to_be_visible()
    page.get_by_role("button", name="AHV-Nummer zeigen").click()
    expect(page.get_by_text(AHV)).to_be_visible()
    page.get_by_role("link", name="Wer hat Einsicht genommen").click()
    expect(page.get_by_text("AHV-Nummer im Klartext")).to_be_visible()
    expect(page.get_by_text("Angaben zur Person · Stichprobe")).to_be_visible()
    assert_good(page)

    page.goto(f"{live_server.url}/einsichten/")
    page.get_by_role("link", name="Einwand erheben").click()
    page.get_by_label("Einwand").fill("Die Person ist im Spital.")
    page.get_by_role("button", name="Einwand senden").click()
    expect(page.get_by_text("Die Person ist im Spital.")).to_be_visible()


@pytest.mark.parametrize("window", [browsers.DESKTOP, browsers.PHONE], ids=["desktop", "phone"])
def test_pages_are_accessible(
    page_for: Callable[..., Page], live_server: LiveServer, ada: Person, window: dict[str, int]
) -> None:
    draw_a_sample(page_for("coordination"))
    page = page_for("integration_officer", OLTEN)
    page.set_viewport_size(window)  # type: ignore[arg-type]
    file = f"/personen/{ada.reference}/"
    pages = ["/personen/", "/personen/neu/", "/einsichten/", file]
    pages += [file + tab for tab in ("verlauf/", "einsicht/", "aendern/", "datensperre/", "wegzug/", "auskunft/")]
    pages += [file + part for part in ("adresse/", "verwandte/", "ausweis/", "sprache/")]
    for address in pages:
        page.goto(live_server.url + address)
        assert_good(page)


def enter_a_family(page: Page, ada: Person) -> None:
    """A mother, her child, where they live, a permit and a language."""
    page.get_by_role("link", name="Adresse erfassen").click()
    assert_good(page)
    page.get_by_label("Strasse").fill("Demogasse")
    page.get_by_label("Hausnummer").fill("12")
    page.get_by_label("Postleitzahl").fill("4600")
    kind = Person.objects.get(family_name="Demo-Kind")
    page.get_by_label("Referenz einer anderen Person").fill(kind.reference)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Demogasse 12, 4600 Olten")).to_be_visible()
    page.get_by_role("link", name="Verwandte erfassen").click()
    assert_good(page)
    page.get_by_label("Kind", exact=True).check()
    page.get_by_label("Wer aus dem Haushalt").select_option(label="Demo-Kind Leo")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Ausweis erfassen").click()
    assert_good(page)
    page.get_by_label("Ausweis").select_option(label="B, Aufenthalt")
    page.get_by_label("gültig ab").fill("01.03.2025")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Sprachkenntnis erfassen").click()
    assert_good(page)
    page.get_by_label("Sprache").select_option(label="Deutsch")
    page.get_by_label("mündlich").select_option(label="A2")
    page.get_by_role("button", name="Speichern").click()


@pytest.mark.parametrize("window", [browsers.DESKTOP, browsers.PHONE], ids=["desktop", "phone"])
def test_a_family_is_entered(
    page_for: Callable[..., Page], live_server: LiveServer, ada: Person, window: dict[str, int]
) -> None:
    with wall.open_for(Actor.operator()):
        person(ada.municipality, family_name="Demo-Kind", given_name="Leo", birth_date=date(2016, 2, 3))
        page = page_for("integration_officer", OLTEN)
        page.set_viewport_size(window)  # type: ignore[arg-type]
        page.goto(f"{live_server.url}/personen/{ada.reference}/")
        enter_a_family(page, ada)
    for words in ("Demo-Kind Leo", "Kind", "B, Aufenthalt", "gilt", "Deutsch", "A2"):
        expect(page.get_by_role("main").get_by_text(words).first).to_be_visible()
    assert_good(page)
    page.get_by_role("link", name="Verlauf", exact=True).first.click()
    expect(page.get_by_text("Demogasse 12, 4600 Olten").first).to_be_visible()
    assert_good(page)
