"""Numbers as they are typed."""

from __future__ import annotations

import pytest

from ankunft.web.shell.typed import numbered, whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("012", 12),
        ("999999999", 999_999_999),
        ("1000000000", None),
        ("9" * 5000, None),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("١٢", None),
        ("²", None),
        (" 1", None),
    ],
)
def test_digits_are_a_number(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("B-12", 12),
        (" b-12 ", 12),
        ("12", None),
        ("T-12", None),
        ("B-", None),
        ("B-B-1", None),
        ("B-" + "9" * 99, None),
    ],
)
def test_what_people_call_a_record_has_a_number(typed: str, number: int | None) -> None:
    assert numbered("B-", typed) == number
