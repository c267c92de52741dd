import pytest

from tests.support.openid.fixtures import provider, started_provider  # noqa: F401


@pytest.fixture(autouse=True)
def _nothing_is_collected(nothing_is_collected: None) -> None:
    """Providers send deep nests too."""
