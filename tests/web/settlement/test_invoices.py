"""The pages of invoices: what is overdue comes first, what everybody sees of it, and giving one up by two people."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from ankunft.domain.roles import APPROVER, AUDITOR, FINANCE_OFFICER, MUNICIPAL_FINANCE
from ankunft.domain.settlement import services
from ankunft.domain.settlement.models import BookingKind, Invoice, Run
from ankunft.domain.settlement.selectors.invoices import reminders_due
from ankunft.domain.settlement.services.invoice_bookings import book
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from tests.domain.letters.making import letterhead, made, reachable
from tests.domain.settlement.making import MARCH, Office, canton, office, released
from tests.domain.settlement.test_bookings import rules
from tests.domain.settlement.test_payments import payer
from tests.domain.settlement.test_rulings import decided
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db

Client = Callable[..., StrictClient]
PAGE = "/rechnungen/"
ISSUED, LATE = date(2025, 3, 24), date(2025, 5, 5)


def owing(*names: str) -> tuple[Office, list[Invoice]]:
    """Each owes CHF 400 since the run of March 2025, in the order of its name."""
    people = office()
    payer(people)
    for place in canton(*names):
        decided(people, place)
    with clock.moved_to(ISSUED):
        released(MARCH, people)
    return people, list(Invoice.objects.order_by("payee__name"))


def text(client: StrictClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def sheet(client: StrictClient, query: str) -> list[list[Any]]:
    book_ = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{PAGE}{query}").content))
    return book_.get_sheet_by_index(0).to_python()


def test_what_is_overdue_comes_first_with_what_is_open_in_all(client_for: Client) -> None:
    people, (aarau, balm, cham) = owing("Aarau", "Balm", "Cham")
    book(invoice=aarau, kind=BookingKind.RECEIPT, amount=400_00, booked_on=ISSUED, actor=people.finance)
    book(invoice=cham, kind=BookingKind.RECEIPT, amount=100_00, booked_on=ISSUED, actor=people.finance)
    with clock.moved_to(LATE):
        client = client_for(FINANCE_OFFICER)
        page = text(client, PAGE)
        assert page.index(balm.number) < page.index(aarau.number)
        assert page.index(cham.number) < page.index(aarau.number)
        assert page.count("überfällig</strong>") == 2
        assert "CHF 700.00" in page.replace("\u00a0", " ")
        assert "2 Zahlungserinnerungen versenden" in page
        assert "überfällig auf 2 Rechnungen" in page
        assert aarau.number not in text(client, f"{PAGE}?stand=ueberfaellig")
        assert balm.number not in text(client, f"{PAGE}?stand=beglichen")
        assert "Nichts gefunden" not in text(client, f"{PAGE}?lauf=2025-03&stand=zu-erinnern")
        assert client.post(PAGE, {"suche": "Cha"}).headers["Location"] == f"{PAGE}?gefunden=1", "no name in an address"
        found = text(client, f"{PAGE}?gefunden=1")
        assert cham.number in found
        assert balm.number not in found
        header, *rows = sheet(client, "?stand=offen&datei=xlsx")
    columns = ("Rechnung", "Bezahlt CHF", "Verrechnet CHF", "Storniert CHF", "Offen CHF")
    assert [[row[header.index(name)] for name in columns] for row in rows] == [
        [balm.number, 0, 0, 0, 400],
        [cham.number, 100, 0, 0, 300],
    ]


def test_remarks_of_finance_on_a_receipt_are_the_cantons(client_for: Client) -> None:
    people, (invoice,) = owing("Olten")
    remark = "Von einem Privatkonto, Telefon"
    book(
        invoice=invoice,
        kind=BookingKind.RECEIPT,
        amount=100_00,
        booked_on=ISSUED,
        actor=people.finance,
        reason=remark,
    )
    address = f"{PAGE}{invoice.number}/"
    assert remark in text(client_for(FINANCE_OFFICER), address)
    municipality = client_for(MUNICIPAL_FINANCE, f"bfs-{invoice.payee.bfs_number}")
    page = text(municipality, address)
    assert "Zahlungseingang" in page
    assert remark not in page


def test_the_page_of_an_invoice_of_another_scheme(client_for: Client) -> None:
    _people, (invoice,) = owing("Olten")
    run = Run.objects.create(scheme="gardens", sign="G", title="Demo-Gärten", payment_month="2025-09", state="released")
    invoice.pk, invoice.run, invoice.number, invoice.reference = None, run, "R-G-2025-09-1", "RF00G2025090001"
    invoice.save(force_insert=True)
    with clock.moved_to(LATE):
        page = text(client_for(FINANCE_OFFICER), f"{PAGE}{invoice.number}/")
        assert "Noch ist kein Brief erstellt." in page
        assert reverse("letters-of", args=["G-2025-09"]) in page
        assert invoice.number in [one.number for one, _due in reminders_due(LATE)]


def test_an_invoice_says_where_its_amount_comes_from_down_to_the_fund(client_for: Client) -> None:
    people, (invoice,) = owing("Olten")
    rules(people)
    client = client_for(FINANCE_OFFICER)
    page = text(client, f"{PAGE}{invoice.number}/").replace("\u00a0", " ")
    for part in ("Rückforderung F-", "400.00", "KRS-GEF-2017/01 4.7", "Gebucht: Fonds KIP3", "Geschichte", "gestellt."):
        assert part in page
    assert f'href="{PAGE}{invoice.number}/"' in text(client, "/laeufe/2025-03/zahlungen/")
    assert f'href="{PAGE}?lauf=2025-03"' in text(client, "/laeufe/2025-03/")
    assert invoice.number in text(client, f"/gemeinden/{invoice.payee.bfs_number}/")


def test_a_municipality_sees_its_own_with_the_bill_and_nothing_of_the_office(client_for: Client) -> None:
    people, (aarau, balm) = owing("Aarau", "Balm")
    rules(people)
    reachable(aarau.payee)
    letterhead()
    made(str(MARCH))
    with clock.moved_to(LATE):
        client = client_for(MUNICIPAL_FINANCE, f"bfs-{aarau.payee.bfs_number}")
        page = text(client, PAGE)
        assert aarau.number in page
        assert balm.number not in page
        assert "versenden" not in page
        assert client.get(f"{PAGE}{balm.number}/").status_code == 404
        own = text(client, f"{PAGE}{aarau.number}/")
        assert f"Rechnung {aarau.number} zahlen" in text(client, "/")
    assert "23.04.2025" in own
    assert f'href="/briefe/brief/RE-2025-03-{aarau.payee.bfs_number}/pdf/"' in own
    for part in ("Gebucht:", "Geschichte", "Stornieren", "/laeufe/"):
        assert part not in own


def test_one_proposes_to_give_it_up_and_another_confirms(client_for: Client) -> None:
    _people, (invoice,) = owing("Olten")
    address = f"{PAGE}{invoice.number}/"
    first, second = client_for(FINANCE_OFFICER), client_for(APPROVER)
    empty = first.post(f"{address}stornieren/", {"reason": ""})
    assert empty.status_code == 422
    assert first.post(f"{address}stornieren/", {"reason": "Härtefall."}).status_code == 302
    step = f"{PAGE}stornierungen/{invoice.cancellations.get().pk}/bestaetigen/"
    assert "Sie haben hier schon mitgewirkt" in text(first, address)
    assert first.post(step).status_code == 403
    assert invoice.number in text(second, "/")
    assert second.post(step).status_code == 302
    page = text(client_for(AUDITOR), address)
    for part in ("storniert", "Härtefall.", "Rechnung storniert."):
        assert part in page
    assert first.post(f"{address}zuruecknehmen/", {"reason": "Irrtum."}).status_code == 302
    invoice.refresh_from_db()
    assert (invoice.state, invoice.open) == ("open", 400_00)


def test_my_day_tells_finance_how_many_and_how_much(client_for: Client) -> None:
    owing("Aarau", "Balm")
    client = client_for(FINANCE_OFFICER)
    for day, told, not_told in (
        (date(2025, 4, 23), "", "überfällig"),
        (date(2025, 4, 24), "2 Rechnungen überfällig", "Zahlungserinnerungen senden"),
        (LATE, "2 Zahlungserinnerungen senden", "xyz"),
    ):
        with clock.moved_to(day):
            page = text(client, "/").replace("\u00a0", " ")
        assert told in page
        assert not_told not in page
    assert "CHF 800.00 offen" in page


def test_terms_are_ours_until_finance_enters_others(client_for: Client) -> None:
    client = client_for(FINANCE_OFFICER)
    assert "Kein Dokument nennt diese Fristen" in text(client, f"{PAGE}fristen/")
    wrong = client.post(f"{PAGE}fristen/neu/", {"valid_from": "01.06.2025", "first_after": "0", "second_after": "5"})
    assert wrong.status_code == 422
    assert "1 bis 365 Tage" in wrong.content.decode()
    assert 'value="5"' in wrong.content.decode()
    sent = {"valid_from": "01.06.2025", "first_after": "7", "second_after": "14"}
    assert client.post(f"{PAGE}fristen/neu/", sent).status_code == 302
    page = text(client_for(AUDITOR), f"{PAGE}fristen/")
    assert "01.06.2025" in page
    assert "Fristen erfassen" not in page


def test_the_statements_do_not_grow(client_for: Client, queries: Callable[..., int]) -> None:
    people, invoices = owing("Aarau", *(f"Demo-Ort {number}" for number in range(8)))
    with clock.moved_to(LATE):
        client = client_for(FINANCE_OFFICER)
        Municipality.objects.filter(pk=invoices[0].payee_id).update(name="Zeta")
        many = queries(client, PAGE)
        narrow = queries(client, f"{PAGE}?stand=beglichen")
        one = queries(client, f"{PAGE}{invoices[0].number}/")
        for invoice in invoices[1:]:
            services.invoice_remind(invoice=invoice, actor=people.finance)
        for _ in range(3):
            book(invoice=invoices[0], kind=BookingKind.RECEIPT, amount=1_00, booked_on=LATE, actor=people.finance)
        assert queries(client, PAGE) == many
        assert queries(client, f"{PAGE}{invoices[0].number}/") == one
        assert narrow <= many
