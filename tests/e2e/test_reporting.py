"""Reports in a real browser: filled in, handed in and accepted by keyboard; every page accessible at both widths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from ankunft.domain.reporting.models import CurrentReport, HalfYearReport
from ankunft.domain.reporting.rules import Figures
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.periods import HalfYear
from tests.domain.reporting.making import declaration, in_association, municipality, report
from tests.support import browsers, people
from tests.support.keyboard import choose, tab_to

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> Iterator[None]:
    settings.ANKUNFT_TODAY = TODAY
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def town() -> Municipality:
    """Solothurn with a member, and reports in every state."""
    lead, member = municipality(2601, "Solothurn"), municipality(2602, "Anschluss")
    in_association(lead, member)
    report(member, HalfYear(2026, 1), "returned")
    for number, state in enumerate(("submitted", "accepted", "draft"), start=2581):
        report(municipality(number, f"Demo-Dorf {state}"), HalfYear(2026, 1), state)
    report(lead, HalfYear(2025, 2), "accepted", Figures(20, 6, 2, 1))
    report(lead, HalfYear(2025, 1), "offered", Figures(3, 6, 2, 1), submitted_on=None)
    declaration(lead)
    return lead


def test_a_report_is_filled_in_handed_in_and_accepted_by_keyboard(
    page_for: Callable[..., Page], live_server: LiveServer, town: Municipality
) -> None:
    people.account_with("strategic_lead", people.SOLOTHURN)
    page = page_for("integration_officer", people.SOLOTHURN)
    choose(page, "Berichte")
    choose(page, "2026-H1")
    choose(page, "Solothurn")
    expect(page.get_by_role("heading", name="Zum Vergleich: 2025-H2")).to_be_visible()
    for label, count in [
        ("Erstinformationsgespräche", "x"),
        ("Dolmetscheinsätze bei Erstinformationsgesprächen", "25"),
        ("Integrationsgespräche", "3"),
        ("Dolmetscheinsätze bei Integrationsgesprächen", "1"),
    ]:
        tab_to(page, label)
        page.keyboard.press("Control+a")
        page.keyboard.type(count)
    choose(page, "Speichern und unterzeichnen lassen …")
    expect(page.get_by_role("alert")).to_contain_text("Geben Sie eine ganze Zahl ein")
    expect(page.get_by_label("Integrationsgespräche", exact=True)).to_have_value("3")
    browsers.assert_accessible(page)
    tab_to(page, "Erstinformationsgespräche: Geben Sie")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Erstinformationsgespräche", exact=True)).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("21")
    choose(page, "Speichern und unterzeichnen lassen …")
    expect(page.get_by_role("heading", name="Unterzeichnen lassen")).to_be_visible()
    tab_to(page, "Es sind mehr Dolmetscheinsätze (25) als")
    page.keyboard.type("Vier Gespräche brauchten zwei Einsätze.")
    tab_to(page, "«Dolmetscheinsätze bei Erstinformationsgesprächen»: 25 statt 6")
    page.keyboard.type("Es kamen vier Familien mehr.")
    choose(page, "Zur Unterzeichnung geben")
    expect(page.get_by_text("Der Bericht wartet auf die Unterschrift")).to_be_visible()
    browsers.assert_accessible(page)

    lead = page_for("strategic_lead", people.SOLOTHURN)
    choose(lead, "Halbjahresbericht 2026-H1 unterzeichnen")
    choose(lead, "Unterzeichnen und einreichen …")
    choose(lead, "Unterzeichnen und einreichen")
    expect(lead.get_by_text("Der Bericht ist unterzeichnet und eingereicht.")).to_be_visible()
    expect(lead.get_by_text("Unterzeichnet von Demo-strategic_lead")).to_be_visible()

    office = page_for("coordination")
    office.goto(f"{live_server.url}/berichte/?stand=eingereicht")
    choose(office, "Solothurn")
    choose(office, "Annehmen …")
    browsers.assert_accessible(office)
    for warning in (
        "Es sind mehr Dolmetscheinsätze (25) als",
        "«Dolmetscheinsätze bei Erstinformationsgesprächen»: 25",
    ):
        tab_to(office, warning)
        office.keyboard.type("Die Erklärung überzeugt.")
    choose(office, "Annehmen")
    expect(office.get_by_text("Der Bericht ist angenommen.")).to_be_visible()
    counts = CurrentReport.objects.get(municipality=town, period="2026-H1").report
    assert counts.first_information_interviews == 21


@pytest.mark.parametrize("window", [browsers.DESKTOP, browsers.PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    ("role", "at", "addresses"),
    [
        (
            "coordination",
            None,
            (
                "/",
                "/berichte/",
                "/berichte/?halbjahr=2025-H2&stand=ueberfaellig",
                "/berichte/fehlend/",
                "/berichte/2581/2026-H1/",
                "/berichte/2581/2026-H1/annehmen/",
                "/berichte/2581/2026-H1/zurueckgeben/",
                "/berichte/2582/2026-H1/",
                "/berichte/2582/2026-H1/korrigieren/",
                "/berichte/import/",
                "/selbstdeklarationen/",
                "/selbstdeklarationen/2581/2026/",
                "/gemeinden/?zahl=berichte",
            ),
        ),
        (
            "integration_officer",
            people.SOLOTHURN,
            (
                "/",
                "/berichte/",
                "/berichte/2601/2026-H1/",
                "/berichte/2601/2026-H2/",
                "/berichte/2602/2026-H1/",
                "/berichte/2602/2026-H1/uebergeben/",
                "/selbstdeklarationen/2602/2026/",
            ),
        ),
        (
            "strategic_lead",
            people.SOLOTHURN,
            (
                "/",
                "/berichte/2601/2025-H1/",
                "/berichte/2601/2025-H1/unterzeichnen/",
                "/berichte/2601/2025-H1/nachbessern/",
            ),
        ),
    ],
    ids=["coordination", "officer", "lead"],
)
def test_every_page_is_accessible(
    page_for: Callable[..., Page],
    live_server: LiveServer,
    town: Municipality,
    window: object,
    role: str,
    at: str | None,
    addresses: tuple[str, ...],
) -> None:
    page = page_for(role, at)
    page.set_viewport_size(window)  # type: ignore[arg-type]
    for address in addresses:
        answer = page.goto(live_server.url + address)
        assert answer is not None
        assert answer.status == 200, address
        browsers.assert_accessible(page)
        browsers.assert_no_sideways_scrolling(page)


def test_the_second_of_two_editors_keeps_what_was_typed(
    page_for: Callable[..., Page], live_server: LiveServer, town: Municipality
) -> None:
    page = page_for("integration_officer", people.SOLOTHURN)
    page.goto(f"{live_server.url}/berichte/2601/2026-H1/")
    report(town, HalfYear(2026, 1), "draft", Figures(1))
    page.get_by_label("Erstinformationsgespräche", exact=True).fill("99")
    page.get_by_role("button", name="Nur speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("Inzwischen hat jemand anders diesen Bericht bearbeitet")
    expect(page.get_by_label("Erstinformationsgespräche", exact=True)).to_have_value("99")
    assert HalfYearReport.objects.get(municipality=town, period="2026-H1").first_information_interviews == 1
