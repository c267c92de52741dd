"""Bars and waterfall: as long as their amounts, their figures legible, the steps without a gap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.foundation.pictures.bars import bars_drawing
from ankunft.foundation.pictures.shapes import NARROW, WIDE, Ink, Label, Line, Rect
from ankunft.foundation.pictures.values import Balance, Bars, Group, Movement, Waterfall
from ankunft.foundation.pictures.waterfall import spans, waterfall_drawing
from tests.foundation.pictures.geometry import assert_no_text_upon_another, assert_within_its_frame, rects, texts

FORMATS = st.sampled_from([WIDE, NARROW])
NAMES = st.sampled_from(["KIP 2", "Durchgehende Fallführung und Potenzialabklärung", "2024", "y" * 80, ""])
AMOUNTS = st.one_of(st.none(), st.just(0), st.integers(-(10**11), 10**12), st.integers(-100, 100))
M = 1_000_000


@st.composite
def bars_of(draw):
    groups = draw(st.lists(st.builds(Group, NAMES, AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=8))
    return Bars("Plan", "Position", tuple(groups))


@st.composite
def falls(draw):
    running = draw(st.integers(-(10**11), 10**12))
    steps = [Balance(draw(NAMES), running)]
    for movement in draw(st.lists(st.builds(Movement, NAMES, AMOUNTS), max_size=10)):
        steps.append(movement)
        running += movement.rappen or 0
        if draw(st.booleans()):
            steps.append(Balance(draw(NAMES), running))
    return Waterfall("Saldo", (*steps, Balance(draw(NAMES), running)))


@given(bars_of(), FORMATS)
def test_bars_stay_within_their_frame_and_their_texts_apart(bars, form):
    drawing = bars_drawing(bars, form)
    assert_within_its_frame(drawing)
    assert_no_text_upon_another(drawing)
    assert drawing == bars_drawing(bars, form)


@given(falls(), FORMATS)
def test_a_waterfall_stays_within_its_frame_and_its_texts_apart(fall, form):
    drawing = waterfall_drawing(fall, form)
    assert_within_its_frame(drawing)
    assert_no_text_upon_another(drawing)
    assert drawing == waterfall_drawing(fall, form)


@given(falls())
def test_each_step_begins_where_the_one_before_ended(fall):
    before = 0
    for span in spans(fall):
        assert span.start == (0 if isinstance(span.step, Balance) else before)
        assert span.end - span.start == (span.step.rappen or 0)
        before = span.end
    assert before == fall.closing.rappen


PLAN = Bars("Plan", "Position", (Group("Fallführung", 200 * M, 100 * M, 150 * M), Group("Programm R", -50 * M, None)))


@pytest.mark.parametrize("form", [WIDE, NARROW])
def test_bars_are_as_long_as_their_amounts(form):
    drawing = bars_drawing(PLAN, form)
    plan, short = rects(drawing, Ink.PLAN)
    booked, projected = rects(drawing, Ink.BOOKED)[0], rects(drawing, Ink.PROJECTED)[0]
    assert plan.width == pytest.approx(2 * booked.width) == pytest.approx(4 / 3 * projected.width)
    assert short.width == pytest.approx(plan.width / 4)
    assert short.x + short.width == pytest.approx(plan.x), "what is negative lies left of zero"
    assert {"2.00", "1.00", "1.50", "−0.50", "–"} <= set(texts(drawing))


def test_a_kind_without_any_figure_has_no_bars():
    drawing = bars_drawing(Bars("Plan", "Jahr", (Group("2024", 5 * M), Group("2025", 4 * M))), WIDE)
    assert "–" not in texts(drawing)
    assert len(rects(drawing, Ink.PLAN)) == 2


SALDO = Waterfall(
    "Saldo",
    (
        Balance("Saldo 01.01.", 400 * M),
        Movement("Tranche", 100 * M),
        Movement("IT", None),
        Movement("Ausgaben", -700 * M),
        Balance("Saldo 31.12.", -200 * M),
    ),
)


def test_a_waterfall_goes_down_in_columns_and_below_the_axis():
    drawing = waterfall_drawing(SALDO, WIDE)
    opening, gain = rects(drawing, Ink.BALANCE)[0], rects(drawing, Ink.GAIN)[0]
    spent, closing = rects(drawing, Ink.SPENT)[0], rects(drawing, Ink.SHORT)[0]
    zero = next(shape.y1 for shape in drawing.shapes if isinstance(shape, Line) and shape.ink is Ink.ZERO)
    assert opening.y + opening.height == pytest.approx(zero) == pytest.approx(closing.y)
    assert gain.y + gain.height == pytest.approx(opening.y)
    assert spent.y == pytest.approx(gain.y)
    assert spent.y + spent.height == pytest.approx(closing.y + closing.height)
    assert spent.height == pytest.approx(7 * gain.height)
    assert opening.x < gain.x < spent.x < closing.x
    assert {"4.00", "+1.00", "offen", "−7.00", "−2.00"} <= set(texts(drawing))


def test_a_waterfall_on_a_phone_stands_in_rows():
    drawing = waterfall_drawing(SALDO, NARROW)
    ordered = [shape for shape in drawing.shapes if isinstance(shape, Rect) and shape.ink is not Ink.HATCH]
    assert [shape.ink for shape in ordered] == [Ink.BALANCE, Ink.GAIN, Ink.SPENT, Ink.SHORT]
    assert [shape.y for shape in ordered] == sorted(shape.y for shape in ordered)
    spent, closing = ordered[2], ordered[3]
    assert spent.x == pytest.approx(closing.x)


def test_names_that_do_not_fit_below_a_column_make_rows():
    long = Waterfall("Saldo", (Balance("a", 5), *(Movement("Potenzialabklärung", 0),) * 9, Balance("b", 5)))
    drawing = waterfall_drawing(long, WIDE)
    names = [shape for shape in drawing.shapes if isinstance(shape, Label) and shape.text == "Potenzialabklärung"]
    assert len({label.x for label in names}) == 1
