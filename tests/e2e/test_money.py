"""The pages of money in a browser: for everybody to use, on a desk and on a phone, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from ankunft.domain.funds import services
from ankunft.domain.funds.models import Refund, Transfer
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.jobs.worker import run_waiting
from ankunft.foundation.kernel import clock
from tests.domain.funds.making import MILLION
from tests.domain.funds.money_making import TERMS, Ground
from tests.domain.funds.test_costs import refused
from tests.support import browsers
from tests.support.browsers import assert_good
from tests.support.grounds import olten

__all__ = ["olten"]

TODAY = date(2026, 11, 22)
PAGES = (
    "quellen/",
    "quellen/ip-demo/",
    "quellen/ip-demo/bedingungen/",
    "quellen/ip-demo/tranchen/neu/",
    "quellen/ansaetze/",
    "quellen/eigenleistung/",
    "buchungen/",
    "buchungen/neu/",
    "buchungen/uebernahme/",
    "umbuchungen/",
    "rueckerstattungen/",
    "quellen/ip-demo/rueckerstatten/",
    "stand/DEMO/1/",
    "hochrechnung/DEMO/1/",
    "deckung/DEMO/1/",
    "deckung/DEMO/1/zuweisen/",
)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> Iterator[None]:
    settings.ANKUNFT_TODAY = TODAY
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def ground(transactional_db: None) -> Ground:
    """A plan with bookings, a tranche, a projection."""
    made = Ground()
    made.book(amount=MILLION // 4)
    services.tranche_record(source=made.source, new=made.tranche(MILLION // 2), actor=made.finance)
    services.projection_run(version=made.version, seed=7, actor=made.finance)
    return made


def test_every_page_is_for_everybody(page_for: Callable[..., Page], live_server: LiveServer, ground: Ground) -> None:
    page = page_for("coordination")
    for place in PAGES:
        page.goto(f"{live_server.url}/finanzplanung/{place}")
        assert_good(page)


def test_why_a_source_bears_something_opens_with_the_keyboard(
    page_for: Callable[..., Page], live_server: LiveServer, ground: Ground
) -> None:
    page = page_for("auditor")
    page.goto(f"{live_server.url}/finanzplanung/deckung/DEMO/1/")
    page.locator("details.money__position:not([open]) > summary").first.focus()
    page.keyboard.press("Enter")
    why = page.get_by_text("Warum diese Quelle").first
    why.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("trägt CHF").first).to_be_visible()


def test_a_projection_shows_its_progress_and_then_the_fan(
    page_for: Callable[..., Page], live_server: LiveServer, ground: Ground
) -> None:
    page = page_for("coordination")
    page.set_viewport_size(browsers.PHONE)
    page.goto(f"{live_server.url}/finanzplanung/hochrechnung/DEMO/1/")
    page.get_by_role("button", name="Neu rechnen").click()
    expect(page.get_by_text("wartet", exact=True)).to_be_visible()
    page.goto(f"{live_server.url}/finanzplanung/hochrechnung/DEMO/1/")
    expect(page.get_by_role("heading", name="Neue Hochrechnung")).to_be_visible()
    expect(page.get_by_role("button", name="Neu rechnen")).to_have_count(0)
    browsers.assert_accessible(page)
    browsers.assert_no_sideways_scrolling(page)
    run_waiting()
    page.get_by_role("link", name="Zum Ergebnis").click()
    expect(page.get_by_role("heading", name="Saldo am Jahresende")).to_be_visible()
    expect(page.get_by_role("button", name="Neu rechnen")).to_be_visible()
    expect(page.get_by_role("heading", name="Neue Hochrechnung")).to_have_count(0)


def test_what_could_not_be_taken_over_is_booked_by_hand(
    page_for: Callable[..., Page], live_server: LiveServer, ground: Ground, olten: Municipality, settings: Any
) -> None:
    reference = f"{refused(ground, olten).reference}/1"
    settings.ANKUNFT_TODAY = date(2026, 11, 30)
    page = page_for("coordination")
    page.set_viewport_size(browsers.PHONE)
    page.goto(live_server.url)
    expect(page.get_by_text("Auszahlung nicht übernommen", exact=True)).to_be_visible()
    page.goto(f"{live_server.url}/finanzplanung/buchungen/uebernahme/")
    browsers.assert_accessible(page)
    browsers.assert_no_sideways_scrolling(page)
    page.get_by_role("link", name=f"Von Hand buchen … {reference}").click()
    page.get_by_label("Position").select_option(label="DEMO · Demo: Arbeit")
    page.get_by_label("Finanzierungsquelle").select_option(label=ground.source.label)
    page.get_by_role("button", name="Buchen").click()
    expect(page.get_by_text(reference)).to_be_visible()
    page.goto(live_server.url)
    expect(page.get_by_text("Auszahlung nicht übernommen", exact=True)).to_have_count(0)


def test_money_moves_by_two_people(page_for: Callable[..., Page], live_server: LiveServer, ground: Ground) -> None:
    page = page_for("finance_officer")
    page.goto(f"{live_server.url}/finanzplanung/umbuchungen/neu/")
    page.get_by_label("Von", exact=True).select_option(label=ground.source.label)
    page.get_by_label("Auf", exact=True).select_option(label=ground.other.label)
    page.get_by_label("Betrag CHF").fill("100'000")
    page.get_by_label("Beschluss").fill("Demo-Beschluss")
    page.get_by_label("Begründung").fill("Demo")
    page.get_by_role("button", name="Vorschlagen").click()
    expect(page.get_by_text("vorgeschlagen", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Bestätigen …")).to_have_count(0)
    page = page_for("approver")
    page.goto(f"{live_server.url}/finanzplanung/umbuchungen/{Transfer.objects.get().pk}/")
    page.get_by_role("link", name="Bestätigen …").click()
    page.get_by_role("button", name="Umbuchung bestätigen").click()
    expect(page.get_by_text("bestätigt", exact=True)).to_be_visible()


def test_what_is_left_after_the_deadline_goes_back_by_two_people(
    page_for: Callable[..., Page], live_server: LiveServer, ground: Ground
) -> None:
    late = "Frist der Rückerstattung ist vorbei"
    soon = replace(TERMS, valid_from=date(2026, 1, 1), refund_due=date(2026, 6, 30))
    services.terms_set(source=ground.source, terms=soon, actor=ground.people.office)

    # Whoever keeps the books is warned, and goes from the warning to the source and to what is left of it.
    page = page_for("finance_officer")
    page.get_by_role("listitem").filter(has_text=late).get_by_role("link").click()
    expect(page.get_by_text("Frist vorbei")).to_be_visible()
    page.get_by_role("link", name="Rückerstatten …").click()
    expect(page.get_by_label("Betrag CHF")).to_have_value("3'250'000.00")
    page.get_by_label("Betrag CHF").fill("9'000'000")
    page.get_by_label("Schreiben des SEM").fill("Demo-Schreiben vom 15.11.2026")
    page.get_by_role("button", name="Vorschlagen").click()
    expect(page.get_by_role("alert")).to_contain_text("lassen sich nicht zurückerstatten")
    expect(page.get_by_label("Schreiben des SEM")).to_have_value("Demo-Schreiben vom 15.11.2026")
    assert_good(page)
    page.get_by_label("Betrag CHF").fill("3'250'000")
    page.get_by_role("button", name="Vorschlagen").click()
    expect(page.get_by_text("vorgeschlagen", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Bestätigen …")).to_have_count(0)
    assert_good(page)
    page.goto(f"{live_server.url}/")
    expect(page.get_by_text(late, exact=True)).to_be_visible()

    # The second person finds it on the first page of the day, and confirms it.
    page = page_for("approver")
    expect(page.get_by_text("Rückerstattung bestätigen", exact=True)).to_be_visible()
    page.goto(f"{live_server.url}/finanzplanung/rueckerstattungen/{Refund.objects.get().pk}/")
    page.get_by_role("link", name="Bestätigen …").click()
    assert_good(page)
    page.get_by_role("button", name="Rückerstattung bestätigen").click()
    expect(page.get_by_text("bestätigt", exact=True)).to_be_visible()
    assert_good(page)

    # The source has nothing left, says where it went, and nobody is warned any more.
    page = page_for("finance_officer")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(late, exact=True)).to_have_count(0)
    page.goto(f"{live_server.url}/finanzplanung/quellen/ip-demo/")
    expect(page.get_by_text("zurückerstattet, CHF")).to_be_visible()
    expect(page.get_by_role("link", name="Rückerstatten …")).to_have_count(0)
    assert_good(page)
    page.goto(f"{live_server.url}/finanzplanung/rueckerstattungen/")
    expect(page.get_by_text("−3'250'000.00")).to_be_visible()
    assert_good(page)
    follow = page.get_by_role("link", name=Refund.objects.get().reference)
    follow.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Rückzahlung des SEM …").click()
    assert_good(page)
