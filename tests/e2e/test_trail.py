"""The trail in the browser: read, filtered, accessible in both colour schemes and on a telephone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ankunft.foundation.audit.services import Entry, record, seal
from ankunft.foundation.kernel.actor import Actor
from tests.support import browsers


@pytest.fixture
def _events() -> None:
    actor = Actor(7, "Demo-Alice", "web", address="192.0.2.7")
    for number in range(3):
        record(
            actor,
            Entry(
                "territory.account.set",
                "territory.municipality",
                f"260{number}",
                f"Zahlungsverbindung {number} gesetzt.",
                before={"valid_from": "2025-01-01", "holder": "Gemeinde"},
                after={"valid_from": "2026-01-01", "holder": "Gemeinde"},
                reason="Neues Konto.",
            ),
        )
    seal()


@pytest.mark.usefixtures("_events")
@pytest.mark.parametrize("width", [1280, 360])
def test_an_auditor_reads_the_trail(page_for: Callable[..., Page], live_server: object, width: int) -> None:
    page = page_for("auditor")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server}/spur/")
    expect(page.get_by_role("heading", name="Spur", exact=True)).to_be_visible()
    page.get_by_text("1 Wert").first.click()
    expect(page.get_by_text("01.01.2026").first).to_be_visible()
    browsers.assert_accessible(page)
    browsers.assert_no_sideways_scrolling(page)
    page.get_by_label("Datensatz").fill("2601")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.get_by_text("Zahlungsverbindung 1 gesetzt.")).to_be_visible()
    expect(page.get_by_text("Zahlungsverbindung 2 gesetzt.")).to_have_count(0)
