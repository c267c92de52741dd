"""The municipalities in a real browser: map and table by keyboard and pointer, a form, desktop and phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from ankunft.domain.territory.demo import load_demo
from ankunft.domain.territory.loader import load_territory
from ankunft.foundation.kernel.actor import Actor
from tests.support import browsers

PAGES = [
    "/gemeinden/",
    "/gemeinden/?zahl=sozialregionen",
    "/gemeinden/?zahl=verbuende",
    "/gemeinden/tabelle/",
    "/gemeinden/2525/",
    "/gemeinden/2456/",
    "/gemeinden/bevoelkerungsreihen/",
    "/gemeinden/2581/konto/",
    "/verbuende/",
    "/sozialregionen/",
]


@pytest.fixture(autouse=True)
def canton(transactional_db: None) -> None:
    load_territory(Actor.operator())
    load_demo(Actor.operator())


@pytest.mark.parametrize("window", [browsers.DESKTOP, browsers.PHONE], ids=["desktop", "phone"])
def test_pages_are_accessible(page_for: Callable[..., Page], live_server: LiveServer, window) -> None:
    page = page_for("coordination")
    page.set_viewport_size(window)
    for address in PAGES:
        page.goto(live_server.url + address)
        browsers.assert_accessible(page)
        browsers.assert_no_sideways_scrolling(page)


def test_the_map_is_driven_by_keyboard(page_for: Callable[..., Page], live_server: LiveServer) -> None:
    page = page_for("auditor")
    page.goto(live_server.url + "/gemeinden/")
    page.locator('.map__link[data-number="2421"]').focus()
    expect(page.locator("[data-map-readout]")).to_contain_text("Aedermannsdorf")
    page.keyboard.press("Tab")
    expect(page.locator("[data-map-readout]")).to_contain_text("Balsthal")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Balsthal")).to_be_visible()


def test_the_table_lights_the_map(page_for: Callable[..., Page], live_server: LiveServer) -> None:
    page = page_for("auditor")
    page.goto(live_server.url + "/gemeinden/")
    page.locator('[data-row="2573"]').hover()
    expect(page.locator("[data-map-readout]")).to_contain_text("Dulliken")
    outline = page.locator('.map__link[data-number="2573"] path').get_attribute("d") or "?"
    expect(page.locator("[data-map-lit]")).to_have_attribute("d", outline)


def test_an_account_by_keyboard_alone(page_for: Callable[..., Page], live_server: LiveServer) -> None:
    page = page_for("municipal_finance", "bfs-2581")
    page.goto(live_server.url + "/gemeinden/2581/konto/")
    page.get_by_label("IBAN").fill("CH93 0076 2011 6238 5295 8")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Prüfziffer")
    page.get_by_label("IBAN").fill("CH93 0076 2011 6238 5295 7")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Das Konto ist vorgeschlagen.")).to_be_visible()
    page.get_by_role("link", name="Konto ab").click()
    expect(page.get_by_text("CH93 0076 2011 6238 5295 7").first).to_be_visible()
    browsers.assert_accessible(page)
