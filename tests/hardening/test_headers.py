"""Every answer of every route, and every kind of refusal, has the headers that protect a browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.urls import reverse

from tests.hardening.walking import Walker, prepare
from tests.support.clients import StrictClient

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

EXACTLY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}


def faults_of(answer: HttpResponseBase, *, kept: bool = False) -> list[str]:
    """What is missing in the headers; `kept` for what a browser may keep."""
    found = [name for name, value in EXACTLY.items() if answer.get(name) != value]
    # A page whose address holds a token tells nobody where one came from.
    if answer.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
        found.append("Referrer-Policy")
    policy = answer.get("Content-Security-Policy", "")
    stated = dict(part.strip().partition(" ")[::2] for part in policy.split(";") if part.strip())
    found += [f"CSP {name}" for name, value in POLICY.items() if stated.get(name) != value]
    if re.search(r"unsafe|\*|http:|https:|strict-dynamic", policy):
        found.append(f"CSP is loose: {policy}")
    if "camera=()" not in answer.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    if not kept and answer.get("Cache-Control") != "no-store, private":
        found.append(f"Cache-Control {answer.get('Cache-Control')}")
    for name, morsel in getattr(answer, "cookies", {}).items():
        if morsel["max-age"] == 0:
            continue
        if not morsel["httponly"] or morsel["samesite"] not in ("Lax", "Strict") or morsel["domain"]:
            found.append(f"cookie {name}")
    return found


def test_every_route_has_them() -> None:
    prepare()
    faults = {
        f"{rule.method} {rule.route} {answer.status_code}": found
        for rule, answer in Walker().answers()
        if (found := faults_of(answer))
    }
    assert faults == {}


@pytest.mark.parametrize(
    ("send", "status"),
    [
        (lambda client: client.get("/today/", headers={"X-Ankunft-Date": "never"}), 400),
        (lambda client: client.get("/", headers={"Host": "elsewhere.example"}), 400),
        (lambda client: client.get("/denied/"), 403),
        (lambda client: client.get("/forbidden/"), 403),
        (lambda client: client.get("/nowhere/"), 404),
        (lambda client: client.get("/nowhere"), 404),
        (lambda client: client.delete("/"), 405),
        (lambda client: client.get("/refused/"), 409),
        (lambda client: client.post("/", CONTENT_LENGTH=str(10**9)), 413),
        (lambda client: client.get("/broken/"), 500),
    ],
)
@pytest.mark.urls("tests.hardening.refusing_urls")
def test_every_refusal_has_them(
    client_for: Callable[..., StrictClient], send: Callable[[StrictClient], HttpResponseBase], status: int
) -> None:
    client = client_for("coordination")
    client.raise_request_exception = False
    answer = send(client)
    assert answer.status_code == status
    assert faults_of(answer) == []


def test_a_form_without_its_token_is_refused_with_them() -> None:
    answer = StrictClient(enforce_csrf_checks=True).post(reverse("sign-in"), {"email": "a"})
    assert answer.status_code == 403
    assert faults_of(answer) == []


def test_a_static_file_may_be_kept(client: StrictClient) -> None:
    answer = client.get("/static/shell/shell.js")
    assert answer.status_code == 200
    assert b"".join(answer)
    answer.close()
    assert faults_of(answer, kept=True) == []
    assert "no-store" not in answer["Cache-Control"]


def test_a_download_is_not_kept(client_for: Callable[..., StrictClient]) -> None:
    answer = client_for("coordination").get(reverse("municipality-excel"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert faults_of(answer) == []


def test_messages_between_pages_are_kept_with_the_session() -> None:
    """A cookie would lie on the computer in clear text, and what is said may name a person."""
    assert settings.MESSAGE_STORAGE == "django.contrib.messages.storage.session.SessionStorage"
