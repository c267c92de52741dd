"""The form of a scheme in a real browser: filled in while one types, signed, handed in and accepted by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from ankunft.domain.questionnaires.models import AnswerSheet
from ankunft.domain.schemes.readings import accepted_sheets
from ankunft.foundation.kernel import clock
from tests.domain.reporting.making import municipality
from tests.domain.schemes.making import in_force
from tests.support import people
from tests.support.browsers import assert_good
from tests.support.keyboard import choose, tab_to

TODAY = date(2026, 7, 20)
FORM = "Demo-Gärten 2026-H1"


@pytest.fixture(autouse=True)
def _today(settings: Any) -> Iterator[None]:
    settings.ANKUNFT_TODAY = TODAY
    with clock.moved_to(TODAY):
        yield


def test_a_form_is_filled_in_signed_handed_in_and_accepted_by_keyboard(
    page_for: Callable[..., Page], live_server: LiveServer
) -> None:
    town = municipality(2601, "Solothurn")
    in_force()
    people.account_with("strategic_lead", people.SOLOTHURN)
    page = page_for("integration_officer", people.SOLOTHURN)
    choose(page, f": {FORM} ausfüllen")
    choose(page, "Fragebogen beginnen")
    choose(page, "Gärten")
    tab_to(page, "Demo beds?")
    page.keyboard.type("zwölf")
    choose(page, "Speichern")
    expect(page.get_by_role("alert")).to_contain_text("Demo beds?")
    assert_good(page)
    tab_to(page, "Demo beds?")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Demo beds?")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("12")
    tab_to(page, "Ja")
    page.keyboard.press("Space")
    choose(page, "Speichern")
    expect(page.get_by_text("2 von 2 Fragen beantwortet. Es fehlt nichts.")).to_be_visible()
    assert_good(page)
    choose(page, "Zur Unterzeichnung vorlegen")
    choose(page, "Vorlegen")

    lead = page_for("strategic_lead", people.SOLOTHURN)
    choose(lead, f": {FORM} unterzeichnen")
    choose(lead, "Unterzeichnen")
    assert_good(lead)
    choose(lead, "Unterzeichnen")

    page = page_for("integration_officer", people.SOLOTHURN)
    choose(page, f": {FORM} einreichen")
    choose(page, "Einreichen")
    choose(page, "Einreichen")
    expect(page.get_by_text("Der Fragebogen ist eingereicht.")).to_be_visible()

    office = page_for("coordination")
    choose(office, f": {FORM} prüfen")
    assert_good(office)
    choose(office, "Fragebogen annehmen")
    assert_good(office)
    choose(office, "Annehmen")
    expect(office.get_by_text("Der Fragebogen ist angenommen.")).to_be_visible()
    assert AnswerSheet.objects.get().accepted_on == TODAY
    (said,) = accepted_sheets("gardens")
    assert (said.municipality, said.period, said.said) == (town.pk, "2026-H1", {"beds": 12, "tended": True})
    for address in ("/formulare/", "/formulare/fehlend/"):
        office.goto(live_server.url + address)
        assert_good(office)


def test_what_is_being_kept_is_kept_before_the_form_is_sent(
    page_for: Callable[..., Page], live_server: LiveServer
) -> None:
    municipality(2601, "Solothurn")
    in_force()
    page = page_for("integration_officer", people.SOLOTHURN)
    choose(page, f": {FORM} ausfüllen")
    choose(page, "Fragebogen beginnen")
    choose(page, "Gärten")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/zwischenstand/", hold, times=1)
    tab_to(page, "Demo beds?")
    page.keyboard.type("12")
    tab_to(page, "Ja")
    page.keyboard.press("Space")
    tab_to(page, "Speichern")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Speichern")).to_be_focused()
    assert "/abschnitt/" in page.url, "it waits for what is being kept"
    with page.expect_navigation():
        held[0].continue_()
    expect(page.get_by_text("2 von 2 Fragen beantwortet. Es fehlt nichts.")).to_be_visible()
