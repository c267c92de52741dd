"""Days as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.web.shell.days import typed_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31.12.2025", date(2025, 12, 31)),
        (" 2025-12-31 ", date(2025, 12, 31)),
        ("29.02.2025", None),
        ("31.12.9999", None),
        ("0001-01-01", None),
        ("gestern", None),
        ("", None),
    ],
)
def test_a_day_or_nothing(text: str, day: date | None) -> None:
    assert typed_day(text) == day
