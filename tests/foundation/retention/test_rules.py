"""When a period is over: the ends of months, leap years, and that both questions have the same answer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.foundation.retention.rules import MOST_MONTHS, add_months, deletable_from, latest_begin

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))
MONTHS = st.integers(1, MOST_MONTHS)


@pytest.mark.parametrize(
    ("began", "months", "first"),
    [
        (date(2015, 5, 17), 120, date(2025, 5, 18)),
        (date(2025, 1, 31), 1, date(2025, 3, 1)),
        (date(2024, 1, 31), 1, date(2024, 3, 1)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2024, 2, 29), 48, date(2028, 3, 1)),
        (date(2025, 12, 31), 2, date(2026, 3, 1)),
        (date(2025, 11, 30), 1, date(2025, 12, 31)),
        (date(2025, 12, 15), 1, date(2026, 1, 16)),
    ],
)
def test_a_record_may_go_the_day_after_its_period(began, months, first):
    assert deletable_from(began, months) == first


@pytest.mark.parametrize(
    ("today", "months", "limit"),
    [
        (date(2025, 5, 18), 120, date(2015, 5, 17)),
        (date(2025, 2, 28), 1, date(2025, 1, 27)),
        (date(2025, 3, 1), 1, date(2025, 1, 31)),
        (date(2025, 3, 1), 12, date(2024, 2, 29)),
        (date(2024, 3, 1), 12, date(2023, 2, 28)),
        (date(2025, 1, 1), 1, date(2024, 11, 30)),
    ],
)
def test_the_latest_begin(today, months, limit):
    assert latest_begin(today, months) == limit


@given(DAYS, MONTHS, st.integers(-5, 5))
def test_the_limit_for_a_query_is_the_rule_for_one_record(began, months, shift):
    """Near the day on which it turns, and so everywhere."""
    today = deletable_from(began, months) + timedelta(days=shift)
    assert (began <= latest_begin(today, months)) == (deletable_from(began, months) <= today)


@given(DAYS, DAYS, MONTHS)
def test_whoever_began_earlier_is_not_kept_longer(one, other, months):
    first, second = sorted((one, other))
    assert deletable_from(first, months) <= deletable_from(second, months)


@given(DAYS, MONTHS)
def test_months_keep_the_day_or_take_the_last_of_the_month(began, months):
    day = add_months(began, months)
    assert (day.year * 12 + day.month) - (began.year * 12 + began.month) == months
    assert day.day == began.day or (day + timedelta(days=1)).day == 1
