"""ID tokens: what is genuine is taken, and nothing else, whatever else is right about it."""

from __future__ import annotations

import time
from urllib.parse import parse_qsl, urlsplit

import pytest
from joserfc.jwk import ECKey, RSAKey

from ankunft.foundation.access.openid import tokens
from ankunft.foundation.access.openid.client import begin, finish
from ankunft.foundation.access.openid.configuration import configuration
from ankunft.foundation.access.openid.failures import SignInFailed
from tests.support.openid import provider as independent
from tests.support.openid.forging import (
    DROPPED,
    by_public_key,
    by_secret,
    in_token_answer,
    instead,
    published_secret,
    signed,
    unsigned,
    with_signature_of_genuine,
)

BACK = "http://testserver/anmelden/extern/zurueck/"
NOT_CONFIRMED = "liess sich nicht bestätigen und wurde abgelehnt"
STRANGER = ECKey.generate_key("P-256", {"kid": "curve"})
UNKNOWN = ECKey.generate_key("P-256", {"kid": "nobody's"})
STRANGER_RSA = RSAKey.generate_key(2048, {"kid": "rsa"})


def now() -> int:
    return int(time.time())


def sign_in(provider: independent.Provider, **visit):
    """The whole way, as the person `anna`."""
    address, attempt = begin(configuration(), return_to=BACK)
    returned = provider.visit(address, **visit)
    answer = dict(parse_qsl(urlsplit(returned).query))
    return finish(configuration(), attempt, answer, return_to=BACK)


def tampered(provider: independent.Provider, token, **visit):
    provider.proxy.changes["/token"] = in_token_answer(token)
    return sign_in(provider, **visit)


class TestGenuine:
    def test_proves_who_it_is_and_no_more(self, provider):
        identity = sign_in(provider, login="anna")
        assert identity == tokens.Identity(provider.issuer, "anna", has_second_factor=False)

    def test_attests_a_second_factor_where_the_demanded_grade_was_reached(self, provider):
        assert sign_in(provider, strong=True).has_second_factor

    def test_of_a_grade_that_nobody_demanded_says_nothing(self, provider, settings):
        settings.OIDC_ACR = ["another"]
        assert not sign_in(provider, strong=True).has_second_factor
        settings.OIDC_ACR = []
        assert not sign_in(provider, strong=True).has_second_factor

    @pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
    def test_may_be_signed_by_rsa(self, provider, algorithm):
        assert tampered(provider, signed(provider.keys["RS256"], header={"alg": algorithm})).subject == "anna"

    def test_may_say_more_in_its_header(self, provider):
        assert tampered(provider, signed(provider.keys["ES256"], header={"ours": 1})).subject == "anna"

    @pytest.mark.parametrize(
        "claims",
        [
            {"aud": [independent.CLIENT_ID]},
            {"aud": [independent.CLIENT_ID, "other"], "azp": independent.CLIENT_ID},
            {"azp": independent.CLIENT_ID},
            {"at_hash": DROPPED},
            {"acr": ["stark"]},
        ],
        ids=str,
    )
    def test_may_be_written_otherwise(self, provider, claims):
        identity = tampered(provider, signed(provider.keys["ES256"], **claims))
        assert identity == tokens.Identity(provider.issuer, "anna", has_second_factor=False)

    def test_may_differ_by_the_clocks(self, provider):
        moment = now()
        assert tampered(provider, signed(provider.keys["ES256"], exp=moment - 10, iat=moment + 10)).subject == "anna"

    def test_of_a_provider_that_changes_its_keys_is_taken_after_asking_once_more(self, provider):
        sign_in(provider)
        known = provider.proxy.asked.count("/jwks")
        kept = tokens.keys_of(configuration(), tokens_provider())
        kept.keys[:] = [key for key in kept.keys if key.kid != "curve"]
        assert sign_in(provider).subject == "anna"
        assert provider.proxy.asked.count("/jwks") == known + 1
        assert sign_in(provider).subject == "anna"
        assert provider.proxy.asked.count("/jwks") == known + 1


def tokens_provider():
    from ankunft.foundation.access.openid.provider import provider_of

    return provider_of(configuration())


