"""External sign-in in a real browser, at a real and independent provider on another site."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from csp.constants import SELF
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from ankunft.config.openid import form_targets
from ankunft.foundation.access.models import ExternalIdentity
from ankunft.foundation.audit.models import Event
from tests.support import browsers
from tests.support.openid.fixtures import provider as trusted
from tests.support.openid.fixtures import started_provider
from tests.support.openid.provider import Provider

__all__ = ["started_provider", "trusted"]


@pytest.fixture
def provider(trusted: Provider, settings) -> Provider:
    """The provider, to which forms may lead as the settings let them where it is configured."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    targets = [SELF, *form_targets(trusted.issuer, [])]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**directives, "form-action": targets}}
    return trusted


@pytest.fixture
def trouble(page: Page) -> list[str]:
    """What the browser complains of: a policy that was broken, a script that failed. (The provider has no icon.)"""
    found: list[str] = []
    page.on("console", lambda message: "favicon" not in message.location["url"] and found.append(message.text))
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def at_the_provider(page: Page, name: str, button: str = "Weiter") -> None:
    expect(page.get_by_role("heading", name="Probe-Login")).to_be_visible()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name=button).click()


def sign_out(page: Page) -> None:
    page.locator(".shell__tools summary").click()
    page.get_by_role("button", name="Abmelden", exact=True).locator("visible=true").click()


def test_linked_on_the_own_page_it_signs_in(
    page_for: Callable[..., Page], live_server: LiveServer, provider: Provider, trouble: list[str]
) -> None:
    page = page_for("coordination")
    page.goto(live_server.url + reverse("security"))
    browsers.assert_accessible(page)
    page.get_by_role("button", name="Mit AGOV verbinden").click()
    at_the_provider(page, "anna")
    expect(page.get_by_text("Die externe Anmeldung ist mit Ihrem Konto verbunden.")).to_be_visible()
    expect(page).to_have_url(live_server.url + reverse("security"))
    expect(page.get_by_text("verbunden seit")).to_be_visible()
    browsers.assert_accessible(page)

    sign_out(page)
    expect(page.get_by_role("heading", name="Anmelden", exact=True)).to_be_visible()
    browsers.assert_accessible(page)
    page.goto(live_server.url + reverse("municipalities"))
    page.get_by_role("button", name="Mit AGOV anmelden").click()
    expect(page).to_have_url(live_server.url + reverse("municipalities"))
    assert Event.objects.filter(action="access.session.began").exists()
    assert not trouble

    page.set_viewport_size(browsers.PHONE)
    page.goto(live_server.url + reverse("security"))
    browsers.assert_no_sideways_scrolling(page)
    browsers.assert_accessible(page)
    page.get_by_role("button", name=re.compile("^Trennen")).click()
    expect(page.get_by_text("Die externe Anmeldung ist getrennt.")).to_be_visible()
    assert not ExternalIdentity.objects.exists()


def test_who_says_no_there_reads_how_to_go_on(page: Page, live_server: LiveServer, provider: Provider) -> None:
    page.goto(live_server.url + reverse("sign-in"))
    page.get_by_role("button", name="Mit AGOV anmelden").click()
    at_the_provider(page, "", button="Abbrechen")
    expect(page.get_by_text("Die Anmeldung bei AGOV wurde abgebrochen.")).to_be_visible()
    expect(page.get_by_role("heading", name="Anmelden", exact=True)).to_be_visible()
    browsers.assert_accessible(page)
    page.set_viewport_size(browsers.PHONE)
    browsers.assert_no_sideways_scrolling(page)


def test_who_is_not_known_here_reads_whom_to_ask(page: Page, live_server: LiveServer, provider: Provider) -> None:
    page.goto(live_server.url + reverse("sign-in"))
    page.get_by_role("button", name="Mit AGOV anmelden").click()
    at_the_provider(page, "niemand")
    expect(page.get_by_text("ist hier mit keinem Konto verbunden")).to_be_visible()
    expect(page.get_by_text("wenden Sie sich an die Administration Ihrer Organisation")).to_be_visible()
    browsers.assert_accessible(page)


def test_without_scripts_a_button_goes_on(page: Page, live_server: LiveServer, provider: Provider) -> None:
    page.route(re.compile(r"/go-on\.js$"), lambda route: route.abort())
    page.goto(live_server.url + reverse("sign-in"))
    page.get_by_role("button", name="Mit AGOV anmelden").click()
    at_the_provider(page, "niemand")
    expect(page.get_by_role("heading", name="Anmeldung abschliessen")).to_be_visible()
    browsers.assert_accessible(page)
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_text("ist hier mit keinem Konto verbunden")).to_be_visible()


def test_forms_lead_to_the_provider_only_where_it_is_configured(
    page: Page, live_server: LiveServer, trusted: Provider, trouble: list[str]
) -> None:
    """The policy stands between a form and every other site: with the one of an installation without provider."""
    page.goto(live_server.url + reverse("sign-in"))
    page.get_by_role("button", name="Mit AGOV anmelden").click()
    page.wait_for_timeout(500)
    assert page.url == live_server.url + reverse("sign-in")
    assert any("form-action" in message for message in trouble)
