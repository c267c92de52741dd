"""The report for the third quarter of 2024 in a real browser: prepared, signed off by another person, reproduced."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from ankunft.domain.funds.models import SemReport
from ankunft.domain.funds.selectors.reports import report_repeated
from ankunft.foundation.kernel import clock
from tests.domain.funds import programmes
from tests.domain.funds.reporting import Reporting
from tests.support import browsers

TODAY = date(2026, 11, 22)
Sign = Callable[..., Page]


@pytest.fixture(autouse=True)
def _today(settings: Any) -> Iterator[None]:
    settings.ANKUNFT_TODAY = TODAY
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def ground(transactional_db: None) -> Reporting:
    return Reporting()


def assert_good(page: Page, name: str) -> None:
    """Good to use with assistive technology, on a desk and on a phone."""
    browsers.assert_accessible(page)
    _keep(page, f"{name}-1280")
    page.set_viewport_size(browsers.PHONE)
    browsers.assert_no_sideways_scrolling(page)
    browsers.assert_accessible(page)
    _keep(page, f"{name}-390")
    page.set_viewport_size(browsers.DESKTOP)


def _keep(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def named(name: str) -> re.Pattern[str]:
    """The beginning of the name of a button or link; before what is only read out, browsers may put a space."""
    return re.compile("^" + re.escape(name))


def test_prepared_signed_off_by_another_person_and_reproduced(
    page_for: Sign, live_server: LiveServer, ground: Reporting
) -> None:
    reports = f"{live_server.url}/finanzplanung/berichte/"

    page = page_for("coordination")
    expect(page.get_by_text("Quartalsbericht an das SEM vorbereiten").first).to_be_visible()
    page.goto(reports)
    assert_good(page, "list")
    page.get_by_role("link", name="Vorbereiten KIP2 2024-Q3").click()
    page.get_by_role("button", name="Vorbereiten").click()
    expect(page.get_by_text("brauchen eine Bemerkung")).to_be_visible()
    report = SemReport.objects.get()
    assert_good(page, "draft")
    page.get_by_role("link", name=named("Bemerkungen")).click()
    for label in ("Programm R", "Wirtschaftliche Integration", "Soziale Integration", "Frühe Sprachförderung"):
        page.get_by_label(label).fill(f"Demo: {label} beginnt später als geplant.")
    page.get_by_label("Sprachförderung ab 16 Jahren").fill("Demo: Kurse erst ab Oktober.")
    assert_good(page, "comments")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Die Bemerkungen sind gespeichert.")).to_be_visible()
    expect(page.get_by_text("muss eine andere Person")).to_be_visible()

    page = page_for("approver")
    page.get_by_role("link", name=named("Prüfen")).first.click()
    page.get_by_role("link", name=named("Unterzeichnen")).click()
    assert_good(page, "sign")
    page.get_by_role("button", name="Unterzeichnen").click()
    expect(page.get_by_text("Der Bericht ist unterzeichnet")).to_be_visible()

    page = page_for("coordination")
    page.goto(f"{reports}{report.pk}/")
    with page.expect_download() as download:
        page.get_by_role("link", name="KIP2-2024-Q3/1, PDF").click()
    signed = Path(download.value.path()).read_bytes()
    assert "3. Quartal 2024" in pypdf.PdfReader(io.BytesIO(signed)).pages[0].extract_text()
    page.get_by_role("link", name=named("Übermittlung festhalten")).click()
    page.get_by_label("Übermittelt am").fill("22.11.2026")
    page.get_by_label("Wie und an wen").fill("Demo: E-Mail an das SEM")
    assert_good(page, "sent")
    page.get_by_role("button", name="Übermittlung festhalten").click()
    expect(page.get_by_text("Die Übermittlung ist festgehalten.")).to_be_visible()
    assert_good(page, "signed")

    # A year later something of the quarter is booked after all: what was signed stays what it was.
    ground.book("iim.social", 9_000, date(2024, 9, 12), "Demo-Beleg 99")
    with page.expect_download() as download:
        page.get_by_role("link", name="KIP2-2024-Q3/1, PDF").click()
    assert Path(download.value.path()).read_bytes() == signed
    report.refresh_from_db()
    assert report_repeated(report, "pdf") == signed


def test_the_programme_from_a_goal_to_its_submission(
    page_for: Sign, live_server: LiveServer, transactional_db: None
) -> None:
    programmes.begun(programmes.Office())
    page = page_for("coordination")
    page.goto(f"{live_server.url}/finanzplanung/programme/")
    assert_good(page, "programmes")
    page.get_by_role("link", name="Fassung 1").click()
    page.get_by_role("link", name="Ziel aufnehmen Sprache").click()
    page.get_by_role("textbox", name="Ziel").fill("Demo: Alle lernen die Sprache")
    assert_good(page, "goal")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("link", name="Massnahme aufnehmen").click()
    page.get_by_role("textbox", name="Massnahme").fill("Demo: Kurse mit Kinderbetreuung")
    page.get_by_role("group", name="Demo-Pauschale ip-demo").get_by_label("2024, CHF").fill("120'000")
    page.get_by_role("group", name="Demo-Förderkredit").get_by_label("2025, CHF").fill("40'000")
    assert_good(page, "measure")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("160'000.00").first).to_be_visible()
    assert_good(page, "programme")
    page.get_by_role("link", name=named("Eingabe festhalten")).click()
    page.get_by_label("Eingereicht am").fill("28.04.2023")
    page.get_by_label("Beleg der Eingabe").fill("Demo-ELSI")
    page.get_by_role("button", name="Programmeingabe festhalten").click()
    expect(page.get_by_text("Die Programmeingabe ist festgehalten.")).to_be_visible()
