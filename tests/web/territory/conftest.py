from __future__ import annotations

import pytest

from ankunft.domain.territory.demo import load_demo
from ankunft.domain.territory.loader import load_territory
from ankunft.foundation.kernel.actor import Actor
from tests.support import standing


@pytest.fixture
def canton(db: None) -> None:
    """The real municipalities with the invented contacts, accounts and associations."""
    standing.ground(load)


def load() -> None:
    load_territory(Actor.operator())
    load_demo(Actor.operator())
