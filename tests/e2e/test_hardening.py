"""In the browser: no page breaks the content security policy, and after signing out «back» shows nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.hardening.walking import Walker, prepare
from tests.web.permissions import RULES

pytestmark = pytest.mark.django_db(transaction=True)
WATCH = """document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));"""
ROLES = ("coordination", "integration_officer")


@pytest.mark.parametrize("role", ROLES)
def test_no_page_breaks_the_policy(
    page_for: Callable[..., Page], context: BrowserContext, live_server: LiveServer, role: str
) -> None:
    prepare()
    context.add_init_script(WATCH)
    page = page_for(role)
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "policy" in message.text.lower():
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", note)
    walker, seen = Walker(), set()
    for rule in RULES:
        if rule.method != "GET" or role not in rule.own or rule.route in {"metrics", "job", "job-state"}:
            continue
        address = walker.address(rule, walker.client(rule))
        if address in seen or "excel" in address or "vorlage" in address or "export" in address:
            continue
        seen.add(address)
        answer = page.request.head(live_server.url + address)
        if "html" not in answer.headers.get("content-type", ""):
            continue
        page.goto(live_server.url + address)
    assert len(seen) > 5
    assert complaints == []


def test_the_listener_hears_a_violation(page_for: Callable[..., Page], context: BrowserContext) -> None:
    """The test above would notice: an inline script is refused, and that is heard."""
    context.add_init_script(WATCH)
    page = page_for("coordination")
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.reload()
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\" onclick=\"x()\">Demo</p>')")
    page.wait_for_timeout(200)
    assert any("policy: style-src" in text for text in heard), heard


def test_going_back_after_signing_out_shows_nothing(page_for: Callable[..., Page], live_server: LiveServer) -> None:
    page = page_for("coordination")
    page.goto(live_server.url + "/gemeinden/")
    page.goto(live_server.url + "/")
    page.locator(".shell__tools details.menu > summary").click()
    page.get_by_role("button", name="Abmelden").locator("visible=true").click()
    expect(page).to_have_url(live_server.url + "/anmelden/")
    for _step in range(2):
        page.go_back()
        expect(page.get_by_label("E-Mail-Adresse")).to_be_visible()
        expect(page.get_by_text("Abmelden")).to_have_count(0)


def test_searching_by_keyboard_leaves_no_name_in_the_address(
    page_for: Callable[..., Page], live_server: LiveServer
) -> None:
    page = page_for("coordination")
    field = page.get_by_role("searchbox").locator("visible=true").first
    field.fill("Demo-Keller")
    field.press("Enter")
    expect(page).to_have_url(live_server.url + "/suche/")
    expect(page.get_by_text("Treffer für «Demo-Keller»")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Treffer für «Demo-Keller»")).to_be_visible()
