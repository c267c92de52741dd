"""The two halves of a sign-in: sending a browser to the provider, and judging what it brings back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from ankunft.foundation.kernel import clock

from .configuration import Configuration
from .failures import SignInFailed, given_up, stale, unreachable, untrusted
from .provider import Provider, patient, provider_of
from .tokens import Identity, identity_in

OPEN_FOR = 10 * 60
"""Seconds that somebody may take at the provider."""
LONGEST_CODE = 4000


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in that was begun; kept where only that browser's session leads, and good for one answer."""

    state: str
    nonce: str
    verifier: str
    begun_at: int


def begin(configuration: Configuration, *, return_to: str) -> tuple[str, Attempt]:
    """The provider's address to which the browser goes, and what must be kept until it comes back.

    SignInFailed if the provider does not say where.
    """
    provider = provider_of(configuration)
    attempt = Attempt(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        begun_at=_seconds(),
    )
    with _session(configuration, provider, return_to) as session:
        address, _state = session.create_authorization_url(
            provider.authorization_endpoint,
            state=attempt.state,
            nonce=attempt.nonce,
            code_verifier=attempt.verifier,
            acr_values=" ".join(configuration.acr) or None,
        )
    return address, attempt


def finish(configuration: Configuration, attempt: Attempt, answer: Mapping[str, str], *, return_to: str) -> Identity:
    """Whom the provider's answer proves; SignInFailed if nobody. `answer` are the parameters the browser brought."""
    if not secrets.compare_digest(attempt.state.encode(), answer.get("state", "").encode()):
        raise stale(configuration.name, "fremder state", is_hostile=True)
    if not 0 <= _seconds() - attempt.begun_at <= OPEN_FOR:
        raise stale(configuration.name, "abgelaufen")
    provider = provider_of(configuration)
    _require_issuer(configuration, provider, answer.get("iss"))
    if error := answer.get("error"):
        raise _error(configuration, error)
    code = answer.get("code", "")
    if not code or len(code) > LONGEST_CODE:
        raise untrusted(configuration.name, "kein Code")
    token = _token(configuration, provider, code=code, verifier=attempt.verifier, return_to=return_to)
    return identity_in(
        token.get("id_token"),
        configuration=configuration,
        provider=provider,
        nonce=attempt.nonce,
        access_token=str(token.get("access_token") or ""),
    )


def _seconds() -> int:
    return int(clock.machine_now().timestamp())


def _require_issuer(configuration: Configuration, provider: Provider, named: str | None) -> None:
    """Refused if the answer names another provider, or none although this one always names itself (RFC 9207)."""
    if named is None and not provider.names_itself:
        return
    if named != configuration.issuer:
        raise untrusted(configuration.name, "fremder oder fehlender Aussteller (iss)")


def _error(configuration: Configuration, error: str) -> SignInFailed:
    if error == "access_denied":
        return given_up(configuration.name)
    known = {"login_required", "interaction_required", "server_error", "temporarily_unavailable", "invalid_scope"}
    return unreachable(configuration.name, f"Fehler beim Anbieter ({error if error in known else 'anderer'})")


def _token(
    configuration: Configuration, provider: Provider, *, code: str, verifier: str, return_to: str
) -> dict[str, object]:
    """The provider's answer to the code; SignInFailed if it knows the code not (or not any more)."""
    try:
        with _session(configuration, provider, return_to) as session:
            answer = session.fetch_token(
                provider.token_endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=verifier,
                allow_redirects=False,
            )
    except OAuthError as error:
        if error.error == "invalid_grant":
            raise stale(configuration.name, "Code ungültig oder schon gebraucht") from error
        raise unreachable(configuration.name, "Token-Endpunkt lehnt ab") from error
    except (requests.RequestException, ValueError, TypeError, RecursionError) as error:
        raise unreachable(configuration.name, f"Token-Endpunkt ({type(error).__name__})") from error
    return dict(answer)


def _session(configuration: Configuration, provider: Provider, return_to: str) -> OAuth2Session:
    session = OAuth2Session(
        client_id=configuration.client_id,
        client_secret=configuration.client_secret or None,
        token_endpoint_auth_method=provider.client_authentication,
        scope=" ".join(configuration.scopes),
        redirect_uri=return_to,
        code_challenge_method="S256",
    )
    patient(session)
    return session
