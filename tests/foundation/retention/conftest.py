from __future__ import annotations

from collections.abc import Iterator

import pytest

from ankunft.foundation.retention import registry
from tests.foundation.retention.making import LEAF, People, leaf_class, people, put


@pytest.fixture(autouse=True)
def _leaves() -> Iterator[None]:
    """Leaves are a class of records for the length of a test."""
    put(leaf_class())
    yield
    registry._classes.pop(LEAF)


@pytest.fixture
def who(db: None) -> People:
    return people()
