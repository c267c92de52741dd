"""Reading never writes, whatever the address, the method or a header says: every test client refuses such a write."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.attacks.ground import People, address, changed, contents, name_of, rules, words
from tests.web.permissions import RULES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_canton")]

OVERRIDES = {
    "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
    "HTTP_X_HTTP_METHOD": "POST",
    "HTTP_X_METHOD_OVERRIDE": "POST",
}
READ_LOG = "audit.readevent"
"""Reading a person's file is logged: the one thing that reading writes."""


def test_what_a_form_sends_has_no_effect_in_an_address() -> None:
    people = People()
    asked = [(rule, people.let_in_by(rule)) for rule in rules("POST")]
    where = {name_of(rule): address(rule, client) for rule, client in asked}
    before, faults = contents(), []
    for rule, client in asked:
        query = urlencode({**words(rule), "_method": "POST", "submit": "1"})
        for method in ("GET", "HEAD", "OPTIONS"):
            # Whatever it answers: a statement that writes fails within the client.
            answer = client.generic(method, f"{where[name_of(rule)]}?{query}", **OVERRIDES)
            if answer.status_code >= 500:
                faults.append(f"{method} {name_of(rule)}: {answer.status_code}")
    assert faults == []
    assert set(changed(before, contents())) <= {READ_LOG}


def test_a_header_or_field_turns_no_post_into_another_method() -> None:
    people, faults = People(), []
    for rule in RULES:
        if rule.method != "GET" or any(rule.route == other.route for other in rules("POST")):
            continue
        client = people.let_in_by(rule)
        answer = client.post(address(rule, client), {"_method": "GET"}, HTTP_X_HTTP_METHOD_OVERRIDE="GET")
        if answer.status_code != 405:
            faults.append(f"{name_of(rule)}: {answer.status_code}")
    assert faults == []
