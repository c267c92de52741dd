"""In this room it is 22 November 2026; what the tests themselves look at is behind no wall."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ankunft.domain.arrivals.models import Person
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.domain.arrivals.making import AHV, person
from tests.domain.reporting.making import TODAY, municipality


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.moved_to(TODAY):
        yield


@pytest.fixture(autouse=True)
def _open(db: None) -> Iterator[None]:
    with wall.open_for(Actor.operator()):
        yield


@pytest.fixture
def town(db: None) -> Municipality:
    return municipality(2601, "Solothurn")


@pytest.fixture
def olten(db: None) -> Municipality:
    return municipality(2581, "Olten")


@pytest.fixture
def ada(town: Municipality) -> Person:
    return person(town, family_name="Demo-Adler", given_name="Ada", ahv_number=AHV)


@pytest.fixture
def elsewhere(olten: Municipality) -> Person:
    return person(olten, family_name="Demo-Fremd")
