"""What of a booking is not as planned: tables and laws over plain values (FP 2.3)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.funds.rules.booking import Flag, Situation, flags

GOOD = Situation(amount=40, planned=100, booked=60, left=40)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"amount": 41}, [Flag.OVER_COMMITTED, Flag.SOURCE_DRY]),
        ({"booked": 61}, [Flag.OVER_COMMITTED]),
        ({"left": 39}, [Flag.SOURCE_DRY]),
        ({"left": None, "amount": 10**9, "planned": 10**10}, []),
        ({"planned": None}, [Flag.NOT_PLANNED]),
        ({"planned": 0, "booked": 0}, [Flag.OVER_COMMITTED]),
        # What was booked back makes room again.
        ({"booked": -10, "amount": 110, "left": 200}, []),
    ],
    ids=str,
)
def test_what_is_not_as_planned(change: dict[str, int | None], found: list[Flag]) -> None:
    assert flags(replace(GOOD, **change)) == found  # type: ignore[arg-type]


AMOUNTS = st.integers(0, 10**9)


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_smaller_amount_never_raises_more(planned: int, booked: int, left: int, one: int, more: int) -> None:
    situation = replace(GOOD, planned=planned, booked=booked, left=left, amount=one)
    assert set(flags(situation)) <= set(flags(replace(situation, amount=one + more)))
