"""Which OpenID provider this installation trusts, if any."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Configuration:
    """What provider and installation have agreed upon.

    `name` is what people call the provider. `acr` names the grades of proof (authentication context classes) that
    stand for a second factor; they are asked for, and looked for in the answer.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str = "OpenID"
    acr: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ("openid",)


def configuration() -> Configuration | None:
    """The configured provider; None where people sign in with passwords only."""
    if not settings.OIDC_ISSUER:
        return None
    return Configuration(
        issuer=settings.OIDC_ISSUER,
        client_id=settings.OIDC_CLIENT_ID,
        client_secret=settings.OIDC_CLIENT_SECRET,
        name=settings.OIDC_NAME,
        acr=tuple(settings.OIDC_ACR),
        scopes=tuple(settings.OIDC_SCOPES),
    )
