"""It is 22 November 2026; a plan is in force whose source has terms."""

from __future__ import annotations

import pytest

from tests.domain.funds.money_making import Ground
from tests.support.grounds import _today

__all__ = ["_today"]


@pytest.fixture
def ground(db: None) -> Ground:
    """The plan in force, its sources, and people for the books."""
    return Ground()
