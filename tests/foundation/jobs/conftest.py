from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from ankunft.foundation.jobs import execution, registry
from ankunft.foundation.kernel.actor import Actor
from tests.foundation.jobs.making import Declare
from tests.support import people


@pytest.fixture
def doing() -> Iterator[Declare]:
    """`doing(function)`: jobs of kind "test" are done by that function."""
    yield lambda function: registry.handler("test", title="Probe")(function)
    registry._register.pop("test", None)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second attempt does not wait."""
    monkeypatch.setattr(execution, "RETRY_AFTER", (timedelta(0),))


@pytest.fixture
def actor() -> Actor:
    return people.actor_with("coordination")
