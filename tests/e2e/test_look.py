"""The pages of the shell in a real browser: accessible and within the window, light and dark, desktop and phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.support import browsers, people

ACCOUNT_MENU = ".shell__bar details.menu:visible > summary"
SMALLEST = 13
SMALL_TEXT = """
[...document.querySelectorAll("body *")]
  .filter((element) => element.offsetParent
    && [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
    && parseFloat(getComputedStyle(element).fontSize) < %s)
  .map((element) => element.textContent.trim())
"""


def assert_good_to_look_at(page: Page) -> None:
    browsers.assert_accessible(page)
    browsers.assert_no_sideways_scrolling(page)
    assert page.evaluate(SMALL_TEXT % SMALLEST) == []


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of: a blocked script or style, a missing file."""
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(message.text)

    page.on("console", note)
    return said


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [browsers.DESKTOP, browsers.PHONE], ids=["desktop", "phone"])
def test_pages_are_accessible(
    page_for: Callable[..., Page], live_server: LiveServer, complaints: list[str], window, scheme
) -> None:
    page = page_for("integration_officer", people.SOLOTHURN)
    page.set_viewport_size(window)
    page.emulate_media(color_scheme=scheme)
    for address in ["/", "/suche/", "/gemeinden/tabelle/?suche=olten"]:
        page.goto(live_server.url + address)
        assert_good_to_look_at(page)
    page.locator(ACCOUNT_MENU).last.click()
    assert_good_to_look_at(page)
    page.get_by_role("button", name="Abmelden").locator("visible=true").click()
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
    assert_good_to_look_at(page)
    assert complaints == []


def test_an_error_is_announced_and_leads_to_its_field(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url)
    page.get_by_label("Passwort").fill("x")
    page.get_by_role("button", name="Anmelden", exact=True).click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Das stimmt noch nicht")
    assert_good_to_look_at(page)
    summary.get_by_role("link").click()
    expect(page.get_by_label("E-Mail-Adresse")).to_be_focused()


def test_the_first_key_skips_to_the_content(page_for: Callable[..., Page]) -> None:
    page = page_for("coordination")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_menus_work_without_a_script(page_for: Callable[..., Page]) -> None:
    page = page_for("coordination")
    page.route("**/*.js", lambda route: route.abort())
    page.reload()
    page.set_viewport_size(browsers.PHONE)
    page.get_by_text("Menü").click()
    expect(page.get_by_role("button", name="Abmelden").locator("visible=true")).to_be_visible()


def test_escape_closes_a_menu(page_for: Callable[..., Page]) -> None:
    page = page_for("coordination")
    summary = page.locator(ACCOUNT_MENU).last
    summary.click()
    expect(page.get_by_role("button", name="English").locator("visible=true")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("details.menu[open]")).to_have_count(0)
    expect(summary).to_be_focused()


def test_the_language_changes_where_one_is(page_for: Callable[..., Page], live_server: LiveServer) -> None:
    page = page_for("coordination")
    page.goto(live_server.url + "/suche/?seite=1")
    page.locator(ACCOUNT_MENU).last.click()
    page.get_by_role("button", name="English").locator("visible=true").click()
    expect(page.get_by_role("heading", name="Search")).to_be_visible()
    assert page.url == live_server.url + "/suche/?seite=1"
    page.locator(ACCOUNT_MENU).last.click()
    page.get_by_role("button", name="Deutsch").locator("visible=true").click()
    expect(page.get_by_role("heading", name="Suchen")).to_be_visible()
