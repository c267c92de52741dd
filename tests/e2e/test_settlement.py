"""From the report to the money that comes back: six people in a real browser, every page on the way accessible."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from ankunft.domain.settlement.models import Invoice, PaymentFile, Run
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.documents.iso20022 import pain001, schemas
from ankunft.foundation.jobs.worker import run_waiting
from ankunft.foundation.kernel import clock
from tests.domain.letters.making import letterhead, reachable
from tests.domain.reporting.making import municipality
from tests.domain.settlement.making import MARCH, SPRING, WINTER, account, canton, office, released, reported
from tests.domain.settlement.test_payments import payer
from tests.support import people
from tests.support.bank import Booking, single, statement
from tests.support.browsers import assert_good

TODAY = date(2025, 9, 10)
RUN, PERIOD = "2025-09", "2025-H1"
Signing = Callable[..., Page]


@pytest.fixture(autouse=True)
def _today(settings: Any) -> Iterator[None]:
    settings.ANKUNFT_TODAY = TODAY
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def places() -> dict[str, Municipality]:
    """Three municipalities that were paid in March; of the half-year after it, one has not reported yet."""
    with clock.moved_to(date(2025, 3, 24)):
        staff = office()
        payer(staff)
        olten, wisen = canton("Olten", "Wisen")
        solothurn = municipality(2601, "Solothurn")
        account(solothurn)
        for place, interviews in ((olten, 3), (wisen, 5), (solothurn, 4)):
            reported(place, WINTER, interviews, 0, 0, 0)
        released(MARCH, staff)
    reported(olten, SPRING, 2, 0, 0, 0)
    reported(wisen, SPRING, 1, 0, 0, 0)
    letterhead()
    reachable(olten, wisen, solothurn)
    people.account_with("strategic_lead", people.SOLOTHURN)
    return {"Olten": olten, "Wisen": wisen, "Solothurn": solothurn}


@pytest.mark.usefixtures("iso20022_schemas")
def test_from_the_report_to_the_money_that_comes_back(
    page_for: Signing, live_server: LiveServer, places: dict[str, Municipality], tmp_path: Path
) -> None:
    report(page_for)
    reclaim(page_for, places["Wisen"])
    release(page_for, live_server.url)
    (file,) = files()
    invoice = Invoice.objects.get(payee=places["Wisen"])
    assert (file.count, file.total, invoice.amount) == (2, 1200_00, 600_00)
    download(page_for("finance_officer"), live_server.url, file, tmp_path)
    letters(page_for, live_server.url)
    bank_return(page_for, live_server.url, file, invoice, tmp_path)
    pay_again(page_for, live_server.url, tmp_path)
    read_to_the_end(page_for("auditor"), live_server.url)


def report(page_for: Signing) -> None:
    """The officer prepares it, the strategic lead signs, the canton accepts."""
    page = page_for("integration_officer", people.SOLOTHURN)
    page.get_by_role("link", name=f"Halbjahresbericht {PERIOD} erfassen").click()
    for label, count in (("Erstinformationsgespräche", 4), ("Dolmetscheinsätze bei Erstinformationsgesprächen", 0)):
        page.get_by_label(label, exact=True).fill(str(count))
    for label in ("Integrationsgespräche", "Dolmetscheinsätze bei Integrationsgesprächen"):
        page.get_by_label(label, exact=True).fill("0")
    page.get_by_role("button", name="Speichern und unterzeichnen lassen …").click()
    page.get_by_role("button", name="Zur Unterzeichnung geben").click()
    expect(page.get_by_text("wartet auf die Unterschrift")).to_be_visible()

    page = page_for("strategic_lead", people.SOLOTHURN)
    page.get_by_role("link", name=f"Halbjahresbericht {PERIOD} unterzeichnen").click()
    page.get_by_role("link", name="Unterzeichnen und einreichen …").click()
    page.get_by_role("button", name="Unterzeichnen und einreichen").click()

    page = page_for("coordination")
    page.get_by_role("link", name=re.compile("1 Bericht prüfen")).click()
    page.get_by_role("link", name="Solothurn").first.click()
    page.get_by_role("link", name="Annehmen …").click()
    page.get_by_role("button", name="Annehmen").click()
    expect(page.get_by_text("Der Bericht ist angenommen.")).to_be_visible()


def reclaim(page_for: Signing, of: Municipality) -> None:
    """What was not rightly paid is taken back: proposed by one, decided by another (KS 4.7)."""
    page = page_for("coordination")
    page.goto(f"{page.url}entscheide/rueckforderungen/neu/")
    page.get_by_label("Gemeinde", exact=True).select_option(str(of.pk))
    page.get_by_label("Betrag CHF").fill("800.00")
    page.get_by_label(re.compile("^Periode")).fill(str(WINTER))
    page.get_by_label(re.compile("^Beitrag ")).select_option("first_information_interview")
    page.get_by_label(re.compile("^Begründung")).fill("Zu vier Gesprächen fehlt der Nachweis.")
    page.get_by_label(re.compile("^Anlass")).fill("Demo-Standortgespräch")
    assert_good(page)
    page.get_by_role("button", name="Vorschlagen").click()
    address = page.url

    page = page_for("approver")
    page.goto(address)
    assert_good(page)
    page.get_by_role("link", name="Entscheiden …").click()
    page.get_by_role("button", name="Entscheiden").click()
    expect(page.get_by_text("entschieden").first).to_be_visible()


def release(page_for: Signing, address: str) -> None:
    """Calculated, checked, approved and released by three people."""
    page = page_for("coordination")
    page.goto(f"{address}/laeufe/")
    page.get_by_label(re.compile("Zahlungsmonat|Monat")).select_option(RUN)
    page.get_by_role("button", name="Berechnen").click()
    run_waiting()
    page = page_for("finance_officer")
    page.goto(f"{address}/laeufe/{RUN}/")
    page.get_by_role("link", name="Prüfen …").click()
    page.get_by_role("button", name="Als geprüft bestätigen").click()
    page = page_for("approver")
    page.goto(f"{address}/laeufe/{RUN}/")
    for step in ("Genehmigen", "Freigeben"):
        page.get_by_role("link", name=f"{step} …").click()
        page.get_by_role("button", name=step).click()
    expect(page.locator(".steps__step--done")).to_have_count(4)
    assert_good(page)


def download(page: Page, address: str, file: PaymentFile, folder: Path) -> None:
    """What the bank is given is what was kept, and valid by the official schema."""
    page.goto(f"{address}/laeufe/{RUN}/zahlungen/")
    assert_good(page)
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("Zahlungsdatei|pain.001")).first.click()
    started.value.save_as(folder / "pain.xml")
    content = (folder / "pain.xml").read_bytes()
    assert content == file.content.encode()
    schemas.require_valid(content, pain001.SCHEMA)
    assert len(etree.fromstring(content).findall(".//{*}CdtTrfTxInf")) == 2


def letters(page_for: Signing, address: str) -> None:
    """All letters of the run by one click: two notices of payment, and an invoice with its QR-bill."""
    page = page_for("finance_officer")
    page.goto(f"{address}/briefe/{RUN}/")
    page.get_by_role("button", name="Alle erstellen und versenden").click()
    run_waiting()
    page.goto(f"{address}/briefe/{RUN}/")
    expect(page.get_by_role("link", name="Rechnung", exact=True)).to_be_visible()
    assert_good(page)
    page.get_by_role("link", name="Rechnung", exact=True).click()
    expect(page.get_by_text("Mit QR-Rechnung")).to_be_visible()
    assert_good(page)


def bank_return(page_for: Signing, address: str, file: PaymentFile, invoice: Invoice, folder: Path) -> None:
    """The bank paid the file, one payment came back, the invoice was paid, and one receipt means nothing to anybody."""
    olten = file.payments.get(payee__name="Olten")
    notice = statement(
        Booking(-file.total, "B-1", batch=file.reference, count=file.count),
        single(olten.amount, "B-2", end_to_end=olten.reference, code="AC04"),
        single(invoice.amount, "B-3", reference=invoice.reference, payer="Einwohnergemeinde Wisen"),
        single(50_00, "B-4", message="Kaffeekasse"),
        iban=file.iban,
    )
    page = page_for("finance_officer")
    upload(page, address, notice, folder)
    expect(page.get_by_text("4 Bewegungen gelesen: 3 zugeordnet, 1 nicht zugeordnet")).to_be_visible()
    assert_good(page)
    upload(page, address, notice, folder)
    expect(page.get_by_text("Er hat keine zweite Wirkung.")).to_be_visible()
    page.get_by_role("link", name="Kaffeekasse").click()
    assert_good(page)
    page.get_by_role("link", name="Ablegen …").click()
    page.get_by_label(re.compile("^Begründung")).fill("Gehört der Personalkasse.")
    page.get_by_role("button", name="Ablegen").click()
    invoice.refresh_from_db()
    assert (invoice.state, invoice.open) == ("paid", 0)
    page.get_by_role("link", name="Rechnungen", exact=True).click()
    assert_good(page)
    page.get_by_role("link", name=invoice.number).click()
    expect(page.get_by_text("Zahlungseingang")).to_be_visible()
    assert_good(page)


def pay_again(page_for: Signing, address: str, folder: Path) -> None:
    """What came back is paid again in a file of its own, by two people; then the run is at its end."""
    page = page_for("finance_officer")
    page.goto(f"{address}/bank/zurueck/")
    page.get_by_role("link", name=re.compile(f"{RUN}-")).first.click()
    assert_good(page)
    page.get_by_role("link", name="Vorschlagen, was geschieht").click()
    page.get_by_label("noch einmal bezahlen").check()
    page.get_by_label(re.compile("^Begründung")).fill("Das Konto ist telefonisch bestätigt.")
    page.get_by_role("button", name="Vorschlagen").click()
    proposed = page.url

    page = page_for("approver")
    page.goto(proposed)
    page.get_by_role("link", name="Bestätigen …").click()
    page.get_by_role("button", name="Bestätigen").click()
    first, second = files()
    assert (second.count, second.total) == (1, 400_00)
    assert first.reference != second.reference

    page = page_for("finance_officer")
    again = statement(
        Booking(-second.total, "B-9", batch=second.reference, count=1), message="M-2", number="S-2", iban=second.iban
    )
    upload(page, address, again, folder)
    page.goto(f"{address}/laeufe/{RUN}/")
    expect(page.locator(".steps__step--done")).to_have_count(5)
    assert_good(page)


def read_to_the_end(page: Page, address: str) -> None:
    """Who looks it over reads every step of it, and may change none."""
    for place in (
        f"/laeufe/{RUN}/",
        f"/laeufe/{RUN}/zahlungen/",
        "/bank/",
        f"/briefe/{RUN}/",
        "/rechnungen/",
        "/entscheide/",
    ):
        answer = page.goto(address + place)
        assert answer is not None
        assert answer.ok, place
    assert Run.objects.get(payment_month=RUN).total == 600_00


def files() -> list[PaymentFile]:
    return list(PaymentFile.objects.filter(run__payment_month=RUN).order_by("pk"))


def upload(page: Page, address: str, content: bytes, folder: Path) -> None:
    file = folder / "auszug.xml"
    file.write_bytes(content)
    page.goto(f"{address}/bank/einlesen/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Einlesen").click()
