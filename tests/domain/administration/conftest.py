from __future__ import annotations

import pytest

from ankunft.foundation.access.models import Account
from ankunft.foundation.kernel.actor import Actor
from tests.support import people


@pytest.fixture
def operations(db: None) -> Actor:
    """The administrator of everybody's accounts."""
    return people.actor_with("administrator", "betrieb")


@pytest.fixture
def own(db: None) -> Actor:
    """The administrator of the city of Olten."""
    return people.actor_with("administrator", "bfs-2581")


@pytest.fixture
def officer(db: None) -> Account:
    """Somebody of Olten."""
    return people.account_with("integration_officer", "bfs-2581")
