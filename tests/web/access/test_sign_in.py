"""Signing in, staying where one wanted to go, and being let in nowhere else."""

import pytest
from django.test import Client
from django.urls import reverse

from ankunft.foundation.access.models import Account
from tests.support import people

WRONG = "E-Mail-Adresse oder Passwort stimmt nicht. Prüfen Sie beides und versuchen Sie es noch einmal."
OPEN = {"sign-in", "health", "set-language"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return people.account_with("coordination")


def post(client, email, password=people.PASSWORD, **more):
    return client.post(reverse("sign-in"), {"email": email, "password": password, **more})


def test_leads_to_my_day(client, account):
    response = post(client, account.email.upper())
    assert response.status_code == 302
    assert response.headers["Location"] == reverse("my-day")
    assert client.get(reverse("my-day")).status_code == 200


@pytest.mark.parametrize(("email", "password"), [(None, "falsch"), ("niemand@example.ch", people.PASSWORD)])
def test_does_not_tell_which_of_the_two_is_wrong_and_keeps_the_address(client, account, email, password):
    response = post(client, email or account.email, password)
    page = response.content.decode()
    assert response.status_code == 422
    assert WRONG in page
    assert f'value="{email or account.email}"' in page
    assert password not in page
    assert "<title>Fehler: Anmelden – Ankunft</title>" in page


def test_says_at_the_field_what_is_missing(client):
    page = post(client, "").content.decode()
    assert page.count("Geben Sie Ihre E-Mail-Adresse ein.") == 2
    assert 'href="#id_email"' in page
    assert WRONG not in page


def test_a_closed_account_stays_outside(client, account):
    Account.objects.update(is_active=False)
    assert WRONG in post(client, account.email).content.decode()


def test_goes_on_to_the_page_asked_for(client, account):
    asked = reverse("search") + "?q=olten"
    assert f'value="{asked}"' in client.get(reverse("sign-in"), {"next": asked}).content.decode()
    assert post(client, account.email, next=asked).headers["Location"] == asked


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.com/", "//example.com/", "/\\example.com", "javascript:alert(1)", "http:///example.com"],
)
def test_never_leads_to_another_host(client, account, elsewhere):
    assert post(client, account.email, next=elsewhere).headers["Location"] == reverse("my-day")
    response = client.get(reverse("sign-in"), {"next": elsewhere})
    assert response.headers["Location"] == reverse("my-day")


@pytest.mark.parametrize("name", ["my-day", "search", "sign-out", "choose-organisation"])
def test_everything_else_asks_to_sign_in(client, name):
    response = client.post(reverse(name)) if name in {"sign-out", "choose-organisation"} else client.get(reverse(name))
    assert response.headers["Location"] == f"{reverse('sign-in')}?next={reverse(name)}"


@pytest.mark.parametrize("name", ["sign-in", "health"])
def test_is_open(client, name):
    assert client.get(reverse(name)).status_code == 200


def test_signing_out_needs_a_post_and_ends_the_session(client_for):
    client = client_for("coordination")
    assert client.get(reverse("sign-out")).status_code == 405
    assert client.post(reverse("sign-out")).headers["Location"] == reverse("sign-in")
    assert client.get(reverse("my-day")).status_code == 302


def test_a_form_without_token_is_refused_with_a_way_on(account):
    strict = Client(enforce_csrf_checks=True)
    response = post(strict, account.email)
    assert response.status_code == 403
    assert "Das Formular ist abgelaufen" in response.content.decode()
