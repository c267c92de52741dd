"""The pages of what goes to the bank."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from stdnum import iso11649

from ankunft.domain.roles import APPROVER, AUDITOR, FINANCE_OFFICER
from ankunft.domain.settlement.invoice_rules import creditor_reference
from ankunft.domain.settlement.models import PayerAccount, PaymentFile
from tests.domain.settlement.making import MARCH, SEPTEMBER, WINTER, canton, office, released, reported
from tests.domain.settlement.test_invoices import overpaid
from tests.domain.settlement.test_payments import approved, payer
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db

Client = Callable[..., StrictClient]
PAGE = "/laeufe/2025-03/zahlungen/"
ACCOUNT = {
    "iban": "CH54 8123 0000 0019 9873 6",
    "name": "Demo-Kanton",
    "street": "Demostrasse",
    "house_number": "1",
    "postcode": "4509",
    "town": "Solothurn",
    "valid_from": "01.01.2017",
}


def test_payments_are_shown_with_their_accounts_and_the_file(client_for: Client) -> None:
    people = office()
    (olten,) = canton("Olten")
    payer(people)
    reported(olten, WINTER, 12, 0, 0, 0)
    released(MARCH, people)
    client = client_for(FINANCE_OFFICER)
    page = client.get(PAGE).content.decode()
    for part in ("Einwohnergemeinde Olten", "CH93 0076 2011 6238 5295 7", f"2025-03-{olten.bfs_number}", "2'400.00"):
        assert part in page
    answer = client.get(f"{PAGE}datei/")
    assert answer["Content-Disposition"] == 'attachment; filename="zahlungen-2025-03.xml"'
    assert answer.content == PaymentFile.objects.get().content.encode()
    assert client.get(f"{PAGE}datei/").content == answer.content


def test_a_run_that_only_asks_shows_its_invoices(client_for: Client) -> None:
    people = office()
    olten = overpaid(people)
    released(MARCH, people)
    client = client_for(FINANCE_OFFICER)
    payer(people)
    assert "Rechnungen erstellen" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}erstellen/").status_code == 302
    page = client.get(PAGE).content.decode()
    reference = iso11649.format(creditor_reference(MARCH, olten.bfs_number))
    for part in (f"R-2025-03-{olten.bfs_number}", reference, "1'200.00", "offen"):
        assert part in page
    assert "Rechnungen erstellen" not in page


def test_an_approved_run_shows_what_it_will_pay(client_for: Client) -> None:
    people = office()
    (olten,) = canton("Olten")
    reported(olten, WINTER, 12, 0, 0, 0)
    approved(people)
    page = client_for(APPROVER).get(PAGE).content.decode()
    assert "CH93 0076 2011 6238 5295 7" in page
    assert "Zahlungsdatei erstellen" not in page
    assert 'href="/laeufe/2025-03/zahlungen/"' in client_for(APPROVER).get("/laeufe/2025-03/").content.decode()


def test_the_file_that_waited_is_made_by_a_button(client_for: Client) -> None:
    people = office()
    (olten,) = canton("Olten")
    reported(olten, WINTER, 12, 0, 0, 0)
    released(MARCH, people)
    client = client_for(FINANCE_OFFICER)
    assert "sobald das Konto des Kantons erfasst und bestätigt ist" in client.get(PAGE).content.decode()
    assert "noch keine" not in client.get(f"{PAGE}datei/").content.decode()
    payer(people)
    assert "Zahlungsdatei erstellen" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}erstellen/").status_code == 302
    assert PaymentFile.objects.get().total == 2400_00


def test_a_file_that_somebody_changed_is_not_handed_out(client_for: Client) -> None:
    people = office()
    (olten,) = canton("Olten")
    reported(olten, WINTER, 1, 0, 0, 0)
    run = released(MARCH, people)
    PaymentFile.objects.create(
        run=run, reference="X", made_at="2025-03-31T00:00Z", pay_on=date(2025, 3, 31), count=1, total=1,
        content="<Document/>", sha256="0" * 64, iban="CH", name="N", postcode="4500", town="T",
    )  # fmt: skip
    answer = client_for(FINANCE_OFFICER).get(f"{PAGE}datei/")
    assert answer.status_code == 409
    assert "Die Prüfsumme stimmt nicht" in answer.content.decode()


def test_the_account_is_proposed_by_one_and_confirmed_by_another(client_for: Client) -> None:
    first, second = client_for(FINANCE_OFFICER), client_for(APPROVER)
    assert first.post("/laeufe/konto/neu/", ACCOUNT).status_code == 302
    account = PayerAccount.objects.get()
    assert (account.state, account.iban) == ("proposed", "CH5481230000001998736")
    assert "Sie haben hier schon mitgewirkt" in first.get("/laeufe/konto/").content.decode()
    confirm = f"/laeufe/konto/{account.pk}/bestaetigen/"
    assert first.post(confirm).status_code == 403
    assert second.post(confirm).status_code == 302
    assert "Demo-Kanton · CH54 8123 0000 0019 9873 6" in client_for(AUDITOR).get("/laeufe/konto/").content.decode()


def test_a_wrong_account_keeps_what_was_typed(client_for: Client) -> None:
    answer = client_for(FINANCE_OFFICER).post("/laeufe/konto/neu/", {**ACCOUNT, "iban": "CH4431999123000889012"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "QR-IBAN" in page
    assert 'value="CH4431999123000889012"' in page
    assert 'value="Demostrasse"' in page


def test_the_statements_do_not_grow_with_the_payments(client_for: Client, queries: Callable[..., int]) -> None:
    people = office()
    places = canton(*(f"Demo-Ort {number}" for number in range(12)))
    payer(people)
    reported(places[0], WINTER, 1, 0, 0, 0)
    released(MARCH, people)
    client = client_for(FINANCE_OFFICER)
    few = queries(client, PAGE)
    for place in places[1:]:
        reported(place, WINTER, 1, 0, 0, 0)
    released(SEPTEMBER, people)
    assert queries(client, "/laeufe/2025-09/zahlungen/") == few
