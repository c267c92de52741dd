"""Deletion in a real browser: from what is due to the protocol, at both widths, with two people."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from ankunft.foundation.jobs.worker import run_waiting
from ankunft.foundation.retention import registry
from tests.foundation.retention.making import LEAF, confirmed, leaf_class, leaves, put
from tests.support import browsers
from tests.support.people import SOLOTHURN

WINDOWS = {"desktop": browsers.DESKTOP, "phone": browsers.PHONE}


@pytest.fixture(autouse=True)
def _leaves() -> Iterator[None]:
    put(leaf_class())
    yield
    registry._classes.pop(LEAF)


def looked_at(page: Page, name: str) -> None:
    """Accessible and within the window at both widths; a picture where one is asked for."""
    folder = os.environ.get("ANKUNFT_TEST_PICTURES")
    for window, size in WINDOWS.items():
        page.set_viewport_size(size)
        browsers.assert_accessible(page)
        browsers.assert_no_sideways_scrolling(page)
        if folder:
            page.screenshot(path=str(Path(folder, f"{name}-{window}.png")), full_page=True)
    page.set_viewport_size(browsers.DESKTOP)


def test_two_people_delete_what_is_due(page_for: Callable[..., Page], live_server: LiveServer) -> None:
    leaves(12)
    confirmed()
    page = page_for("integration_officer", SOLOTHURN)
    looked_at(page, "my-day-officer")
    page.goto(f"{live_server.url}/aufbewahrung/")
    looked_at(page, "schedule-officer")
    page.get_by_role("button", name="Löschliste erstellen").click()
    looked_at(page, "list-officer")
    page.get_by_role("link", name="Behalten … B-002").click()
    page.get_by_label("Begründung").fill("Rechtsmittel hängig")
    looked_at(page, "item")
    page.get_by_role("button", name="Behalten").click()
    expect(page.get_by_text("Der Datensatz bleibt.")).to_be_visible()
    page.get_by_role("link", name="Als geprüft weitergeben …").click()
    looked_at(page, "step")
    page.get_by_role("button", name="Als geprüft weitergeben").click()
    expect(page.get_by_text("wartet jetzt auf die Genehmigung")).to_be_visible()

    page = page_for("strategic_lead", SOLOTHURN)
    page.get_by_role("link", name="Genehmigen").first.click()
    looked_at(page, "list-lead")
    page.get_by_role("link", name="Genehmigen …").click()
    page.get_by_role("button", name="Genehmigen und ausführen").click()
    expect(page.get_by_text("1 von 12")).to_be_visible()
    looked_at(page, "running")
    run_waiting()
    expect(page.get_by_role("heading", name="Protokoll")).to_be_visible()
    page.reload()
    looked_at(page, "protocol")


def test_the_canton_sets_periods_and_holds(page_for: Callable[..., Page], live_server: LiveServer) -> None:
    leaves(1)
    page = page_for("coordination")
    page.goto(f"{live_server.url}/aufbewahrung/")
    looked_at(page, "schedule-canton")
    page.get_by_role("link", name=re.compile("Festhalten.*Blätter")).click()
    page.get_by_label("Frist in Monaten").fill("60")
    page.get_by_label("Quelle").fill("Demo-Entscheid vom 1. Juni 2026")
    page.get_by_role("button", name="Festhalten").click()
    expect(page.get_by_text("Demo-Entscheid vom 1. Juni 2026")).to_be_visible()
    page.get_by_role("link", name=re.compile("Festhalten.*Blätter")).click()
    looked_at(page, "period")
    page.goto(f"{live_server.url}/aufbewahrung/sperren/")
    looked_at(page, "holds-empty")
    page.get_by_role("link", name="Sperre setzen …").click()
    page.get_by_label("Organisation").select_option(SOLOTHURN)
    page.get_by_label("Begründung").fill("Aufsichtsverfahren")
    looked_at(page, "hold-new")
    page.get_by_role("button", name="Sperre setzen").click()
    looked_at(page, "holds")
    page.get_by_role("link", name="Aufheben …").click()
    page.get_by_label("Begründung").fill("abgeschlossen")
    looked_at(page, "hold-lift")
    page.get_by_role("button", name="Aufheben").click()
    expect(page.get_by_text("abgeschlossen")).to_be_visible()
    looked_at(page, "holds-lifted")
