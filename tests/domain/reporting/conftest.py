"""In this room it is 22 November 2026, as in the drawings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ankunft.foundation.kernel import clock
from tests.domain.reporting.making import TODAY


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.moved_to(TODAY):
        yield
