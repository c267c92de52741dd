"""Signing in with a second factor in a real browser: by keyboard, with an app, a passkey and a recovery code."""

from __future__ import annotations

from collections.abc import Callable

import pyotp
import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from ankunft.foundation.access.models import Account, SecondFactor
from ankunft.foundation.access.recovery import codes_make
from ankunft.foundation.access.selectors import actor_of
from tests.support import browsers, people
from tests.support.authenticators import app_for

PASSWORD = people.PASSWORD


@pytest.fixture
def account() -> Account:
    """Somebody real, whose role demands a second factor."""
    account = people.account_with("coordination")
    account.is_demo = False
    account.save()
    return account


@pytest.fixture
def address(live_server: LiveServer) -> str:
    """The application under a name: passkeys belong to names, not to numbers."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def good(page: Page) -> Callable[[], None]:
    """`good()`: the page as it is now is accessible, and fits a desktop and a phone."""

    def look() -> None:
        for size in (browsers.DESKTOP, browsers.PHONE):
            page.set_viewport_size(size)
            browsers.assert_accessible(page)
            browsers.assert_no_sideways_scrolling(page)
        page.set_viewport_size(browsers.DESKTOP)

    return look


@pytest.fixture
def authenticator(page: Page) -> None:
    """Chromium's own virtual authenticator: it verifies its owner and keeps discoverable passkeys."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def password_by_keyboard(page: Page, address: str, account: Account) -> None:
    page.goto(address)
    page.get_by_label("E-Mail-Adresse").focus()
    page.keyboard.type(account.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def sign_out(page: Page) -> None:
    page.locator("summary", has_text="Demo-coordination").click()
    page.get_by_role("button", name="Abmelden", exact=True).locator("visible=true").click()
    expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()


def test_an_app_is_set_up_and_used_by_keyboard(
    page: Page, address: str, account: Account, good: Callable[[], None]
) -> None:
    password_by_keyboard(page, address, account)
    expect(page.get_by_role("heading", name="Zweiten Faktor einrichten")).to_be_visible()
    good()
    page.goto(address + reverse("my-day"))
    expect(page.get_by_role("heading", name="Zweiten Faktor einrichten")).to_be_visible()

    page.get_by_role("link", name="App einrichten").focus()
    page.keyboard.press("Enter")
    image = page.get_by_role("img", name="QR-Code")
    expect(image).to_be_visible()
    assert image.evaluate("image => image.naturalWidth") > 100
    good()
    totp = pyotp.TOTP(page.locator("code").inner_text().replace(" ", ""))
    page.get_by_label("Code").focus()
    page.keyboard.type(totp.now())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Ihre Wiederherstellungscodes")).to_be_visible()
    assert page.locator("code").count() == 10
    good()
    page.get_by_role("link", name="Ich habe die Codes notiert").click()
    expect(page.get_by_role("heading", name="Sicherheit")).to_be_visible()
    good()

    sign_out(page)
    SecondFactor.objects.update(last_step=0)
    password_by_keyboard(page, address, account)
    expect(page.get_by_role("heading", name="Zweiter Faktor")).to_be_visible()
    good()
    page.get_by_label("Code").focus()
    page.keyboard.type(totp.now())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mein Tag")).to_be_visible()


@pytest.mark.usefixtures("authenticator")
def test_a_passkey_is_made_and_signs_in_with_and_without_password(
    page: Page, address: str, account: Account, good: Callable[[], None]
) -> None:
    password_by_keyboard(page, address, account)
    page.get_by_label("Name").fill("Demo-Laptop")
    page.get_by_role("button", name="Passkey einrichten").click()
    expect(page.get_by_role("heading", name="Ihre Wiederherstellungscodes")).to_be_visible()
    page.get_by_role("link", name="Ich habe die Codes notiert").click()
    expect(page.get_by_role("rowheader", name="Demo-Laptop")).to_be_visible()

    sign_out(page)
    password_by_keyboard(page, address, account)
    expect(page.get_by_role("heading", name="Zweiter Faktor")).to_be_visible()
    good()
    page.get_by_role("button", name="Passkey verwenden").click()
    expect(page.get_by_role("heading", name="Mein Tag")).to_be_visible()

    sign_out(page)
    good()
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("heading", name="Mein Tag")).to_be_visible()
    assert SecondFactor.objects.get().counter > 0


@pytest.mark.usefixtures("authenticator")
def test_a_passkey_that_is_not_there_is_told(page: Page, address: str, good: Callable[[], None]) -> None:
    page.goto(address)
    expect(page.get_by_text("nicht angenommen")).to_be_hidden()
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("alert")).to_contain_text("nicht angenommen")
    good()


def test_a_recovery_code_stands_in(page: Page, address: str, account: Account, good: Callable[[], None]) -> None:
    app_for(account)
    account.refresh_from_db()
    codes = codes_make(account=account, actor=actor_of(account, "test"))
    password_by_keyboard(page, address, account)
    page.get_by_role("link", name="Wiederherstellungscode verwenden").click()
    good()
    page.get_by_label("Wiederherstellungscode").fill("falsch")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("stimmt nicht")
    good()
    page.get_by_label("Wiederherstellungscode").fill(codes[0].upper())
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Es bleiben 9")


def test_the_other_pages_are_good(page: Page, address: str, account: Account, good: Callable[[], None]) -> None:
    page.goto(address + reverse("password-forgotten"))
    good()
    page.get_by_label("E-Mail-Adresse").fill(account.email)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Postfach")).to_be_visible()
    good()
    page.goto(address + reverse("password-reset", args=["MQ", "wrong"]))
    good()
    app = app_for(account)
    password_by_keyboard(page, address, account)
    page.get_by_label("Code").fill(app.code())
    page.keyboard.press("Enter")
    factor = SecondFactor.objects.get().pk
    expect(page.get_by_role("heading", name="Mein Tag")).to_be_visible()
    for name, arguments in [
        ("password-change", []),
        ("recovery-codes", []),
        ("factor-remove", [factor]),
        ("prove", []),
    ]:
        page.goto(address + reverse(name, args=arguments))
        good()
