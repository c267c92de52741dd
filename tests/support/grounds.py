"""The ground on which several rooms are tested; the conftest of a room imports the fixtures that hold there.

Those that begin with an underscore hold for every test of a room that imports them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.domain.reporting.making import TODAY, municipality
from tests.support.people import actor_with


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """It is 22 November 2026, as in the drawings."""
    with clock.moved_to(TODAY):
        yield


@pytest.fixture(autouse=True)
def _open(db: None) -> Iterator[None]:
    """As the operator's command line is: tests of the wall open it for somebody else, or close it."""
    with wall.open_for(Actor.operator()):
        yield


@pytest.fixture(autouse=True)
def files(settings, tmp_path: Path) -> Path:
    """Where evidence lies."""
    settings.EVIDENCE = tmp_path / "evidence"
    return settings.EVIDENCE


@pytest.fixture
def town(db: None) -> Municipality:
    return municipality(2601, "Solothurn")


@pytest.fixture
def olten(db: None) -> Municipality:
    return municipality(2581, "Olten")


@pytest.fixture
def officer(town: Municipality) -> Actor:
    """Who acts for the town."""
    return actor_with("integration_officer", "bfs-2601")


@pytest.fixture
def stranger(olten: Municipality) -> Actor:
    """The officer of the other municipality."""
    return actor_with("integration_officer", "bfs-2581")


@pytest.fixture
def coordinator(db: None) -> Actor:
    return actor_with("coordination")
