"""People who sign in as everybody does: with a password, an app, a passkey."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ankunft.foundation.access.models import Account
from tests.support import people
from tests.support.authenticators import App, app_for
from tests.support.openid.fixtures import provider, started_provider  # noqa: F401


@pytest.fixture
def real(db: None) -> Callable[..., Account]:
    """`real("coordination")`: an account that is no demonstration."""

    def make(role: str = "coordination") -> Account:
        account = people.account_with(role)
        account.is_demo = False
        account.save()
        return account

    return make


@pytest.fixture
def account(real: Callable[..., Account]) -> Account:
    """Somebody whose role demands a second factor."""
    return real()


@pytest.fixture
def app(account: Account) -> App:
    """The authenticator app of the account."""
    return app_for(account)
