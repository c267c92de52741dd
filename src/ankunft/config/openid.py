"""What the environment says of the OpenID provider, checked before anything starts."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def issuer(*, production: bool) -> str:
    """`$ANKUNFT_OIDC_ISSUER`, empty if there is no provider.

    RuntimeError unless it is an address by TLS (outside production also one of this machine) and the installation's
    name at the provider is given.
    """
    address = text("ANKUNFT_OIDC_ISSUER")
    if not address:
        return ""
    parts = urlsplit(address)
    own = not production and parts.scheme == "http" and parts.hostname in LOOPBACK
    if not (own or (parts.scheme == "https" and parts.hostname)) or parts.query or parts.fragment:
        raise RuntimeError("ANKUNFT_OIDC_ISSUER must be an https address without query")
    if not text("ANKUNFT_OIDC_CLIENT_ID"):
        raise RuntimeError("ANKUNFT_OIDC_CLIENT_ID must be set where ANKUNFT_OIDC_ISSUER is")
    return address


def form_targets(address: str, others: list[str]) -> list[str]:
    """Where a form may lead besides this installation: the origin of the issuer, and those it leads on to.

    Chromium applies `form-action` to every redirect that follows a form.
    """
    if not address:
        return []
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}", *others]
