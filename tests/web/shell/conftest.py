"""Empty registries: what the rooms have registered is tested in the rooms."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ankunft.web.shell import registry


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """`empty.my_day`, `empty.search`, `empty.navigation`, `empty.links`: nothing registered, until the test is over."""
    monkeypatch.setattr(registry.my_day, "_providers", [])
    monkeypatch.setattr(registry.my_day, "_card_providers", [])
    monkeypatch.setattr(registry.search, "_providers", [])
    monkeypatch.setattr(registry.navigation, "_places", {})
    monkeypatch.setattr(registry.links, "_addresses", {})
    return SimpleNamespace(
        my_day=registry.my_day, search=registry.search, navigation=registry.navigation, links=registry.links
    )
