"""Fixtures for tests of the external sign-in; a folder's conftest.py imports them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ankunft.foundation.access.openid import provider as learned
from tests.support.openid import provider as independent

NAME = "AGOV"


@pytest.fixture(scope="session")
def started_provider() -> Iterator[independent.Provider]:
    """One independent provider for all tests of this process."""
    if not independent.is_there():
        pytest.skip(independent.NOT_FOUND)
    with independent.running() as provider:
        yield provider


@pytest.fixture
def provider(started_provider, settings) -> Iterator[independent.Provider]:
    """The independent provider, honest, and the application configured to trust it; nothing is known of it yet."""
    settings.OIDC_ISSUER = started_provider.issuer
    settings.OIDC_CLIENT_ID = independent.CLIENT_ID
    settings.OIDC_CLIENT_SECRET = independent.CLIENT_SECRET
    settings.OIDC_NAME = NAME
    settings.OIDC_ACR = [independent.STRONG]
    settings.OIDC_SCOPES = ["openid"]
    learned.forget()
    yield started_provider
    started_provider.proxy.reset()
    learned.forget()