FORGED = {
    "another key under the known name": lambda keys: signed(STRANGER),
    "another RSA key under the known name": lambda keys: signed(STRANGER_RSA, header={"alg": "RS256"}),
    "a key that nobody publishes": lambda keys: signed(UNKNOWN),
    "a key without name": lambda keys: signed(STRANGER, header={"kid": DROPPED}),
    "a key that the token brings along": lambda keys: signed(
        UNKNOWN, header={"jwk": UNKNOWN.as_dict(private=False), "kid": DROPPED}
    ),
    "a key that lies elsewhere": lambda keys: signed(UNKNOWN, header={"jku": "http://127.0.0.1:9/jwks"}),
    "no signature": lambda keys: unsigned("none"),
    "no signature, spelled otherwise": lambda keys: unsigned("nOnE"),
    "the public key as secret": lambda keys: by_public_key(keys["ES256"]),
    "the public RSA key as secret": lambda keys: by_public_key(keys["RS256"]),
    "the client's secret": lambda keys: by_secret(independent.CLIENT_SECRET.encode()),
    "an algorithm that is not agreed": lambda keys: signed(keys["RS256"], header={"alg": "RS512"}),
    "the algorithm of another kind of key": lambda keys: signed(keys["RS256"], header={"alg": "RS256", "kid": "curve"}),
    "an extension that must be understood": lambda keys: signed(keys["ES256"], header={"crit": ["ours"], "ours": 1}),
    "an extension that is not there": lambda keys: signed(keys["ES256"], header={"crit": ["ours"]}),
    "extensions that are none": lambda keys: signed(keys["ES256"], header={"crit": 5}),
    "another person under the genuine signature": lambda keys: with_signature_of_genuine(sub="berta"),
    "expired": lambda keys: signed(keys["ES256"], exp=now() - 31),
    "expired long ago": lambda keys: signed(keys["ES256"], exp=0),
    "no end": lambda keys: signed(keys["ES256"], exp=DROPPED),
    "an end that is no number": lambda keys: signed(keys["ES256"], exp="tomorrow"),
    "an end that is not a number": lambda keys: signed(keys["ES256"], exp=float("nan")),
    "made in the future": lambda keys: signed(keys["ES256"], iat=now() + 120),
    "made at no time": lambda keys: signed(keys["ES256"], iat=DROPPED),
    "not good yet": lambda keys: signed(keys["ES256"], nbf=now() + 120),
    "for another client": lambda keys: signed(keys["ES256"], aud="other"),
    "for other clients": lambda keys: signed(keys["ES256"], aud=["other", "another"]),
    "for us among others, by nobody": lambda keys: signed(keys["ES256"], aud=[independent.CLIENT_ID, "other"]),
    "for us among others, by another": lambda keys: signed(
        keys["ES256"], aud=[independent.CLIENT_ID, "other"], azp="other"
    ),
    "for another client, in our name": lambda keys: signed(keys["ES256"], aud="other", azp=independent.CLIENT_ID),
    "by another": lambda keys: signed(keys["ES256"], azp="other"),
    "for nobody": lambda keys: signed(keys["ES256"], aud=DROPPED),
    "for a thing": lambda keys: signed(keys["ES256"], aud={"ankunft": True}),
    "another issuer": lambda keys: signed(keys["ES256"], iss="https://other.example"),
    "no issuer": lambda keys: signed(keys["ES256"], iss=DROPPED),
    "another nonce": lambda keys: signed(keys["ES256"], nonce="another"),
    "no nonce": lambda keys: signed(keys["ES256"], nonce=DROPPED),
    "an empty nonce": lambda keys: signed(keys["ES256"], nonce=""),
    "nobody": lambda keys: signed(keys["ES256"], sub=DROPPED),
    "an empty subject": lambda keys: signed(keys["ES256"], sub=""),
    "a number as subject": lambda keys: signed(keys["ES256"], sub=7),
    "a long subject": lambda keys: signed(keys["ES256"], sub="a" * 256),
    "another access token": lambda keys: signed(keys["ES256"], at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "an access token that is a thing": lambda keys: signed(keys["ES256"], at_hash={"a": 1}),
    "no token": lambda keys: instead(DROPPED),
    "nothing": lambda keys: instead(None),
    "a number": lambda keys: instead(7),
    "no token at all": lambda keys: instead("rubbish"),
    "three empty parts": lambda keys: instead(".."),
    "five parts": lambda keys: instead("e30.e30.e30.e30.e30"),
    "signs that are no ASCII": lambda keys: instead("ä.ö.ü"),
    "a deep nest": lambda keys: instead("[" * 3000 + "." + "[" * 3000 + "."),
}


class TestForged:
    @pytest.mark.parametrize("name", FORGED)
    def test_is_refused(self, provider, name):
        with pytest.raises(SignInFailed, match=NOT_CONFIRMED) as refused:
            tampered(provider, FORGED[name](provider.keys))
        assert refused.value.is_hostile
        assert refused.value.cause
        assert "anna" not in refused.value.cause

    def test_a_published_secret_signs_nothing(self, provider):
        import json

        def publish(answer):
            answer.body = json.dumps({"keys": [published_secret()]}).encode()

        provider.proxy.changes["/jwks"] = publish
        with pytest.raises(SignInFailed):
            tampered(provider, by_secret(b"a secret that is published, 32 bytes", kid="curve"))

    def test_an_honest_token_that_is_too_old_when_it_comes(self, monkeypatch, settings, provider):
        monkeypatch.setattr(tokens, "LEEWAY", 0)
        with independent.running(seconds=1) as quick:
            settings.OIDC_ISSUER = quick.issuer
            assert sign_in(quick).subject == "anna"
            quick.proxy.changes["/token"] = lambda answer: time.sleep(1.5)
            with pytest.raises(SignInFailed, match=NOT_CONFIRMED) as refused:
                sign_in(quick)
        assert "expired" in refused.value.cause
