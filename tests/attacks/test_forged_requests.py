"""Requests that another site sends from a person's browser: refused, whatever they ask for."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.middleware.csrf import CSRF_SECRET_LENGTH, CSRF_TOKEN_LENGTH
from django.test import Client
from django.utils.crypto import get_random_string

from tests.attacks.ground import EVIL, People, address, changed, contents, name_of, rules, words
from tests.support.clients import StrictClient
from tests.web.permissions import Rule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_canton"), pytest.mark.one_database]

POSTS = rules("POST")
FROM_A_PROVIDER = {"openid-return"}
"""Sent by the identity provider's page: proved by the state of the sign-in, not by a token of a form."""


def token_of(client: Client) -> str:
    """The token that pages of ours give this browser."""
    name = settings.CSRF_COOKIE_NAME
    if name not in client.cookies:
        client.cookies[name] = get_random_string(CSRF_SECRET_LENGTH)
    return str(client.cookies[name].value)


def forgeries(client: StrictClient, rule: Rule) -> dict[str, HttpResponseBase]:
    """The answers to the request as other sites could send it."""
    where, data = address(rule, client), words(rule)
    token = token_of(client)
    foreign = get_random_string(CSRF_TOKEN_LENGTH)
    return {
        "without a token": client.post(where, data),
        "with somebody else's token": client.post(where, {**data, "csrfmiddlewaretoken": foreign}),
        "with a token in the address": client.post(f"{where}?csrfmiddlewaretoken={token}", data),
        "from another origin": client.post(where, {**data, "csrfmiddlewaretoken": token}, HTTP_ORIGIN=EVIL),
        "from nowhere": client.post(where, {**data, "csrfmiddlewaretoken": token}, HTTP_ORIGIN="null"),
        "from another page": client.post(
            where, {**data, "csrfmiddlewaretoken": token}, secure=True, HTTP_REFERER=f"{EVIL}/"
        ),
        "from no page": client.post(where, {**data, "csrfmiddlewaretoken": token}, secure=True),
    }


def test_no_post_is_taken_from_another_site() -> None:
    people = People(enforce_csrf_checks=True)
    everybody = [(rule, people.let_in_by(rule)) for rule in POSTS if rule.route not in FROM_A_PROVIDER]
    before, faults = contents(), []
    for rule, client in everybody:
        for how, answer in forgeries(client, rule).items():
            if answer.status_code != 403:
                faults.append(f"{name_of(rule)} {how}: {answer.status_code}")
    assert faults == []
    # The jobs are those whose pages are tried.
    assert set(changed(before, contents())) <= {"jobs.job"}, "a forged request had an effect"


def test_no_post_is_taken_from_another_site_of_whoever_is_not_signed_in() -> None:
    client, faults = StrictClient(enforce_csrf_checks=True), []
    for rule in POSTS:
        if rule.is_open and rule.route not in FROM_A_PROVIDER:
            faults += [
                f"{name_of(rule)} {how}: {answer.status_code}"
                for how, answer in forgeries(client, rule).items()
                if answer.status_code != 403
            ]
    assert faults == []


def test_with_the_token_of_the_page_a_post_is_taken() -> None:
    """So that the other tests refuse for the token's sake."""
    client = People(enforce_csrf_checks=True).as_("coordination")
    answer = client.post("/sprache/", {"language": "en", "csrfmiddlewaretoken": token_of(client)})
    assert answer.status_code == 302
