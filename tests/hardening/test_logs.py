"""What is logged, and what stands in addresses, tells of nobody; also where everything goes wrong."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test import override_settings
from django.urls import get_resolver, reverse

from ankunft.config.logs import QuietFormatter
from ankunft.foundation.jobs.worker import run_waiting
from tests.domain.reporting.making import REPORT_HEADER
from tests.hardening.walking import Walker, prepare
from tests.meta.test_house_rules import SOURCE
from tests.support.clients import StrictClient
from tests.web.permissions import RULES
from tests.web.test_permissions import routes

PERSON = ("Demo-Keller", "Demo-Strasse 77", "756.9217.0769.85", "7569217076985", "demo-keller@example.ch")
PUBLIC_QUERIES = {
    "suche": "name or number of a municipality",
    "bezirk": "a district",
    "region": "a social region",
}
"""Texts that a form may put into an address, and what they are."""


@pytest.fixture
def logged() -> Iterator[Callable[[], str]]:
    """Everything that any logger says from here on, as an installation would write it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(QuietFormatter("%(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream.getvalue
    root.removeHandler(handler)
    root.setLevel(level)


def told(text: str) -> list[str]:
    return [one for one in PERSON if one.lower() in text.lower()]


@pytest.mark.django_db
def test_sign_in_that_fails_names_nobody(client: StrictClient, logged: Callable[[], str]) -> None:
    for _attempt in range(3):
        client.post(reverse("sign-in"), {"email": PERSON[4], "password": PERSON[0]})
    StrictClient(enforce_csrf_checks=True).post(reverse("sign-in"), {"email": PERSON[4], "password": PERSON[0]})
    assert told(logged()) == []


@pytest.mark.django_db(transaction=True)
def test_a_file_with_errors_names_nobody(client_for: Callable[..., StrictClient], logged: Callable[[], str]) -> None:
    client = client_for("coordination")
    rows = f"{REPORT_HEADER}\n{PERSON[0]},{PERSON[1]},{PERSON[2]},0,0,0,2024-01-10\n"
    for content in (rows.encode(), rows.encode("utf-16"), b"\0" + rows.encode()):
        client.post("/berichte/import/", {"what": "berichte", "file": SimpleUploadedFile(f"{PERSON[0]}.csv", content)})
    run_waiting()
    assert told(logged()) == []


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.hardening.refusing_urls")
def test_every_kind_of_failure_names_nobody(client_for: Callable[..., StrictClient], logged: Callable[[], str]) -> None:
    client = client_for("coordination")
    client.raise_request_exception = False
    body = dict.fromkeys(("name", "email", "q", "note"), " ".join(PERSON))
    for path in ("broken", "refused", "forbidden", "denied", "nowhere"):
        client.post(f"/{path}/?suche={PERSON[0]}", body, headers={"Referer": f"http://testserver/?q={PERSON[0]}"})
        client.get(f"/{path}/", {"q": PERSON[0]})
    client.get("/", headers={"X-Ankunft-Date": PERSON[0]})
    text = logged()
    assert "Internal Server Error: /broken/" in text
    assert told(text) == []


@pytest.mark.django_db
def test_the_message_of_a_database_names_nobody(
    client_for: Callable[..., StrictClient], logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_for("coordination")
    client.raise_request_exception = False

    def broken(*_args: object, **_options: object) -> None:
        raise IntegrityError(f"Key (name)=({PERSON[0]}) already exists. DETAIL: {PERSON[2]}")

    monkeypatch.setattr("ankunft.web.shell.registry.search.hits_for", broken)
    client.post(reverse("search"), {"q": PERSON[0]})
    assert client.get(reverse("search")).status_code == 500
    assert "IntegrityError" in logged()
    assert told(logged()) == []
    assert connection.vendor in ("sqlite", "postgresql")


def test_no_secret_of_an_address_is_logged() -> None:
    """Whatever a route calls its secret: the log of an address that failed does not hold it."""
    secrets = {"secret": "G3heim-" * 6, "token": "G3heim-" * 6}
    tried = set()
    for route in routes():
        for possible in get_resolver().reverse_dict.getlist(route):
            names = set(possible[0][0][1])
            if names & secrets.keys():
                address = reverse(route, kwargs={name: secrets.get(name, "abc") for name in names})
                record = logging.makeLogRecord({"msg": "Not Found: %s", "args": (address,), "levelname": "WARNING"})
                assert "G3heim" not in QuietFormatter("%(message)s").format(record), route
                tried.add(route)
    assert tried >= {"invitation-link", "calendar-feed", "password-reset"}


def test_no_route_takes_a_name() -> None:
    """Numbers, random references, periods, codes and steps stand in addresses, never what a person is called."""
    words: set[str] = set()
    for route in routes():
        for _pattern, _names, _defaults, converters in get_resolver().reverse_dict.getlist(route):
            words |= set(converters)
    assert not words & {"name", "family_name", "given_name", "email", "address", "street", "ahv_number", "iban", "q"}


@pytest.mark.django_db
def test_forms_that_ask_by_address_ask_for_nothing_personal() -> None:
    prepare()
    walker, found = Walker(), set()
    for rule in RULES:
        if rule.method != "GET":
            continue
        client = walker.client(rule)
        address = walker.address(rule, client)
        answer = client.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        page = answer.content.decode()
        free = {
            name
            for form in re.findall(r"<form[^>]*method=\"get\".*?</form>", page, re.DOTALL)
            for control in re.findall(r"<input[^>]*type=\"(?:search|text)\"[^>]*>", form)
            for name in re.findall(r"name=\"(\w+)\"", control)
        }
        found |= {f"{rule.route}: {name}" for name in free if name not in PUBLIC_QUERIES}
    assert found == set()


def test_the_web_server_writes_no_log_of_requests() -> None:
    assert '"--no-access-log"' in Path(SOURCE, "cli", "serve.py").read_text()
