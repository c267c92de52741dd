"""What the OpenID provider adds to the pages «Anmelden» and «Sicherheit», where one is configured."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from ankunft.foundation.access.models import Account
from ankunft.foundation.access.openid.configuration import configuration
from ankunft.foundation.access.selectors import identities_of

from .registry import Section
from .views.sign_in import own_address


def sign_in_section(request: HttpRequest) -> Section | None:
    """The button that leads to the provider."""
    provider = configuration()
    if provider is None:
        return None
    return Section("access/openid_sign_in.html", {"provider": provider.name, "next": own_address(request)})


def security_section(request: HttpRequest) -> Section | None:
    """With whom at the provider the account is linked; links to an earlier provider can still be removed."""
    provider = configuration()
    identities = identities_of(cast(Account, request.user))
    if provider is None and not identities:
        return None
    context = {
        "provider": provider.name if provider else "",
        "identities": [
            {
                "pk": identity.pk,
                "linked_at": identity.linked_at,
                "name": provider.name if provider and provider.issuer == identity.issuer else identity.issuer,
                "works": bool(provider and provider.issuer == identity.issuer),
            }
            for identity in identities
        ],
    }
    return Section("access/openid_security.html", context)
