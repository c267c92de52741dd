"""Half-years, years and months: they touch without gap or overlap."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.foundation.kernel.periods import HalfYear, Month, Quarter, Year

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31))
half_years = st.builds(HalfYear, st.integers(1900, 2200), st.sampled_from([1, 2]))
years = st.builds(Year, st.integers(1900, 2200))
months = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2025-H1", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025-H2", date(2025, 7, 1), date(2025, 12, 31)),
    ],
)
def test_a_half_year_has_its_days(text, start, end):
    half = HalfYear.parse(text)
    assert (half.start, half.end, str(half)) == (start, end, text)


@pytest.mark.parametrize("text", ["2026-02", "2024-02"])
def test_a_month_ends_where_the_calendar_says(text):
    assert Month.parse(text).end == {"2026-02": date(2026, 2, 28), "2024-02": date(2024, 2, 29)}[text]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(
            (HalfYear, text)
            for text in ["2025-H0", "2025-H3", "2025H1", "25-H1", "2025-h1", "2025-H1 ", "2025-H1\n", "", "0000-H1"]
        ),
        *((Year, text) for text in ["25", "20255", "2025\n", " 2025", "", "２０２５", "0000"]),
        *((Month, text) for text in ["2026-00", "2026-13", "2026-3", "2026-03-01", "2026-03\n", ""]),
    ],
)
def test_other_spellings_are_refused(kind, text):
    with pytest.raises(ValueError):  # noqa: PT011  (each kind has words of its own)
        kind.parse(text)


@given(st.one_of(half_years, years, months))
def test_every_spelling_is_read_back(period):
    assert type(period).parse(str(period)) == period


@given(days)
def test_a_day_lies_in_exactly_its_half_year(day):
    half = HalfYear.containing(day)
    assert half.start <= day <= half.end
    assert not half.next().start <= day
    assert not day <= half.previous().end


@given(st.one_of(half_years, years))
def test_neighbours_touch(period):
    assert period.end + timedelta(days=1) == period.next().start
    assert period.next().previous() == period
    assert period.previous() < period < period.next()


def test_a_half_year_is_one_or_two():
    with pytest.raises(ValueError, match="1 or 2"):
        HalfYear(2025, 3)


class TestQuarter:
    def test_has_a_beginning_an_end_and_neighbours(self) -> None:
        quarter = Quarter.parse("2024-Q3")
        assert (quarter.start, quarter.end) == (date(2024, 7, 1), date(2024, 9, 30))
        assert (str(quarter.next()), str(Quarter(2024, 4).next())) == ("2024-Q4", "2025-Q1")
        assert (str(quarter.previous()), str(Quarter(2024, 1).previous())) == ("2024-Q2", "2023-Q4")
        assert Quarter.containing(date(2024, 12, 31)) == Quarter(2024, 4)

    @pytest.mark.parametrize("text", ["2024-Q0", "2024-Q5", "2024Q3", "24-Q3", ""])
    def test_reads_nothing_else(self, text: str) -> None:
        with pytest.raises(ValueError, match="not a quarter"):
            Quarter.parse(text)

    def test_is_one_of_four(self) -> None:
        with pytest.raises(ValueError, match="1 to 4"):
            Quarter(2024, 5)
