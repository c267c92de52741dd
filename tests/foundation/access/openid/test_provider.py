"""What a provider says of itself, and what happens when it says nothing, or rubbish, or takes its time."""

from __future__ import annotations

import json
import time
from urllib.parse import parse_qsl, urlsplit

import pytest

from ankunft.foundation.access.openid import client
from ankunft.foundation.access.openid import provider as learned
from ankunft.foundation.access.openid.client import begin, finish
from ankunft.foundation.access.openid.configuration import configuration
from ankunft.foundation.access.openid.failures import SignInFailed
from tests.support.openid import provider as independent

BACK = "http://testserver/anmelden/extern/zurueck/"
NO_ANSWER = "AGOV antwortet im Moment nicht richtig. Versuchen Sie es in einigen Minuten noch einmal"
NOT_CONFIRMED = "liess sich nicht bestätigen"
NOT_BEGUN = "wurde nicht in diesem Browser begonnen oder ist abgelaufen"
DISCOVERY, KEYS, TOKEN = "/.well-known/openid-configuration", "/jwks", "/token"


def start():
    return begin(configuration(), return_to=BACK)


def come_back(provider, address, **visit):
    return dict(parse_qsl(urlsplit(provider.visit(address, **visit)).query))


def sign_in(provider):
    address, attempt = start()
    return finish(configuration(), attempt, come_back(provider, address), return_to=BACK)


def body(content, status=200):
    def change(answer):
        answer.status = status
        answer.body = content if isinstance(content, bytes) else json.dumps(content).encode()

    return change


def document(**changes):
    def change(answer):
        kept = {name: value for name, value in {**json.loads(answer.body), **changes}.items() if value is not None}
        answer.body = json.dumps(kept).encode()

    return change


RUBBISH = {
    "broken JSON": body(b'{"issuer": '),
    "no JSON": body(b"<h1>Wartung</h1>"),
    "nothing": body(b""),
    "a list": body([]),
    "bytes": body(b"\xff\xfe\x00"),
    "a deep nest": body(b"[" * 100_000),
    "an error": body({"error": "server_error"}, 500),
    "a redirect": body(b"", 302),
    "no end": body(b" " * (600 * 1024)),
}


class TestRubbish:
    @pytest.mark.parametrize("path", [DISCOVERY, KEYS, TOKEN])
    @pytest.mark.parametrize("name", RUBBISH)
    def test_is_told_as_trouble_of_the_provider(self, provider, path, name):
        provider.proxy.changes[path] = RUBBISH[name]
        with pytest.raises(SignInFailed, match=NO_ANSWER) as failed:
            sign_in(provider)
        assert not failed.value.is_hostile
        assert failed.value.cause

    @pytest.mark.parametrize(
        "changes",
        [
            {"issuer": "https://other.example"},
            {"issuer": None},
            {"issuer": ["http://127.0.0.1"]},
            {"token_endpoint": None},
            {"jwks_uri": "file:///etc/passwd"},
            {"authorization_endpoint": "javascript:alert(1)"},
            {"authorization_endpoint": 7},
            {"token_endpoint": "http://[broken"},
        ],
        ids=str,
    )
    def test_in_the_discovery_document(self, provider, changes):
        provider.proxy.changes[DISCOVERY] = document(**changes)
        with pytest.raises(SignInFailed, match=NO_ANSWER):
            start()

    def test_beside_a_good_key_does_no_harm(self, provider):
        def add(answer):
            keys = json.loads(answer.body)["keys"]
            answer.body = json.dumps({"keys": [{"kty": "EC", "crv": "?"}, 5, {"kty": "later"}, *keys]}).encode()

        provider.proxy.changes[KEYS] = add
        assert sign_in(provider).subject == "anna"

    @pytest.mark.parametrize(
        "keys",
        [
            {"keys": 5},
            {"keys": []},
            {"keys": [5]},
            {"keys": [{"kty": "RSA"}]},
            {"keys": [{"kty": "EC", "crv": "P-256", "x": "!", "y": "!"}]},
            {"keys": [{"kty": "oct", "k": "AAAA"}]},
        ],
        ids=str,
    )
    def test_in_the_keys(self, provider, keys):
        provider.proxy.changes[KEYS] = body(keys)
        with pytest.raises(SignInFailed):
            sign_in(provider)


