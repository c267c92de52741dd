"""In this room it is 22 November 2026; what the tests themselves look at is behind no wall."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ankunft.domain.arrivals.models import Person
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.domain.interviews.making import family
from tests.domain.reporting.making import TODAY, municipality
from tests.domain.settlement.making import canton
from tests.support.clients import StrictClient


@pytest.fixture(autouse=True)
def _ground(db: None, tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.EVIDENCE = tmp_path / "evidence"
    with clock.moved_to(TODAY), wall.open_for(Actor.operator()):
        canton()
        yield


@pytest.fixture
def town() -> Municipality:
    return municipality(2601, "Solothurn")


@pytest.fixture
def haddads(town: Municipality) -> list[Person]:
    """Three who arrived together."""
    return family(town, 3)


@pytest.fixture
def officer(town: Municipality, client_for: Callable[..., StrictClient]) -> StrictClient:
    return client_for("integration_officer", "bfs-2601")
