"""It is 22 November 2026; the sources and the plan of RRB 2023/2057 can be loaded."""

from __future__ import annotations

import pytest

from ankunft.domain.funds.loader import load_funds
from ankunft.domain.funds.models import PlanVersion
from ankunft.foundation.kernel.actor import Actor
from tests.support.grounds import _today

__all__ = ["_today"]


@pytest.fixture
def kip2(db: None) -> PlanVersion:
    """The decided plan of RRB 2023/2057."""
    load_funds(Actor.operator())
    return PlanVersion.objects.get(plan__code="KIP2")
