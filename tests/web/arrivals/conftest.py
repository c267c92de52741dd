"""In this room it is 22 November 2026; what the tests themselves look at is behind no wall."""

from __future__ import annotations

import pytest

from ankunft.domain.arrivals.models import Person
from ankunft.domain.territory.models import Municipality
from tests.domain.arrivals.making import AHV, person
from tests.support.grounds import _open, _today, olten, town

__all__ = ["_open", "_today", "ada", "elsewhere", "olten", "town"]


@pytest.fixture
def ada(town: Municipality) -> Person:
    return person(town, family_name="Demo-Adler", given_name="Ada", ahv_number=AHV)


@pytest.fixture
def elsewhere(olten: Municipality) -> Person:
    return person(olten, family_name="Demo-Fremd")
