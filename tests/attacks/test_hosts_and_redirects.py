"""Nobody is led away: by a foreign host name, by the page to go to afterwards, by the page somebody came from."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.http import HttpResponseBase
from django.urls import reverse

from tests.attacks.ground import EVIL, People, address, name_of, rules, words
from tests.support.clients import StrictClient
from tests.support.people import PASSWORD, account_with
from tests.web.permissions import RULES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_canton"), pytest.mark.one_database]

ELSEWHERE = [
    EVIL,
    f"{EVIL}/anmelden/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "http://testserver@evil.example/",
    "http://evil.example\\@testserver/",
    "http://testserver.evil.example/",
    "javascript:alert(1)",
    "data:text/html,evil.example",
    " //evil.example",
    "ftp://testserver/",
]
NAMES = ("next", "return", "returnTo", "redirect", "url", "back", "weiter", "zurueck", "continue")


def leads_away(answer: HttpResponseBase) -> bool:
    """Whether the answer sends the browser, or offers a link, to another site."""
    location = answer.headers.get("Location", "") + answer.headers.get("HX-Redirect", "")
    if location and (urlsplit(location).netloc not in ("", "testserver") or not location.startswith("/")):
        return True
    page = "" if answer.streaming else answer.content.decode(errors="replace")  # type: ignore[attr-defined]
    return 'href="https://evil.example' in page or 'href="//evil.example' in page or 'href="javascript:' in page


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_signing_in_leads_to_our_own_pages_only(elsewhere: str) -> None:
    account = account_with("coordination")
    client = StrictClient()
    page = client.get(reverse("sign-in"), {"next": elsewhere})
    assert not leads_away(page)
    assert elsewhere not in page.content.decode()
    answer = client.post(reverse("sign-in"), {"email": account.email, "password": PASSWORD, "next": elsewhere})
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("my-day")
    # And whoever is signed in already.
    assert client.get(reverse("sign-in"), {"next": elsewhere}).headers["Location"] == reverse("my-day")


def test_a_null_character_leads_nowhere() -> None:
    client = StrictClient()
    asked = {"next": "\x00//evil.example"}
    answers = [client.get(reverse("sign-in"), asked), client.post(reverse("sign-in"), asked)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert not any(leads_away(answer) for answer in answers)


def test_a_line_break_adds_no_header() -> None:
    account = account_with("coordination")
    sent = {"email": account.email, "password": PASSWORD, "next": "/\r\nX-Evil: 1"}
    answer = StrictClient().post(reverse("sign-in"), sent)
    assert not leads_away(answer)
    assert "X-Evil" not in answer.headers
    assert not {"\r", "\n"} & set(answer.headers["Location"])


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_choosing_a_language_leads_to_our_own_pages_only(elsewhere: str) -> None:
    client = StrictClient()
    where = reverse("set-language")
    assert not leads_away(client.post(where, {"language": "en", "next": elsewhere}))
    if elsewhere.isprintable():
        assert not leads_away(client.post(where, {"language": "en"}, HTTP_REFERER=elsewhere))


def test_no_route_leads_away() -> None:
    people, faults = People(), []
    astray = dict.fromkeys(NAMES, EVIL)
    for rule in RULES:
        client = people.let_in_by(rule)
        where = address(rule, client)
        if rule.method == "GET":
            answer = client.get(where, astray, HTTP_REFERER=f"{EVIL}/")
        else:
            answer = client.post(f"{where}?next={EVIL}", {**words(rule), **astray}, HTTP_REFERER=f"{EVIL}/")
        if leads_away(answer):
            faults.append(f"{name_of(rule)}: {answer.headers.get('Location', 'a link')}")
        if rule.route in {"sign-out", "sign-out-everywhere"} and client.account is not None:
            client.sign_in(client.account)
    assert faults == []


@pytest.mark.parametrize("role", ["body_member", "integration_officer"])
def test_a_refusal_leads_back_to_our_own_pages_only(role: str) -> None:
    client = People().as_(role)
    for where in (reverse("runs"), "/gibt-es-nicht/"):
        answer = client.get(where, HTTP_REFERER=f"{EVIL}/gemeinden/")
        assert answer.status_code in {403, 404}
        assert "evil.example" not in answer.content.decode()


@pytest.mark.parametrize(
    "host",
    ["evil.example", "testserver.evil.example", "testserver@evil.example", "testserver:80@evil.example", "[::1", ""],
)
def test_an_unknown_host_gets_nothing(host: str) -> None:
    client = People().as_("coordination")
    for where in (reverse("my-day"), reverse("sign-in"), reverse("municipalities")):
        answer = client.get(where, HTTP_HOST=host)
        assert answer.status_code == 400, where
        assert "Gemeinden" not in answer.content.decode()
    assert client.post(reverse("set-language"), {"language": "en"}, HTTP_HOST=host).status_code == 400


FORWARDED = {
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_FORWARDED": "host=evil.example;proto=https",
    "HTTP_X_HOST": "evil.example",
    "HTTP_X_FORWARDED_SERVER": "evil.example",
    "HTTP_X_ORIGINAL_URL": "/verwaltung/",
    "HTTP_X_REWRITE_URL": "/verwaltung/",
}


def test_nobody_says_by_a_header_what_we_are_called_or_what_was_asked_for() -> None:
    people, faults = People(), []
    for rule in rules("GET"):
        client = people.let_in_by(rule)
        where = address(rule, client)
        answer = client.get(where, **FORWARDED)
        page = "" if answer.streaming else answer.content.decode(errors="replace")
        if answer.status_code != client.get(where).status_code or "evil.example" in page + str(answer.headers):
            faults.append(f"{name_of(rule)}: {answer.status_code}")
    assert faults == []


def test_whoever_must_sign_in_is_led_to_our_own_page() -> None:
    client, faults = StrictClient(), []
    for rule in RULES:
        if not rule.is_open:
            where = address(rule, client)
            answer = client.generic(rule.method, where, **FORWARDED)
            if not answer.headers["Location"].startswith(f"{reverse('sign-in')}?next=/"):
                faults.append(f"{name_of(rule)}: {answer.headers['Location']}")
    assert faults == []
