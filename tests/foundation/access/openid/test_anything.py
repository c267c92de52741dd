"""Whatever a provider sends ends as an identity that is beyond doubt, or as a sentence; never as an error of ours."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import ECKey, KeySet

from ankunft.foundation.access.openid import provider as learned
from ankunft.foundation.access.openid import tokens
from ankunft.foundation.access.openid.configuration import Configuration
from ankunft.foundation.access.openid.failures import SignInFailed

KEY = ECKey.generate_key("P-256", {"kid": "curve"})
HERE = Configuration(issuer="https://id.example", client_id="ankunft", client_secret="secret", acr=("stark",))
PROVIDER = learned.Provider(
    HERE.issuer, "https://id.example/a", "https://id.example/t", "https://id.example/k", True, "none"
)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(autouse=True)
def _known_keys(monkeypatch):
    monkeypatch.setattr(tokens, "keys_of", lambda *_arguments, **_options: KeySet([KEY]))


def good_claims():
    now = int(time.time())
    return {
        "iss": HERE.issuer,
        "sub": "anna",
        "aud": "ankunft",
        "exp": now + 60,
        "iat": now,
        "nonce": "n",
        "acr": "stark",
    }


def identity_in(token):
    return tokens.identity_in(token, configuration=HERE, provider=PROVIDER, nonce="n", access_token="token")


def signed(payload: bytes) -> str:
    return jws.serialize_compact({"alg": "ES256", "kid": "curve"}, payload, KEY, algorithms=["ES256"])


def test_the_good_one_is_taken():
    assert identity_in(signed(json.dumps(good_claims()).encode())) == tokens.Identity(HERE.issuer, "anna", True)


@effort(max_examples=300)
@given(
    st.dictionaries(
        st.sampled_from(
            ["iss", "sub", "aud", "exp", "iat", "nbf", "nonce", "acr", "azp", "at_hash", "auth_time", "amr", "jti"]
        ),
        anything,
        min_size=1,
        max_size=4,
    )
)
def test_any_claims_under_a_good_signature(changed):
    claims = {**good_claims(), **changed}
    try:
        identity = identity_in(signed(json.dumps(claims).encode()))
    except SignInFailed:
        return
    assert (claims["iss"], claims["nonce"]) == (HERE.issuer, "n")
    assert claims["aud"] == "ankunft" or "ankunft" in claims["aud"]
    assert identity.subject == claims["sub"]
    assert identity.subject
    assert identity.has_second_factor == (claims["acr"] == "stark")


@effort(max_examples=100)
@given(anything)
def test_any_payload_under_a_good_signature(payload):
    with pytest.raises(SignInFailed):
        identity_in(signed(json.dumps(payload).encode()))


@effort(max_examples=200)
@given(
    st.text(max_size=60) | st.lists(st.text(alphabet="eyJhbGci0-_=", max_size=12), max_size=6).map(".".join) | anything
)
def test_any_text_as_token(token):
    with pytest.raises(SignInFailed):
        identity_in(token)


FIELDS = (
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "jwks_uri",
    "token_endpoint_auth_methods_supported",
    "authorization_response_iss_parameter_supported",
)


@effort(max_examples=300)
@given(st.dictionaries(st.sampled_from(FIELDS), anything, max_size=2))
def test_any_discovery_document(changed):
    document = {
        "issuer": HERE.issuer,
        "authorization_endpoint": "https://id.example/a",
        "token_endpoint": "https://id.example/t",
        "jwks_uri": "https://id.example/k",
        **changed,
    }
    learned.forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learned, "_fetch", lambda _configuration, _address: document)
        try:
            found = learned.provider_of(HERE)
        except SignInFailed:
            return
        finally:
            learned.forget()
    assert found.issuer == HERE.issuer
    assert found.token_endpoint.lower().startswith("https://")


KINDS = st.sampled_from(["RSA", "EC", "oct", "OKP"])


@effort(max_examples=300)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"kty": KINDS, "kid": st.just("curve") | anything},
            optional={
                name: anything | st.sampled_from(["P-256", "AQAB", "sig", "AAAA"])
                for name in ("crv", "x", "y", "n", "e", "d", "k", "use", "alg", "key_ops")
            },
        )
        | anything,
        max_size=3,
    )
)
def test_any_published_keys(keys):
    learned.forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learned, "_fetch", lambda _configuration, _address: {"keys": keys})
        try:
            found = learned.keys_of(HERE, PROVIDER)
            patch.setattr(tokens, "keys_of", lambda *_arguments, **_options: found)
            with pytest.raises(SignInFailed):
                identity_in(signed(json.dumps(good_claims()).encode()))
        except SignInFailed:
            return
        finally:
            learned.forget()
