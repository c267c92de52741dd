"""What the provider says of itself: its addresses and its keys, asked for rarely and with little patience."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

import requests
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet
from requests.adapters import HTTPAdapter

from ankunft.foundation.kernel import clock

from .configuration import Configuration
from .failures import unreachable

WELL_KNOWN = "/.well-known/openid-configuration"
KEPT_FOR = timedelta(minutes=5)
PATIENCE = (3.05, 5)
"""Seconds until a connection must stand, and between two pieces of an answer."""
WHOLE_ANSWER = timedelta(seconds=10)
LEFT_ALONE = timedelta(seconds=15)
"""After an address could not be reached: everybody who waits for it holds a thread of the web server."""
LARGEST_ANSWER = 512 * 1024
PUBLIC_KINDS = ("RSA", "EC")
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Provider:
    """The addresses of a provider, and what it announces."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    names_itself: bool
    """Whether its answers through the browser carry `iss` (RFC 9207)."""
    client_authentication: str


class PatientAdapter(HTTPAdapter):
    """Reads an answer at once, up to a size and a time; what exceeds them is a RequestException."""

    def send(self, request: Any, *_args: Any, **options: Any) -> Any:
        until = clock.machine_now() + WHOLE_ANSWER
        response = super().send(request, **{**options, "stream": True, "timeout": PATIENCE})
        body = bytearray()
        for piece in response.iter_content(16 * 1024):
            body += piece
            if len(body) > LARGEST_ANSWER or clock.machine_now() > until:
                response.close()
                raise requests.exceptions.ContentDecodingError("too long an answer")
        response._content = bytes(body)
        return response


def patient(session: requests.Session) -> requests.Session:
    """The session with limits to what it waits for and reads."""
    session.mount("http://", PatientAdapter())
    session.mount("https://", PatientAdapter())
    return session


class _Memory(Generic[Kept]):
    """Values that are good for a while, by address."""

    def __init__(self, lasts: timedelta) -> None:
        self._lasts = lasts
        self._values: dict[str, tuple[datetime, Kept]] = {}

    def get(self, key: str) -> Kept | None:
        at, value = self._values.get(key, (None, None))
        return value if at and clock.machine_now() - at < self._lasts else None

    def put(self, key: str, value: Kept) -> Kept:
        self._values[key] = (clock.machine_now(), value)
        return value

    def clear(self) -> None:
        self._values.clear()


_providers: _Memory[Provider] = _Memory(KEPT_FOR)
_keys: _Memory[KeySet] = _Memory(KEPT_FOR)
_unreached: _Memory[bool] = _Memory(LEFT_ALONE)


def forget() -> None:
    """Ask anew what was learned of providers."""
    _providers.clear()
    _keys.clear()
    _unreached.clear()


def provider_of(configuration: Configuration) -> Provider:
    """The provider as its discovery document describes it; SignInFailed if it does not, or describes another one."""
    if known := _providers.get(configuration.issuer):
        return known
    document = _fetch(configuration, configuration.issuer.rstrip("/") + WELL_KNOWN)
    if document.get("issuer") != configuration.issuer:
        raise unreachable(configuration.name, "Discovery: anderer Aussteller")
    for name in ENDPOINTS:
        if not _is_as_safe_as(configuration.issuer, document.get(name)):
            raise unreachable(configuration.name, f"Discovery: {name} fehlt oder ist ungeschützt")
    provider = Provider(
        issuer=configuration.issuer,
        authorization_endpoint=document["authorization_endpoint"],
        token_endpoint=document["token_endpoint"],
        jwks_uri=document["jwks_uri"],
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
        client_authentication=_client_authentication(configuration, document),
    )
    return _providers.put(configuration.issuer, provider)


def keys_of(configuration: Configuration, provider: Provider, *, anew: bool = False) -> KeySet:
    """The public keys of the provider; with `anew` as they are now. SignInFailed if it tells none."""
    if not anew and (known := _keys.get(provider.jwks_uri)):
        return known
    document = _fetch(configuration, provider.jwks_uri)
    published = document.get("keys")
    keys = [key for each in published if (key := _public_key(each))] if isinstance(published, list) else []
    if not keys:
        raise unreachable(configuration.name, "keine brauchbaren Schlüssel")
    return _keys.put(provider.jwks_uri, KeySet(keys))


def _public_key(published: object) -> Key | None:
    """One of the published keys; None if it is of a kind that is not understood (RFC 7517, 5) or should be secret."""
    if not isinstance(published, dict) or published.get("kty") not in PUBLIC_KINDS:
        return None
    try:
        return JWKRegistry.import_key(published)
    except (JoseError, KeyError, TypeError, ValueError, AttributeError):
        return None


def _fetch(configuration: Configuration, address: str) -> dict[str, Any]:
    """The JSON object at that address; SignInFailed if there is none. No redirect is followed."""
    if _unreached.get(address):
        raise unreachable(configuration.name, "")
    try:
        with patient(requests.Session()) as session:
            response = session.get(address, headers={"Accept": "application/json"}, allow_redirects=False)
        document = response.json() if response.status_code == requests.codes.ok else None
    except (ValueError, RecursionError) as error:
        raise unreachable(configuration.name, "unlesbare Antwort") from error
    except requests.RequestException as error:
        _unreached.put(address, True)
        raise unreachable(configuration.name, f"nicht erreichbar ({type(error).__name__})") from error
    if not isinstance(document, dict):
        raise unreachable(configuration.name, f"unbrauchbare Antwort (HTTP {response.status_code})")
    return document


def _is_as_safe_as(issuer: str, address: object) -> bool:
    """Whether it is an address, by TLS wherever the issuer itself is reached by TLS."""
    try:
        parts = urlsplit(address if isinstance(address, str) else "")
    except ValueError:
        return False
    schemes = {"https", urlsplit(issuer).scheme}
    return parts.scheme in schemes and bool(parts.hostname)


def _client_authentication(configuration: Configuration, document: dict[str, Any]) -> str:
    """How the installation proves itself at the token endpoint: by its secret, if it has one."""
    if not configuration.client_secret:
        return "none"
    offered = document.get("token_endpoint_auth_methods_supported")
    by_body = isinstance(offered, list) and "client_secret_post" in offered and "client_secret_basic" not in offered
    return "client_secret_post" if by_body else "client_secret_basic"
