"""The pages of accounts that are proposed and confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ankunft.domain.territory.models import AccountChange, Municipality, PaymentAccount
from tests.domain.territory.test_account_changes import proposed
from tests.support.clients import StrictClient

from .test_entry import ACCOUNT

pytestmark = pytest.mark.usefixtures("canton")

ClientFor = Callable[..., StrictClient]
IBAN = "CH93 0076 2011 6238 5295 7"
HOW = {"text": "Rückruf bei Demo-Finanzen"}


@pytest.fixture(autouse=True)
def spring(on_day: Callable[[date], None]) -> None:
    on_day(date(2026, 3, 2))


def of_olten() -> AccountChange:
    return AccountChange.objects.get(municipality__bfs_number=2581)


def test_the_municipality_proposes_and_the_finances_of_the_canton_confirm(client_for: ClientFor) -> None:
    municipal, paying = client_for("municipal_finance", "bfs-2581"), client_for("finance_officer")
    page = municipal.post("/gemeinden/2581/konto/", ACCOUNT, follow=True).content.decode()
    assert "Das Konto ist vorgeschlagen." in page
    assert "vorgeschlagen" in page
    assert IBAN not in page, "until it is confirmed the old one is shown"
    assert not PaymentAccount.objects.filter(iban="CH9300762011623852957").exists()

    address = f"/gemeinden/konten/{of_olten().pk}/"
    assert f'href="{address}"' in page
    day = paying.get("/").content.decode()
    assert "Konto einer Gemeinde bestätigen" in day
    assert f'href="{address}"' in day
    assert address not in municipal.get("/").content.decode()

    shown = paying.get(address).content.decode()
    assert IBAN in shown
    assert "9999 9000 0000 0258 1" in shown, "the old one beside the new one"
    assert "bestaetigen/" in shown
    assert "bestaetigen/" not in municipal.get(address).content.decode()

    asked = paying.get(f"{address}bestaetigen/").content.decode()
    assert "Fragen Sie bei der Gemeinde nach" in asked
    empty = paying.post(f"{address}bestaetigen/", {"text": " "})
    assert empty.status_code == 422
    assert "Sagen Sie, wie Sie das Konto geprüft haben." in empty.content.decode()
    done = paying.post(f"{address}bestaetigen/", HOW, follow=True).content.decode()
    assert "Das Konto ist bestätigt." in done
    assert "Rückruf bei Demo-Finanzen" in done
    account = PaymentAccount.objects.get(municipality__bfs_number=2581, valid_from=date(2026, 3, 1))
    assert account.iban == "CH9300762011623852957"
    assert IBAN in municipal.get("/gemeinden/2581/").content.decode()
    assert address not in paying.get("/").content.decode()
    assert paying.post(f"{address}bestaetigen/", HOW).status_code == 403


def test_a_refusal_reaches_the_municipality(client_for: ClientFor) -> None:
    municipal, paying = client_for("municipal_finance", "bfs-2581"), client_for("approver")
    municipal.post("/gemeinden/2581/konto/", ACCOUNT)
    address = f"/gemeinden/konten/{of_olten().pk}/"
    paying.post(f"{address}ablehnen/", {"text": "Niemand der Gemeinde weiss davon"})
    assert of_olten().state == "refused"
    day = municipal.get("/").content.decode()
    assert "Vorgeschlagenes Konto abgelehnt" in day
    assert "Niemand der Gemeinde weiss davon" in municipal.get(address).content.decode()
    assert (
        "Niemand der Gemeinde weiss davon" not in client_for("municipal_finance", "bfs-2601").get("/").content.decode()
    )


def test_what_was_typed_stays_where_something_else_waits(client_for: ClientFor) -> None:
    client = client_for("coordination")
    client.post("/gemeinden/2581/konto/", ACCOUNT)
    answer = client.post("/gemeinden/2581/konto/", ACCOUNT | {"town": "Trimbach"})
    assert answer.status_code == 422
    assert "schon ein Konto vorgeschlagen" in answer.content.decode()
    assert 'value="Trimbach"' in answer.content.decode()


def test_it_is_withdrawn_without_a_word(client_for: ClientFor) -> None:
    client = client_for("integration_officer", "bfs-2581")
    client.post("/gemeinden/2581/konto/", ACCOUNT)
    address = f"/gemeinden/konten/{of_olten().pk}/"
    page = client.post(f"{address}zurueckziehen/", follow=True).content.decode()
    assert "Das vorgeschlagene Konto ist zurückgezogen." in page
    assert of_olten().state == "withdrawn"
    assert client.get(f"{address}unbekannt/").status_code == 404


@pytest.mark.parametrize(
    ("role", "at", "answer"),
    [
        ("auditor", None, 200),
        ("municipal_finance", "bfs-2601", 404),
        ("strategic_lead", "bfs-2581", 403),
    ],
)
def test_who_sees_it(client_for: ClientFor, role: str, at: str | None, answer: int) -> None:
    change = proposed(Municipality.objects.get(bfs_number=2581))
    client = client_for(role, at)
    assert client.get(f"/gemeinden/konten/{change.pk}/").status_code == answer
    listed = client.get("/gemeinden/konten/")
    assert listed.status_code == (403 if answer == 403 else 200)
    assert (IBAN in listed.content.decode()) is (answer == 200)


def test_queries_do_not_grow(client_for: ClientFor, queries: Callable[..., int]) -> None:
    client = client_for("finance_officer")
    places = list(Municipality.objects.filter(valid_to__isnull=True).order_by("pk")[:12])
    proposed(places[0])
    addresses = ("/gemeinden/konten/", "/")
    few = {address: queries(client, address) for address in addresses}
    for place in places[1:]:
        proposed(place)
    assert {address: queries(client, address) for address in addresses} == few
