"""ID tokens that an attacker, or a broken provider, would send: put in the place of a genuine one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OctKey, RSAKey

from tests.support.openid.proxy import Answer, Change

AnyKey = RSAKey | ECKey
Token = Callable[[dict[str, Any], dict[str, Any], str], object]


class _Dropped:
    """Tells by its name, so that every process of a parallel run gives a case the same name."""

    def __repr__(self) -> str:
        return "DROPPED"


DROPPED = _Dropped()


class _Anything(jws.JWSRegistry):
    """Signs any header."""

    def check_header(self, header: dict[str, Any]) -> None:
        return


def in_token_answer(make: Token) -> Change:
    """The genuine answer of the token endpoint, with another ID token: `make(header, claims, genuine)`."""

    def change(answer: Answer) -> None:
        body = json.loads(answer.body)
        header, payload, _signature = body["id_token"].split(".")
        body["id_token"] = make(_read(header), _read(payload), body["id_token"])
        answer.body = json.dumps({name: value for name, value in body.items() if value is not DROPPED}).encode()

    return change


def signed(key: AnyKey, *, header: dict[str, Any] | None = None, **claims: Any) -> Token:
    """A token truly signed by that key, with some claims (or parts of the header) other than in the genuine one."""

    def make(old_header: dict[str, Any], old_claims: dict[str, Any], _genuine: str) -> str:
        new_header = _changed({**old_header, "kid": key.kid}, header or {})
        payload = json.dumps(_changed(old_claims, claims)).encode()
        return jws.serialize_compact(new_header, payload, key, registry=_Anything(algorithms=[new_header["alg"]]))

    return make


def with_signature_of_genuine(**claims: Any) -> Token:
    """Other claims under the genuine signature."""

    def make(_header: dict[str, Any], old_claims: dict[str, Any], genuine: str) -> str:
        header, _payload, signature = genuine.split(".")
        return ".".join([header, _written(_changed(old_claims, claims)), signature])

    return make


def unsigned(algorithm: str) -> Token:
    """What needs no key at all."""

    def make(header: dict[str, Any], claims: dict[str, Any], _genuine: str) -> str:
        return f"{_written({**header, 'alg': algorithm})}.{_written(claims)}."

    return make


def by_secret(secret: bytes, **header: Any) -> Token:
    """HS256: the verifier's key is the signer's key."""

    def make(old_header: dict[str, Any], claims: dict[str, Any], _genuine: str) -> str:
        begun = f"{_written({**old_header, 'alg': 'HS256', **header})}.{_written(claims)}"
        return f"{begun}.{_encoded(hmac.digest(secret, begun.encode(), hashlib.sha256))}"

    return make


def by_public_key(key: AnyKey) -> Token:
    """HS256 with the public key, which everybody knows, as the secret."""
    return by_secret(key.as_pem(private=False), kid=key.kid)


def instead(value: object) -> Token:
    """Something else altogether; `DROPPED`: nothing."""
    return lambda _header, _claims, _genuine: value


def published_secret() -> dict[str, Any]:
    """A key that must never be taken from a published set."""
    return OctKey.import_key("a secret that is published, 32 bytes", {"kid": "curve"}).as_dict(private=True)


def _changed(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**old, **new}.items() if value is not DROPPED}


def _read(part: str) -> dict[str, Any]:
    return json.loads(base64.urlsafe_b64decode(part + "=="))


def _written(value: object) -> str:
    return _encoded(json.dumps(value).encode())


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
