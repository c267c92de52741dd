"""On these pages it is 22 November 2026, as in the drawings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from tests.domain.reporting.making import TODAY, municipality


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def town(db: None) -> Municipality:
    return municipality(2601, "Solothurn")


@pytest.fixture
def stranger(db: None) -> Municipality:
    return municipality(2603, "Fremd")
