from __future__ import annotations

import pytest

from ankunft.domain.territory.loader import load_territory
from ankunft.foundation.kernel.actor import Actor


@pytest.fixture
def operator() -> Actor:
    return Actor.operator()


@pytest.fixture
def canton(db: None, operator: Actor) -> None:
    """The real municipalities, population and regions."""
    load_territory(operator)
