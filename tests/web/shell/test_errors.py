"""Pages for what cannot be shown or done."""

import logging

import pytest
from django.db import IntegrityError
from django.urls import reverse

from ankunft.config.logs import QuietFormatter
from tests.support.clients import StrictClient

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.shell.refusing_urls")]


@pytest.fixture
def client(client_for):
    return client_for("coordination")


def test_a_refusal_says_why_and_that_nothing_is_stored(client):
    response = client.post("/refused/", headers={"Referer": "http://testserver/laeufe/2026-03/"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Der Lauf 2026-03 ist schon &lt;freigegeben&gt;." in page
    assert "Es wurde nichts gespeichert." in page
    assert 'href="http://testserver/laeufe/2026-03/"' in page


@pytest.mark.parametrize("referer", ["https://example.com/", "http://testserver/refused/", ""])
def test_the_way_back_is_never_another_host_nor_the_same_refusal(client, referer):
    page = client.get("/refused/", headers={"Referer": referer}).content.decode()
    assert f'<a href="{reverse("my-day")}">Zurück</a>' in page


def test_a_forbidden_page_says_the_reason(client):
    response = client.get("/forbidden/")
    assert response.status_code == 403
    assert "Freigeben gehört nicht zu Ihrer Rolle." in response.content.decode()


@pytest.mark.parametrize(("address", "status"), [("/refused/", 409), ("/forbidden/", 403), ("/nirgends/", 404)])
def test_htmx_gets_a_fragment_to_show_in_place(client, address, status):
    response = client.get(address, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert response.status_code == status
    assert page.startswith('<div class="notice notice--bad" role="alert">')
    assert "<html" not in page


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/nirgends/", 404, "Diese Seite gibt es nicht"),
        ("/denied/", 403, "Dazu sind Sie nicht berechtigt"),
    ],
)
def test_the_framework_s_errors_have_our_page(client, address, status, heading):
    response = client.get(address)
    assert response.status_code == status
    assert f"<title>{heading} – Ankunft</title>" in response.content.decode()


def test_nobody_s_browser_gets_the_page_without_navigation():
    page = StrictClient().get("/nirgends/").content.decode()
    assert "Diese Seite gibt es nicht" in page
    assert "Mein Tag" not in page


def test_a_fault_of_ours_tells_nothing_of_itself(client):
    client.raise_request_exception = False
    response = client.get("/broken/")
    page = response.content.decode()
    assert response.status_code == 500
    assert "Es ist ein Fehler des Programms, nicht von Ihnen." in page
    assert "secret detail" not in page


@pytest.fixture
def formatter():
    """As the settings have it for everything that is logged."""
    formatters = [handler.formatter for handler in logging.getLogger().handlers]
    (found,) = [one for one in formatters if isinstance(one, QuietFormatter)]
    return found


def test_the_log_tells_where_a_fault_is_and_nothing_of_what_was_entered(client, caplog, formatter):
    client.raise_request_exception = False
    client.get("/broken/?suche=Demo-Keller")
    (record,) = [record for record in caplog.records if record.name == "django.request"]
    told = formatter.format(record)
    assert "Internal Server Error: /broken/" in told
    assert "builtins.RuntimeError at" in told
    assert "refusing_urls.py" in told
    assert "secret detail" not in told
    assert "Keller" not in told


def test_the_log_tells_the_cause_without_its_message(formatter):
    try:
        try:
            raise ValueError("Key (email)=(demo-keller@example.ch)")
        except ValueError as error:
            raise IntegrityError("Failing row contains Demo-Keller") from error
    except IntegrityError as error:
        told = formatter.formatException((type(error), error, error.__traceback__))
    assert "django.db.utils.IntegrityError at" in told
    assert "builtins.ValueError at" in told
    assert "eller" not in told.replace(__file__, "")
