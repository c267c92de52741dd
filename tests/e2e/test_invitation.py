"""Invite, catch the mail at a real server, open its link, choose a password, go on to the second factor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from ankunft.domain.administration import services
from ankunft.foundation.access.models import Account
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.access.services import account_open, role_grant
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.mail.sending import send_waiting
from ankunft.foundation.mail.services import mail_put
from tests.support import browsers, people
from tests.support.smtp import Mailbox, mailbox

OLTEN = "bfs-2581"
PASSWORD = "Ein Satz nur fuer mich"
PAGES = (
    "/",
    "/administration/",
    "/administration/einladungen/",
    "/administration/einladungen/neu/",
    "/administration/organisationen/",
    "/administration/postausgang/",
    "/administration/auftraege/",
    "/administration/zustand/",
    "/administration/einstellungen/",
)


@pytest.fixture
def box(settings: LazySettings) -> Iterator[Mailbox]:
    with mailbox() as box:
        settings.SMTP_URL, settings.MAIL_FROM = box.url, "Ankunft <ankunft@so.example>"
        yield box


def administrator() -> Actor:
    """Somebody real: a demonstration's accounts send nothing to anybody."""
    account = account_open(email="admin@olten.example", name="Demo-Admin", password="x", actor=Actor.operator())
    place = people.organisation(OLTEN)
    role_grant(account=account, organisation=place, role="administrator", actor=Actor.operator())
    return actor_of(account, "test")


def test_from_the_invitation_to_the_second_factor(
    box: Mailbox, live_server: LiveServer, page: Page, browser: Browser
) -> None:
    services.invite(
        email="neu@olten.example",
        name="Demo-Neu",
        organisation=people.organisation(OLTEN),
        role="integration_officer",
        valid_from=clock.today(),
        actor=administrator(),
        link_of=lambda token: f"{live_server.url}/einladung/{token}/",
    )
    assert send_waiting() == 1
    link = re.search(r"http://\S+/einladung/\S+", box.mails[0].get_content())
    assert link
    page.goto(link[0])
    assert page.url == f"{live_server.url}/einladung/"
    expect(page.get_by_role("heading", name="Einladung annehmen")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Demo-Admin lädt Sie ein")
    browsers.assert_accessible(page)
    page.set_viewport_size(browsers.PHONE)
    browsers.assert_no_sideways_scrolling(page)
    page.set_viewport_size(browsers.DESKTOP)
    page.get_by_label("Ihr Passwort").fill("kurz")
    page.get_by_label("Noch einmal").fill("kurz")
    page.get_by_role("button", name="Konto eröffnen").click()
    expect(page.get_by_role("alert")).to_contain_text("zu kurz")
    browsers.assert_accessible(page)
    page.get_by_label("Ihr Passwort").fill(PASSWORD)
    page.get_by_label("Noch einmal").fill(PASSWORD)
    page.get_by_role("button", name="Konto eröffnen").click()
    expect(page).to_have_url(re.compile("/sicherheit/"))
    assert Account.objects.get(email="neu@olten.example").check_password(PASSWORD)
    elsewhere = browser.new_context().new_page()
    elsewhere.goto(link[0])
    expect(elsewhere.get_by_role("heading", name="gilt nicht mehr")).to_be_visible()


def test_the_pages_of_the_administration_are_good_to_look_at(
    page_for: Callable[..., Page], live_server: LiveServer
) -> None:
    page = page_for("administrator", "betrieb")
    somebody = people.account_with("integration_officer", OLTEN)
    operator = Actor.operator()
    services_actor = people.actor_with("administrator", "betrieb")
    services.invite(
        email="neu@olten.example",
        name="Demo-Neu",
        organisation=people.organisation(OLTEN),
        role="strategic_lead",
        valid_from=clock.today(),
        actor=services_actor,
        link_of=str,
    )
    mail_put(to=somebody.email, subject="Demo", text="Demo", kind="role_given", actor=operator)
    account = f"/administration/konten/{somebody.pk}/"
    for window in (browsers.DESKTOP, browsers.PHONE):
        page.set_viewport_size(window)
        for address in (*PAGES, account, f"{account}passwort/", f"{account}rolle/"):
            page.goto(live_server.url + address)
            browsers.assert_accessible(page)
            browsers.assert_no_sideways_scrolling(page)
