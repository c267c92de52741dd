"""Slots of one day: one after the other, past what is taken."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.interviews.slots import consecutive

NINE = datetime(2026, 12, 1, 9, 0)


def at(*times: str) -> list[datetime]:
    return [NINE.replace(hour=int(text[:2]), minute=int(text[3:])) for text in times]


def span(since: str, until: str) -> tuple[datetime, datetime]:
    first, last = at(since, until)
    return first, last


def test_one_after_the_other() -> None:
    assert consecutive(NINE, 45, 3) == at("09:00", "09:45", "10:30")


def test_past_what_is_taken() -> None:
    taken = [span("10:30", "11:00"), span("08:00", "09:15")]
    assert consecutive(NINE, 45, 3, taken) == at("09:15", "11:00", "11:45")


def test_what_ends_when_it_begins_is_in_nobody_s_way() -> None:
    assert consecutive(NINE, 60, 2, [span("08:00", "09:00"), span("10:00", "10:30")]) == at("09:00", "10:30")


@given(
    st.integers(5, 120),
    st.integers(0, 12),
    st.lists(st.tuples(st.integers(-200, 900), st.integers(1, 200)), max_size=8),
)
def test_never_two_at_once(minutes: int, count: int, busy: list[tuple[int, int]]) -> None:
    taken = [(NINE + timedelta(minutes=since), NINE + timedelta(minutes=since + length)) for since, length in busy]
    begins = consecutive(NINE, minutes, count, taken)
    length = timedelta(minutes=minutes)
    assert len(begins) == count
    assert all(at >= NINE for at in begins)
    assert all(later - at >= length for at, later in pairwise(begins))
    assert not [at for at in begins for since, until in taken if since < at + length and until > at]
