"""Whether an ID token is the provider's, for us, for this sign-in, and now (OpenID Connect Core 1.0, 3.1.3.7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from ankunft.foundation.kernel import clock

from .configuration import Configuration
from .failures import untrusted
from .provider import Provider, keys_of

ALGORITHMS = ("RS256", "PS256", "ES256")
"""Signatures of a private key. Never `none`; never HS256, for which the public key could be taken as the secret."""
SIGNATURES = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
"""Parts of the header that nobody here knows are passed over, unless they say that they must be understood."""
LEEWAY = 30
"""Seconds by which the clocks of provider and installation may differ."""
LONGEST_SUBJECT = 255


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is at a provider. `has_second_factor`: the provider attests a grade that was asked for."""

    issuer: str
    subject: str
    has_second_factor: bool


def identity_in(
    token: object, *, configuration: Configuration, provider: Provider, nonce: str, access_token: str
) -> Identity:
    """Whom the ID token attests; SignInFailed unless it is beyond doubt."""
    if not isinstance(token, str):
        raise untrusted(configuration.name, "kein ID-Token")
    try:
        decoded = _verified(token, configuration, provider)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            options={
                "iss": {"essential": True, "value": configuration.issuer},
                "aud": {"essential": True, "value": configuration.client_id},
                "sub": {"essential": True},
            },
            params={"nonce": nonce, "client_id": configuration.client_id, "access_token": access_token},
        )
        claims.validate(now=int(clock.machine_now().timestamp()), leeway=LEEWAY)
        return _identity(claims, configuration)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise untrusted(configuration.name, f"ID-Token: {_cause(error)}") from error


def _verified(token: str, configuration: Configuration, provider: Provider) -> jwt.Token:
    """The token, signed by a key of the provider; a key not known yet is looked for once among those of now."""
    try:
        return _decoded(token, keys_of(configuration, provider))
    except InvalidKeyIdError:
        return _decoded(token, keys_of(configuration, provider, anew=True))


def _decoded(token: str, keys: KeySet) -> jwt.Token:
    return jwt.decode(token, keys, registry=SIGNATURES)


def _identity(claims: dict[str, Any], configuration: Configuration) -> Identity:
    if len(claims["sub"]) > LONGEST_SUBJECT:
        raise ValueError("sub")
    acr = claims.get("acr")
    return Identity(
        issuer=claims["iss"],
        subject=claims["sub"],
        has_second_factor=isinstance(acr, str) and acr in configuration.acr,
    )


def _cause(error: Exception) -> str:
    """The library's name for the fault, and the claim that has it; never a value out of the token."""
    name = getattr(error, "error", "") or type(error).__name__
    claim = getattr(error, "claim", "")
    return f"{name} ({claim})" if claim else str(name)
