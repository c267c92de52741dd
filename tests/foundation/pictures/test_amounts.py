"""Units, rounding and round steps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.foundation.pictures.amounts import FRANC, MILLION, THOUSAND, in_words, unit_for
from ankunft.foundation.pictures.axes import axis_for

AMOUNTS = st.integers(-(10**14), 10**14)


@pytest.mark.parametrize(
    ("rappen", "unit", "figure"),
    [
        (843_000_000, MILLION, "8.43"),
        (-56_000_000, MILLION, "−0.56"),
        (125_000_000_000, MILLION, "1'250.00"),
        (500_000, MILLION, "0.01"),
        (499_999, MILLION, "0.00"),
        (-499_999, MILLION, "0.00"),
        (-500_000, MILLION, "−0.01"),
        (15_530_000, THOUSAND, "155.3"),
        (123_450, FRANC, "1'235"),
        (123_449, FRANC, "1'234"),
    ],
)
def test_a_figure_is_rounded_half_away_from_zero(rappen, unit, figure):
    assert unit.figure(rappen) == figure


@given(AMOUNTS)
def test_a_figure_is_at_most_half_a_step_off(rappen):
    shown = MILLION.figure(rappen).replace("'", "").replace("−", "-").replace(".", "")
    assert abs(int(shown) * 1_000_000 - rappen) <= 500_000


@pytest.mark.parametrize(
    ("amounts", "unit"),
    [
        ([], FRANC),
        ([999_999], FRANC),
        ([1_000_000], THOUSAND),
        ([-99_999_999], THOUSAND),
        ([5, -100_000_000], MILLION),
    ],
)
def test_the_largest_amount_chooses_the_unit(amounts, unit):
    assert unit_for(amounts) is unit


@pytest.mark.parametrize(
    ("rappen", "unit", "words"),
    [
        (843_000_000, None, "CHF 8.43 Mio."),
        (-56_000_000, None, "CHF −560'000"),
        (-56_000_000, MILLION, "CHF −0.56 Mio."),
        (4_400_000, MILLION, "CHF 44'000"),
        (0, MILLION, "CHF 0"),
    ],
)
def test_an_amount_in_a_sentence_does_not_break(rappen, unit, words):
    assert in_words(rappen, unit) == words.replace(" ", "\u00a0")


@given(st.lists(AMOUNTS, max_size=8), st.integers(2, 8))
def test_an_axis_reaches_over_every_amount_in_few_round_steps(amounts, most):
    axis = axis_for(amounts, most)
    assert axis.low <= min([0, *amounts])
    assert axis.high >= max([0, *amounts])
    assert 0 in axis.ticks
    assert axis.ticks[-1] == axis.high
    assert 2 <= len(axis.ticks) <= most + 1
    assert str(axis.step).rstrip("0") in {"1", "2", "5"}


@given(st.lists(AMOUNTS, max_size=8), st.integers(2, 8))
def test_a_tight_axis_ends_where_the_amounts_do(amounts, most):
    axis = axis_for(amounts, most, is_tight=True)
    least, largest = min([0, *amounts]), max([0, *amounts])
    assert (axis.low, axis.high) == (least, largest) if least < largest else axis.high > axis.low
    assert 0 in axis.ticks
    assert all(least <= tick <= axis.high for tick in axis.ticks)
    assert len(axis.ticks) <= most + 1


@given(st.lists(AMOUNTS, min_size=1, max_size=8))
def test_the_figures_of_an_axis_are_exact(amounts):
    axis, unit = axis_for(amounts), unit_for(amounts)
    texts = [axis.label(tick, unit) for tick in axis.ticks]
    assert len(set(texts)) == len(texts)
    for tick, text in zip(axis.ticks, texts, strict=True):
        assert float(text.replace("'", "").replace("−", "-")) * unit.rappen == pytest.approx(tick)


def test_an_axis_of_millions():
    axis = axis_for([843_000_000, -56_000_000])
    assert [axis.label(tick, MILLION) for tick in axis.ticks] == ["−2", "0", "2", "4", "6", "8", "10"]
