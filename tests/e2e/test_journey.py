"""From the draft to the released run with five people, on the application as it is started, by keyboard alone."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ankunft.domain.demo_people import PASSWORD
from tests.support.browsers import assert_good
from tests.support.installations import Installation, command, installation
from tests.support.keyboard import choose, tab_to

COORDINATION, FINANCE, APPROVER, OFFICER, AUDITOR = (
    f"{name}@demo.example" for name in ("koordination", "finanzen", "genehmigung", "gemeinde", "revision")
)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The demonstration, served by real processes, worker included."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with installation(tmp_path) as place:
        process = place.start(*command("demo", "--port", str(port)))
        try:
            _wait_for_its_word(place, process)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.communicate(timeout=30)


def _wait_for_its_word(place: Installation, process: object) -> None:
    for line in process.stdout:  # type: ignore[attr-defined]
        if "läuft auf" in line:
            return
    raise AssertionError(process.stderr.read())  # type: ignore[attr-defined]


@pytest.fixture
def sign_in(browser: Browser, address: str, browser_context_args: dict[str, object]) -> Iterator[object]:
    """`sign_in(email)`: a window of that person's own, signed in by keyboard."""
    contexts: list[BrowserContext] = []

    def start(email: str) -> Page:
        context = browser.new_context(**browser_context_args)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        tab_to(page, "E-Mail-Adresse")
        page.keyboard.type(email)
        tab_to(page, "Passwort")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Mein Tag")).to_be_visible()
        return page

    yield start
    for context in contexts:
        context.close()


def test_a_run_from_the_draft_to_the_municipality(sign_in: object, address: str) -> None:
    assert callable(sign_in)
    coordination: Page = sign_in(COORDINATION)
    coordination.goto(f"{address}/laeufe/2026-09/")
    assert_good(coordination)
    choose(coordination, "Neu berechnen")
    expect(coordination.get_by_text(re.compile("Zahlungslauf September 2026 ist berechnet"))).to_be_visible(
        timeout=20_000
    )

    finance: Page = sign_in(FINANCE)
    expect(finance.get_by_text("Zahlungslauf prüfen").first).to_be_visible()
    assert_good(finance)
    choose(finance, "Prüfen")
    expect(finance.get_by_role("heading", name="Zahlungslauf September 2026")).to_be_visible()
    choose(finance, "Olten")
    expect(finance.get_by_text("So kommt Olten auf CHF")).to_be_visible()
    assert_good(finance)
    choose(finance, "Prüfen …")
    assert_good(finance)
    choose(finance, "Als geprüft bestätigen")
    expect(finance.get_by_text("wartet auf eine zweite Person")).to_be_visible()

    approver: Page = sign_in(APPROVER)
    choose(approver, "Genehmigen")
    choose(approver, "Genehmigen …")
    choose(approver, "Genehmigen")
    choose(approver, "Freigeben …")
    expect(approver.get_by_text("ändert sich nie mehr")).to_be_visible()
    choose(approver, "Freigeben")
    expect(approver.locator(".steps__step--done")).to_have_count(4)
    assert_good(approver)

    officer: Page = sign_in(OFFICER)
    # The row has no room for it: it stands under the places that follow.
    officer.locator(".shell__places").get_by_text("Weitere", exact=True).click()
    choose(officer, "Beiträge")
    expect(officer.get_by_role("heading", name=re.compile("September 2026 · CHF"))).to_be_visible()
    expect(officer.get_by_text("So kommt Olten auf CHF").first).to_be_visible()
    assert_good(officer)
    choose(officer, "KRS-GEF-2017/01 4.3.2")
    expect(officer.get_by_role("heading", name="Tarife")).to_be_visible()


def test_the_auditor_reads_and_changes_nothing(sign_in: object, address: str) -> None:
    assert callable(sign_in)
    page: Page = sign_in(AUDITOR)
    payments = ("/laeufe/2026-03/zahlungen/", "/laeufe/konto/")
    for place in ("/", "/laeufe/", "/laeufe/2026-03/", *payments, "/gemeinden/", "/berichte/", "/tarife/"):
        answer = page.goto(address + place)
        assert answer is not None
        assert answer.ok, place
        assert_good(page)
    page.goto(f"{address}/laeufe/2026-09/")
    expect(page.get_by_role("button", name="Neu berechnen")).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("Prüfen"))).to_have_count(0)
