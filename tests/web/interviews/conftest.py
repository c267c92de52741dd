"""In this room it is 22 November 2026; what the tests themselves look at is behind no wall."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ankunft.domain.arrivals.models import Person
from ankunft.domain.territory.models import Municipality
from tests.domain.interviews.making import family
from tests.domain.settlement.making import canton
from tests.support.clients import StrictClient
from tests.support.grounds import _open, _today, files, town

__all__ = ["_open", "_today", "files", "haddads", "officer", "town"]


@pytest.fixture(autouse=True)
def _tariffs(_today: None, _open: None) -> None:
    canton()


@pytest.fixture
def haddads(town: Municipality) -> list[Person]:
    """Three who arrived together."""
    return family(town, 3)


@pytest.fixture
def officer(town: Municipality, client_for: Callable[..., StrictClient]) -> StrictClient:
    return client_for("integration_officer", "bfs-2601")
