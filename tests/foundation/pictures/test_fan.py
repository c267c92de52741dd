"""The fan: bands around their middle, days in proportion, words that never meet."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.foundation.pictures.fan import fan_drawing, periods
from ankunft.foundation.pictures.shapes import NARROW, WIDE, Ink, Label, Line, Path
from ankunft.foundation.pictures.values import Fan, Known, Mark, Marker, Spread
from tests.foundation.pictures.geometry import assert_no_text_upon_another, assert_within_its_frame, texts

FORMATS = st.sampled_from([WIDE, NARROW])
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
AMOUNTS = st.integers(-(10**11), 10**12)
M = 1_000_000


@st.composite
def fans(draw):
    days = sorted(draw(st.lists(DAYS, min_size=2, max_size=10, unique=True)))
    cut = draw(st.integers(0, len(days) - 1))
    spreads = [Spread(day, *sorted(draw(st.tuples(*[AMOUNTS] * 5)))) for day in days[cut:]]
    known = [Known(day, draw(AMOUNTS)) for day in days[:cut]]
    label = st.sampled_from(["Rückzahlungsfrist", "Mittel aufgebraucht"])
    markers = draw(st.lists(st.builds(Marker, DAYS, label, st.sampled_from(Mark)), max_size=3))
    return Fan("Saldo", tuple(spreads), tuple(known), tuple(markers))


@given(fans(), FORMATS)
def test_a_fan_stays_within_its_frame_and_its_texts_apart(fan, form):
    drawing = fan_drawing(fan, form)
    assert_within_its_frame(drawing)
    assert_no_text_upon_another(drawing)
    assert drawing == fan_drawing(fan, form)


@given(DAYS, st.integers(1, 4000))
def test_periods_follow_each_other_without_a_gap(first, days):
    found = periods(first, first + timedelta(days))
    assert found[0][0] <= first < found[0][1]
    assert found[-1][0] <= first + timedelta(days) < found[-1][1]
    assert all(one[1] == other[0] for one, other in itertools.pairwise(found))


def test_what_periods_are_called():
    assert [name for _, _, name in periods(date(2024, 12, 31), date(2025, 4, 1))] == ["Q4 24", "Q1 25", "Q2 25"]
    assert [name for _, _, name in periods(date(2023, 12, 31), date(2026, 12, 31))] == ["2023", "2024", "2025", "2026"]


FAN = Fan(
    "Saldo KIP 2",
    (
        Spread(date(2025, 1, 1), 80 * M, 90 * M, 100 * M, 110 * M, 120 * M),
        Spread(date(2026, 1, 1), -300 * M, -100 * M, 0, 100 * M, 300 * M),
    ),
    (Known(date(2023, 1, 1), 800 * M), Known(date(2024, 1, 1), 400 * M)),
    (Marker(date(2026, 1, 1), "Frist"), Marker(date(2025, 7, 2), "Leer", Mark.RUNS_DRY)),
)


def numbers(drawing, ink):
    path = next(shape for shape in drawing.shapes if isinstance(shape, Path) and shape.ink is ink)
    pairs = path.d.strip("MZ").split("L")
    return [tuple(map(float, pair.split())) for pair in pairs]


@pytest.mark.parametrize("form", [WIDE, NARROW])
def test_bands_open_around_the_middle_from_what_is_known(form):
    drawing = fan_drawing(FAN, form)
    known, middle = numbers(drawing, Ink.KNOWN), numbers(drawing, Ink.MEDIAN)
    assert known[-1] == middle[0], "the projection begins where the booked balance ends"
    outer, inner = numbers(drawing, Ink.OUTER), numbers(drawing, Ink.INNER)
    assert outer[0] == outer[-1] == inner[0] == known[-1]
    (_, high), (_, low) = outer[2], outer[3]
    (_, upper), (_, lower) = inner[2], inner[3]
    assert high < upper < middle[-1][1] < lower < low
    assert middle[-1][1] - high == pytest.approx(low - middle[-1][1], abs=0.02)
    assert middle[-1][1] - high == pytest.approx(3 * (middle[-1][1] - upper), abs=0.05)


def test_days_lie_in_proportion_and_zero_is_drawn():
    drawing = fan_drawing(FAN, WIDE)
    (x1, _), (x2, _) = numbers(drawing, Ink.KNOWN)
    (_, _), (x3, _), (x4, zero) = numbers(drawing, Ink.MEDIAN)
    assert (x2 - x1) / 365 == pytest.approx((x3 - x2) / 366, rel=0.01) == pytest.approx((x4 - x3) / 365, rel=0.01)
    lines = [shape for shape in drawing.shapes if isinstance(shape, Line)]
    assert [line.y1 for line in lines if line.ink is Ink.ZERO] == [pytest.approx(zero, abs=0.01)]
    assert [line.x1 for line in lines if line.ink is Ink.DEADLINE] == [pytest.approx(x4, abs=0.01)]
    assert [line.x1 for line in lines if line.ink is Ink.DRY] == [pytest.approx((x3 + x4) / 2, abs=0.5)]


def test_a_fan_says_its_last_figures_and_its_days():
    shown = texts(fan_drawing(FAN, NARROW))
    assert {"3.00", "0.00", "−3.00", "Leer 02.07.2025", "Frist 01.01.2026", "2024"} <= set(shown)


def test_bounds_that_lie_near_the_middle_are_written_apart():
    spreads = tuple(Spread(date(year, 12, 31), 99 * M, 99 * M, 100 * M, 101 * M, 101 * M) for year in (2024, 2025))
    drawing = fan_drawing(Fan("Saldo", spreads, (Known(date(2023, 12, 31), 900 * M),)), WIDE)
    places = [
        shape.y for shape in drawing.shapes if isinstance(shape, Label) and shape.text in ("0.99", "1.00", "1.01")
    ]
    assert sorted(later - earlier for earlier, later in itertools.pairwise(places)) == [16, 16]
