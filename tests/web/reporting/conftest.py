"""On these pages it is 22 November 2026, as in the drawings."""

from __future__ import annotations

import pytest

from ankunft.domain.territory.models import Municipality
from tests.domain.reporting.making import municipality
from tests.support.grounds import _today, town

__all__ = ["_today", "stranger", "town"]


@pytest.fixture
def stranger(db: None) -> Municipality:
    return municipality(2603, "Fremd")
