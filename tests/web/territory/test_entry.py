"""What people enter on the pages of the municipalities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ankunft.domain.territory.models import (
    AccountChange,
    AssociationMembership,
    Contact,
    EntitlementRecord,
    PopulationSeries,
    SeriesChoice,
)
from tests.support.clients import StrictClient

pytestmark = pytest.mark.usefixtures("canton")

ClientFor = Callable[..., StrictClient]

CONTACT = {"name": "Eva Demo-Muster", "email": "eva@demo.example", "phone": "", "valid_from": "01.03.2026"}
ACCOUNT = {
    "iban": "CH93 0076 2011 6238 5295 7",
    "name": "Gemeinde Olten",
    "street": "Dornacherstrasse",
    "house_number": "1",
    "postcode": "4600",
    "town": "Olten",
    "valid_from": "2026-03-01",
}
FORMS = [
    "/gemeinden/2581/kontakt/integration_officer/",
    "/gemeinden/2581/adresse/",
    "/gemeinden/2581/konto/",
    "/gemeinden/2581/verbund/",
    "/gemeinden/2581/berechtigung/",
    "/gemeinden/bevoelkerungsreihen/neu/",
    "/gemeinden/bevoelkerungsreihen/wahl/",
]


@pytest.fixture(autouse=True)
def spring(on_day: Callable[[date], None]) -> None:
    on_day(date(2026, 3, 2))


@pytest.mark.parametrize(
    ("role", "at", "allowed"),
    [
        ("coordination", None, FORMS),
        ("integration_officer", "bfs-2581", FORMS[:3]),
        ("municipal_finance", "bfs-2581", FORMS[:3]),
        ("strategic_lead", "bfs-2581", FORMS[:2]),
        ("integration_officer", "bfs-2501", []),
        ("finance_officer", None, []),
        ("approver", None, []),
        ("auditor", None, []),
    ],
)
def test_who_gets_which_form(client_for: ClientFor, role: str, at: str | None, allowed: list[str]) -> None:
    client = client_for(role, at)
    expected = {address: 200 if address in allowed else 403 for address in FORMS}
    assert {address: client.get(address).status_code for address in FORMS} == expected
    refused = [address for address in FORMS if address not in allowed]
    assert {client.post(address, {}).status_code for address in refused} <= {403}


def test_a_contact_is_stored(client_for: ClientFor) -> None:
    client = client_for("integration_officer", "bfs-2581")
    response = client.post(FORMS[0], CONTACT, follow=True)
    assert response.redirect_chain == [("/gemeinden/2581/", 302)]
    page = response.content.decode()
    assert "Der Kontakt ist gespeichert." in page
    assert "Eva Demo-Muster" in page
    contact = Contact.objects.get(municipality__bfs_number=2581, valid_from=date(2026, 3, 1))
    assert (contact.function, contact.is_demo) == ("integration_officer", False)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "eva"}, "Das ist keine E-Mail-Adresse."),
        ({"email": ""}, "Es braucht eine E-Mail-Adresse oder eine Telefonnummer."),
        ({"phone": "anrufen"}, "Das ist keine Telefonnummer, zum Beispiel 032 123 45 67."),
        ({"valid_from": "31.2.2026"}, "Geben Sie den Tag so ein: 31.12.2025."),
        ({"valid_from": ""}, "Bitte ausfüllen."),
    ],
)
def test_a_bad_contact_keeps_what_was_typed(client_for: ClientFor, changes: dict[str, str], sentence: str) -> None:
    before = Contact.objects.count()
    response = client_for("coordination").post(FORMS[0], CONTACT | changes)
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert 'value="Eva Demo-Muster"' in page
    assert "Fehler" in page
    assert Contact.objects.count() == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"iban": "CH93 0076 2011 6238 5295 8"}, "Die Prüfziffer der IBAN stimmt nicht."),
        ({"iban": "CH4431999123000889012"}, "Das ist eine QR-IBAN."),
        ({"postcode": "46000"}, "Eine Postleitzahl hat vier Ziffern."),
        ({"town": ""}, "Bitte ausfüllen."),
        ({"street": "Ж"}, "Der Text enthält Zeichen, die in einer Zahlung nicht möglich sind."),
    ],
)
def test_a_bad_account_keeps_what_was_typed(client_for: ClientFor, changes: dict[str, str], sentence: str) -> None:
    response = client_for("coordination").post(FORMS[2], ACCOUNT | changes)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert 'value="Gemeinde Olten"' in response.content.decode()
    assert not AccountChange.objects.exists()


def test_a_municipality_leaves_its_association(client_for: ClientFor) -> None:
    client = client_for("coordination")
    client.post("/gemeinden/2501/verbund/", {"lead": "", "payee": "lead", "valid_from": "01.01.2026"})
    memberships = AssociationMembership.objects.filter(municipality__bfs_number=2501).order_by("valid_from")
    assert [row.association for row in memberships][-1] is None
    assert "01.01.2022 – 31.12.2025" in client.get("/gemeinden/2501/").content.decode()


def test_a_lead_that_is_a_member_elsewhere_is_refused_in_the_form(client_for: ClientFor) -> None:
    client = client_for("coordination")
    winznau = AssociationMembership.objects.get(municipality__bfs_number=2501).municipality
    data = {"lead": str(winznau.pk), "payee": "lead", "valid_from": "01.03.2026"}
    response = client.post("/gemeinden/2500/verbund/", data)
    assert response.status_code == 422
    assert "Winznau ist in dieser Zeit selbst Mitglied bei Olten" in response.content.decode()


def test_a_finding_about_entitlement(client_for: ClientFor) -> None:
    client = client_for("coordination")
    data = {"entitled": "no", "reason": "Keine Ansprechstelle bezeichnet", "valid_from": "01.03.2026"}
    page = client.post("/gemeinden/2581/berechtigung/", data, follow=True).content.decode()
    assert "nicht beitragsberechtigt" in page
    assert EntitlementRecord.objects.get().entitled is False
    assert client.post("/gemeinden/2581/berechtigung/", data | {"reason": ""}).status_code == 422


def test_a_series_is_named_and_chosen(client_for: ClientFor) -> None:
    client = client_for("coordination")
    new = {"code": "canton_2025", "name": "Kantonale Statistik 2025", "source": "Amt für Finanzen"}
    assert client.post("/gemeinden/bevoelkerungsreihen/neu/", new).status_code == 302
    assert client.post("/gemeinden/bevoelkerungsreihen/neu/", new).status_code == 422
    series = PopulationSeries.objects.get(code="canton_2025")
    choice = {"series": str(series.pk), "reference_from": "31.12.2025", "reason": "Ziffer 4.3.2"}
    page = client.post("/gemeinden/bevoelkerungsreihen/wahl/", choice, follow=True).content.decode()
    assert "Kantonale Statistik 2025" in page
    assert SeriesChoice.objects.get(reference_from=date(2025, 12, 31)).series == series


def test_nothing_is_entered_about_a_municipality_that_has_ended(client_for: ClientFor) -> None:
    response = client_for("coordination").get("/gemeinden/2456/konto/")
    assert response.status_code == 409
    assert "bei der Nachfolgegemeinde" in response.content.decode()


@pytest.mark.parametrize("address", ["/gemeinden/9998/", "/gemeinden/9998/konto/", "/gemeinden/2581/kontakt/koch/"])
def test_what_does_not_exist(client_for: ClientFor, address: str) -> None:
    assert client_for("coordination").get(address).status_code == 404


def test_the_postal_address_is_recorded(client_for: ClientFor) -> None:
    client = client_for("integration_officer", "bfs-2581")
    entered = {name: ACCOUNT[name] for name in ("street", "house_number", "postcode", "town", "valid_from")}
    wrong = client.post("/gemeinden/2581/adresse/", {**entered, "postcode": "460"})
    assert wrong.status_code == 422
    assert "Eine Postleitzahl hat vier Ziffern." in wrong.content.decode()
    page = client.post("/gemeinden/2581/adresse/", entered, follow=True).content.decode()
    assert "Die Adresse ist gespeichert." in page
    assert "Dornacherstrasse 1<br>4600 Olten" in page
    assert 'value="Dornacherstrasse"' in client.get("/gemeinden/2581/adresse/").content.decode()
    assert "Dornacherstrasse 1" in client_for("body_member").get("/gemeinden/2581/").content.decode(), "it is public"
