"""In this room it is 22 November 2026; a town, and those who act for it and for the canton."""

import pytest

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.actor import Actor
from tests.support.grounds import _today, coordinator, officer, olten, stranger, town
from tests.support.people import actor_with

__all__ = ["_today", "coordinator", "officer", "olten", "stranger", "town"]


@pytest.fixture
def lead(town: Municipality) -> Actor:
    """Who answers politically for the town."""
    return actor_with("strategic_lead", "bfs-2601")
