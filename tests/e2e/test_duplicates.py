"""An officer's list of persons and the duplicates in it, in the browser: desktop and phone."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from ankunft.domain.arrivals.models import Duplicate
from ankunft.domain.arrivals.services.duplicates import duplicates_propose
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.kernel.actor import Actor
from tests.domain.arrivals.making import person
from tests.domain.reporting.making import municipality
from tests.support import browsers

pytestmark = pytest.mark.django_db(transaction=True)

OLTEN = "bfs-2581"
PICTURES = os.environ.get("ANKUNFT_TEST_PICTURES", "")


@pytest.fixture
def olten() -> Municipality:
    """A few persons, two of them the same one."""
    with wall.open_for(Actor.operator()):
        place = municipality(2581, "Olten")
        person(place, family_name="Demo-Haile", given_name="Selam", language="ti", interpreter_need="yes")
        person(place, family_name="Demo-Hayle", given_name="Selam", phone="062 111 22 33")
        person(place, family_name="Demo-Yılmaz", given_name="Ümit", nationality="TR", language="tr")
        duplicates_propose(municipality=place)
    return place


def assert_good(page: Page, name: str) -> None:
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
    browsers.assert_accessible(page)
    browsers.assert_no_sideways_scrolling(page)


@pytest.mark.parametrize("window", [browsers.DESKTOP, browsers.PHONE], ids=["desktop", "phone"])
def test_a_list_is_searched_filtered_and_kept(
    page_for: Callable[..., Page], live_server: LiveServer, olten: Municipality, window: dict[str, int]
) -> None:
    page = page_for("integration_officer", OLTEN)
    page.set_viewport_size(window)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/personen/")
    assert_good(page, "persons")
    page.get_by_label("Anfang eines Namens, Referenz oder AHV-Nummer").fill("yilmaz")
    page.get_by_role("button", name="Suchen", exact=True).last.click()
    expect(page.get_by_role("link", name="Demo-Yılmaz Ümit")).to_be_visible()
    expect(page.get_by_role("link", name="Demo-Haile Selam")).to_have_count(0)
    assert "yilmaz" not in page.url
    page.get_by_role("link", name="Suche und Filter aufheben").click()
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Sprache der Korrespondenz").select_option(label="Tigrinya")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.get_by_role("link", name="Demo-Haile Selam")).to_be_visible()
    assert "sprache=ti" in page.url
    page.get_by_text("Ansicht speichern", exact=True).click()
    page.get_by_label("Name der Ansicht").fill("Tigrinya")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("link", name="Tigrinya")).to_be_visible()
    assert_good(page, "persons-filtered")
    page.get_by_label("Demo-Haile Selam auswählen").check()
    page.get_by_role("button", name="Dolmetschen nicht nötig").click()
    expect(page.get_by_text("1 Person geändert.")).to_be_visible()


@pytest.mark.parametrize("window", [browsers.DESKTOP, browsers.PHONE], ids=["desktop", "phone"])
def test_two_are_made_one_and_two_again(
    page_for: Callable[..., Page], live_server: LiveServer, olten: Municipality, window: dict[str, int]
) -> None:
    page = page_for("integration_officer", OLTEN)
    page.set_viewport_size(window)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/personen/dubletten/")
    assert_good(page, "duplicates")
    page.get_by_role("link", name="Demo-Haile Selam / Demo-Hayle Selam").click()
    expect(page.get_by_text("Ähnlicher Name, anders geschrieben.")).to_be_visible()
    assert_good(page, "duplicate")
    page.get_by_label("Demo-Hayle").check()
    page.get_by_role("button", name="Zusammenführen").click()
    expect(page.get_by_text("Beide Referenzen führen jetzt zu")).to_be_visible()
    assert_good(page, "duplicate-merged")
    page.get_by_role("button", name="Zusammenführung rückgängig machen").click()
    expect(page.get_by_role("button", name="Es sind zwei Personen")).to_be_visible()
    page.get_by_role("button", name="Es sind zwei Personen").click()
    expect(page.get_by_text("Sie werden nicht mehr vorgeschlagen.")).to_be_visible()
    with wall.open_for(Actor.operator()):
        assert Duplicate.objects.get().state == "distinct"
