"""Accepting an invitation: the token leaves the address, and only whom it is for gets in."""

from __future__ import annotations

import logging
import re

import pytest
from django.urls import reverse

from ankunft.config.logs import QuietFormatter
from ankunft.foundation.access.models import Account, Invitation
from ankunft.foundation.access.selectors import grants_of
from ankunft.foundation.encryption import decrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Grant
from ankunft.foundation.mail.models import OutgoingMail
from tests.support import people
from tests.support.clients import StrictClient
from tests.web.administration.conftest import OLTEN

pytestmark = pytest.mark.django_db

PASSWORD = "Ein Satz nur fuer mich"
GOOD = {"password": PASSWORD, "repeated": PASSWORD}


def invited(own: StrictClient, email: str = "neu@olten.example") -> str:
    """The link of a new invitation to be the strategic lead."""
    data = {
        "name": "Demo-Neu",
        "email": email,
        "organisation": OLTEN,
        "role": "strategic_lead",
        "valid_from": f"{clock.today():%d.%m.%Y}",
    }
    assert own.post(reverse("admin-invitation-new"), data).status_code == 302
    found = re.search(r"http://testserver(/einladung/\S+)", decrypt(OutgoingMail.objects.latest("pk").text))
    assert found
    return found[1]


def test_the_link_leads_to_an_address_without_the_token(own: StrictClient, client: StrictClient) -> None:
    link = invited(own)
    response = client.get(link)
    assert (response.status_code, response.headers["Location"]) == (302, "/einladung/")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    cookie = response.cookies["ankunft-invitation"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    page = client.get("/einladung/")
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in page.headers["Cache-Control"]
    content = page.content.decode()
    assert link.split("/")[2] not in content
    for words in (own.account.name if own.account else "", "Strategische Leitung", "neu@olten.example"):
        assert words in content


def test_an_account_is_opened_and_signed_in(own: StrictClient, client: StrictClient) -> None:
    client.get(link := invited(own))
    response = client.post("/einladung/", GOOD)
    assert response.status_code == 302
    account = Account.objects.get(email="neu@olten.example")
    assert Grant("strategic_lead", OLTEN) in grants_of(account, clock.today())
    assert client.get("/").status_code == 200
    assert response.cookies["ankunft-invitation"].value == ""
    for browser in (client, StrictClient()):
        browser.get(link)
        assert browser.get("/einladung/").status_code == 404


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"password": "kurz", "repeated": "kurz"}, "zu kurz"),
        ({"password": PASSWORD, "repeated": "Ein anderer Satz"}, "verschieden"),
        ({"password": "neu@olten.example", "repeated": "neu@olten.example"}, "gleicht"),
        ({"password": "", "repeated": ""}, "Wählen Sie"),
    ],
)
def test_a_bad_password_opens_nothing(
    own: StrictClient, client: StrictClient, data: dict[str, str], reason: str
) -> None:
    client.get(invited(own))
    response = client.post("/einladung/", data)
    assert response.status_code == 422
    content = response.content.decode()
    assert reason in content
    assert not data["password"] or f'value="{data["password"]}"' not in content.replace("neu@olten.example</dd>", "")
    assert not Account.objects.filter(email="neu@olten.example").exists()


def test_whoever_has_an_account_signs_in_and_accepts(own: StrictClient, client: StrictClient) -> None:
    account = people.account_with("integration_officer", OLTEN)
    link = invited(own, account.email)
    client.get(link)
    page = client.get("/einladung/").content.decode()
    assert "/anmelden/?next=" in page
    assert 'name="password"' not in page
    client.post("/einladung/", GOOD)
    assert Account.objects.filter(email=account.email).count() == 1
    client.sign_in(account)
    client.get(link)
    assert "Einladung annehmen" in client.get("/einladung/").content.decode()
    assert client.post("/einladung/").status_code == 302
    assert Grant("strategic_lead", OLTEN) in grants_of(account, clock.today())


def test_somebody_else_cannot_accept(own: StrictClient) -> None:
    link = invited(own)
    other = StrictClient().sign_in(people.account_with("coordination"))
    other.get(link)
    assert "Sie sind als" in other.get("/einladung/").content.decode()
    other.post("/einladung/", GOOD)
    assert Invitation.objects.get().accepted_at is None
    assert own.get(link).status_code == 302
    own.post("/einladung/", GOOD)
    assert Invitation.objects.get().accepted_at is None


def test_a_wrong_link_says_the_same_as_an_old_one(client: StrictClient) -> None:
    assert client.get("/einladung/").status_code == 404
    assert client.get("/einladung/gibt-es-nicht/").status_code == 302
    response = client.get("/einladung/")
    assert response.status_code == 404
    assert "gilt nicht" in response.content.decode()


def test_no_log_holds_the_secret_of_a_link() -> None:
    for path in ("/einladung/GEHEIM/", "/passwort/neu/MQ/GEHEIM/"):
        record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Internal Server Error: %s", (path,), None)
        assert "GEHEIM" not in QuietFormatter("%(message)s").format(record)
