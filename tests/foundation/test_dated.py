"""Dated values: each holds until the next one starts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.foundation.kernel.dated import Dated, Span

DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2030, 12, 31))
series = st.dictionaries(DAYS, st.one_of(st.none(), st.integers()), max_size=12).map(
    lambda entries: Dated(entries.items())
)

# The tariff of integration interviews as an example: from 2022 on paid, ended in 2030.
TARIFF = Dated([(date(2030, 1, 1), None), (date(2022, 1, 1), 200)])


@pytest.mark.parametrize(
    ("day", "value", "since"),
    [
        (date(2021, 12, 31), None, None),
        (date(2022, 1, 1), 200, date(2022, 1, 1)),
        (date(2029, 12, 31), 200, date(2022, 1, 1)),
        (date(2030, 1, 1), None, date(2030, 1, 1)),
    ],
)
def test_the_value_of_a_day(day, value, since):
    assert (TARIFF.at(day), TARIFF.since(day)) == (value, since)


def test_two_values_cannot_start_on_one_day():
    with pytest.raises(ValueError, match="same day"):
        Dated([(date(2022, 1, 1), 1), (date(2022, 1, 1), 2)])


def test_an_empty_series_says_nothing():
    empty = Dated()
    assert (empty.at(date(2022, 1, 1)), empty.since(date(2022, 1, 1)), empty.spans(), len(empty)) == (None, None, [], 0)


@given(series, DAYS)
def test_the_spans_say_the_same_as_the_series(dated, day):
    inside = [span for span in dated.spans() if span.start <= day and (span.until is None or day < span.until)]
    assert [span.value for span in inside] == ([dated.at(day)] if dated.since(day) else [])


@given(series, DAYS, DAYS)
def test_constant_means_one_entry_all_along(dated, one, other):
    first, last = sorted((one, other))
    starts = {dated.since(first + timedelta(days=offset)) for offset in range(0, (last - first).days + 1, 7)}
    starts |= {dated.since(last)}
    changes = [span.start for span in dated.spans() if first < span.start <= last]
    assert dated.is_constant(first, last) == (not changes)
    if dated.is_constant(first, last):
        assert len(starts) == 1


@pytest.mark.parametrize(
    ("start", "until", "overlaps"),
    [
        (date(2024, 1, 1), date(2025, 1, 1), False),  # ends on the day on which the other begins
        (date(2024, 1, 1), date(2025, 1, 2), True),
        (date(2025, 12, 31), None, True),
        (date(2026, 1, 1), None, False),
    ],
)
def test_spans_overlap_when_they_share_a_day(start, until, overlaps):
    assert Span(date(2025, 1, 1), date(2026, 1, 1), "").overlaps(start, until) is overlaps


def test_an_open_span_overlaps_everything_later():
    assert Span(date(2025, 1, 1), None, "").overlaps(date(2040, 1, 1), None)