class TestTrouble:
    @pytest.mark.parametrize("path", [DISCOVERY, KEYS, TOKEN])
    def test_nobody_waits_long(self, provider, path, monkeypatch):
        monkeypatch.setattr(learned, "PATIENCE", (0.3, 0.3))
        provider.proxy.changes[path] = lambda answer: time.sleep(1.5)
        began = time.monotonic()
        with pytest.raises(SignInFailed, match=NO_ANSWER):
            sign_in(provider)
        assert time.monotonic() - began < 1.4 + 1

    def test_nobody_listens(self, provider, settings):
        settings.OIDC_ISSUER = "http://127.0.0.1:9"
        with pytest.raises(SignInFailed, match=NO_ANSWER) as failed:
            start()
        assert "nicht erreichbar" in failed.value.cause
        assert "127.0.0.1" not in failed.value.reason

    def test_after_that_nobody_waits_for_a_while_and_the_trail_is_told_once(self, provider, settings, monkeypatch):
        settings.OIDC_ISSUER = "http://127.0.0.1:9"
        with pytest.raises(SignInFailed):
            start()
        monkeypatch.setattr(learned, "patient", None)
        with pytest.raises(SignInFailed, match=NO_ANSWER) as failed:
            start()
        assert failed.value.cause == ""

    def test_a_wrong_secret_is_trouble_of_the_installation(self, provider, settings):
        settings.OIDC_CLIENT_SECRET = "another"
        with pytest.raises(SignInFailed, match=NO_ANSWER) as failed:
            sign_in(provider)
        assert failed.value.cause == "Token-Endpunkt lehnt ab"

    def test_the_secret_is_shown_nowhere(self, provider):
        assert independent.CLIENT_SECRET not in repr(configuration())


class TestMemory:
    def test_the_documents_are_asked_for_once_in_a_while(self, provider, monkeypatch):
        for _time in range(2):
            sign_in(provider)
        assert (provider.proxy.asked.count(DISCOVERY), provider.proxy.asked.count(KEYS)) == (1, 1)
        monkeypatch.setattr(learned._providers, "_lasts", -learned.KEPT_FOR)
        sign_in(provider)
        assert provider.proxy.asked.count(DISCOVERY) > 1


class TestSecret:
    @pytest.mark.parametrize(
        "offered", [None, 5, [], ["client_secret_basic"], ["client_secret_post"], ["none", 7]], ids=str
    )
    def test_is_proved_as_the_provider_takes_it(self, provider, offered):
        provider.proxy.changes[DISCOVERY] = document(token_endpoint_auth_methods_supported=offered)
        how = learned.provider_of(configuration()).client_authentication
        assert how == ("client_secret_post" if offered == ["client_secret_post"] else "client_secret_basic")

    def test_none_is_sent_where_there_is_none(self, provider, settings):
        settings.OIDC_CLIENT_SECRET = ""
        assert learned.provider_of(configuration()).client_authentication == "none"


class TestRequest:
    def test_asks_for_no_more_than_needed(self, provider):
        address, attempt = start()
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked == {
            "response_type": "code",
            "client_id": independent.CLIENT_ID,
            "redirect_uri": BACK,
            "scope": "openid",
            "state": attempt.state,
            "nonce": attempt.nonce,
            "acr_values": "stark",
            "code_challenge": asked["code_challenge"],
            "code_challenge_method": "S256",
        }
        assert attempt.verifier not in address

    def test_is_another_each_time(self, provider):
        (first, one), (second, other) = start(), start()
        assert first != second
        assert {one.state, one.nonce, one.verifier}.isdisjoint({other.state, other.nonce, other.verifier})


