"""In this room it is 22 November 2026, as in the drawings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.domain.reporting.making import TODAY, municipality
from tests.support.people import actor_with


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def town(db: None) -> Municipality:
    return municipality(2601, "Solothurn")


@pytest.fixture
def officer(town: Municipality) -> Actor:
    """Who reports for the town."""
    return actor_with("integration_officer", "bfs-2601")


@pytest.fixture
def coordinator(db: None) -> Actor:
    return actor_with("coordination")
