from __future__ import annotations

from collections.abc import Callable

import pytest

from ankunft.foundation.access.models import Account
from tests.support import people
from tests.support.clients import StrictClient

OLTEN = "bfs-2581"


@pytest.fixture
def operations(client_for: Callable[..., StrictClient]) -> StrictClient:
    """The browser of the administrator of the operations."""
    return client_for("administrator", "betrieb")


@pytest.fixture
def own(client_for: Callable[..., StrictClient]) -> StrictClient:
    """The browser of Olten's administrator."""
    return client_for("administrator", OLTEN)


@pytest.fixture
def officer(db: None) -> Account:
    return people.account_with("integration_officer", OLTEN)