class TestAnswer:
    def test_of_another_sign_in(self, provider):
        address, attempt = start()
        answer = come_back(provider, address)
        for state in ("", "another", attempt.state[:-1], attempt.state + "ä"):
            with pytest.raises(SignInFailed, match=NOT_BEGUN) as refused:
                finish(configuration(), attempt, {**answer, "state": state}, return_to=BACK)
            assert refused.value.is_hostile

    @pytest.mark.parametrize("seconds", [601, -60])
    def test_that_comes_late(self, provider, seconds, monkeypatch):
        address, attempt = start()
        answer = come_back(provider, address)
        later = client._seconds() + seconds
        monkeypatch.setattr(client, "_seconds", lambda: later)
        with pytest.raises(SignInFailed, match=NOT_BEGUN):
            finish(configuration(), attempt, answer, return_to=BACK)

    def test_with_a_code_that_was_used(self, provider):
        address, attempt = start()
        answer = come_back(provider, address)
        finish(configuration(), attempt, answer, return_to=BACK)
        with pytest.raises(SignInFailed, match=NOT_BEGUN) as refused:
            finish(configuration(), attempt, answer, return_to=BACK)
        assert refused.value.cause == "Code ungültig oder schon gebraucht"

    def test_with_the_code_of_another_sign_in(self, provider):
        """The provider has the challenge of the other one: the code is worth nothing to whoever slipped it in."""
        theirs = come_back(provider, start()[0], login="berta")
        _address, attempt = start()
        with pytest.raises(SignInFailed, match=NOT_BEGUN):
            finish(configuration(), attempt, {**theirs, "state": attempt.state}, return_to=BACK)

    @pytest.mark.parametrize("code", ["", "rubbish", "a" * 5000, "ä\x00\n"])
    def test_without_a_code_that_the_provider_knows(self, provider, code):
        address, attempt = start()
        answer = {**come_back(provider, address), "code": code}
        with pytest.raises(SignInFailed):
            finish(configuration(), attempt, answer, return_to=BACK)

    @pytest.mark.parametrize("named", [None, "", "https://other.example"])
    def test_of_another_provider(self, provider, named):
        """Mixing up providers (RFC 9207)."""
        address, attempt = start()
        answer = come_back(provider, address)
        answer = {name: value for name, value in {**answer, "iss": named}.items() if value is not None}
        with pytest.raises(SignInFailed, match=NOT_CONFIRMED) as refused:
            finish(configuration(), attempt, answer, return_to=BACK)
        assert refused.value.is_hostile

    def test_of_a_provider_that_never_names_itself(self, provider):
        provider.proxy.changes[DISCOVERY] = document(authorization_response_iss_parameter_supported=None)
        address, attempt = start()
        answer = come_back(provider, address)
        with pytest.raises(SignInFailed, match=NOT_CONFIRMED):
            finish(configuration(), attempt, {**answer, "iss": "https://other.example"}, return_to=BACK)
        del answer["iss"]
        assert finish(configuration(), attempt, answer, return_to=BACK).subject == "anna"

    def test_of_somebody_who_said_no(self, provider):
        address, attempt = start()
        answer = come_back(provider, address, abort=True)
        assert answer["error"] == "access_denied"
        with pytest.raises(SignInFailed, match="Die Anmeldung bei AGOV wurde abgebrochen") as refused:
            finish(configuration(), attempt, answer, return_to=BACK)
        assert not refused.value.is_hostile
        assert "leaked" not in refused.value.reason + refused.value.cause

    @pytest.mark.parametrize("error", ["server_error", "<script>", "temporarily_unavailable"])
    def test_of_a_provider_in_trouble(self, provider, error):
        _address, attempt = start()
        answer = {"error": error, "state": attempt.state, "iss": provider.issuer}
        with pytest.raises(SignInFailed, match=NO_ANSWER) as failed:
            finish(configuration(), attempt, answer, return_to=BACK)
        assert "<" not in failed.value.cause
