"""How uncertain the rest of a year is: where it comes from, and what its figures are (FP 2.4)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.funds.rules.ranges import (
    Basis,
    Closed,
    Given,
    Ratios,
    Rest,
    Triangle,
    Year,
    given_fault,
    outlook,
    part,
    rest,
    shares,
    spans,
    told,
)

HISTORY = [Closed(100, 80), Closed(100, 120), Closed(200, 180), Closed(50, 50)]


@pytest.mark.parametrize(
    ("year", "found"),
    [
        # Nothing known: what is planned, a quarter up and down.
        (Year(planned=1200), Triangle(900, 1200, 1500, Basis.SPREAD)),
        # Of the plan only the open months.
        (Year(planned=1200, booked=300, over=6), Triangle(450, 600, 750, Basis.SPREAD)),
        (Year(planned=1200, booked=300, over=12), Triangle(0, 0, 0, Basis.BOOKED)),
        # The owner speaks of the whole year: what is booked is taken off, and no rest is below zero.
        (Year(planned=1200, booked=300, over=6, given=Given(200, 900, 1000)), Triangle(0, 600, 700)),
        (Year(planned=1200, booked=300, over=12, given=Given(200, 900, 1000)), Triangle(0, 0, 0, Basis.BOOKED)),
        # The owner goes before history.
        (Year(planned=1200, given=Given(1, 2, 3), history=HISTORY), Triangle(1, 2, 3)),
        (
            Year(planned=1200, over=6, history=HISTORY),
            Ratios(600, (Fraction(4, 5), Fraction(9, 10), Fraction(1), Fraction(6, 5))),
        ),
        # Too short, or of nothing planned.
        (Year(planned=1200, history=HISTORY[:3]), Triangle(900, 1200, 1500, Basis.SPREAD)),
        (Year(planned=1200, history=[*HISTORY[:3], Closed(0, 5)]), Triangle(900, 1200, 1500, Basis.SPREAD)),
        # What was never booked has not begun: that is no history of costing nothing.
        (Year(planned=1200, history=[Closed(100, 0)] * 6), Triangle(900, 1200, 1500, Basis.SPREAD)),
        (Year(planned=0), Triangle(0, 0, 0, Basis.SPREAD)),
    ],
)
def test_the_best_that_is_known_is_taken(year: Year, found: Rest) -> None:
    assert rest(year) == found


def test_what_is_booked_is_certain_and_the_rest_is_expected() -> None:
    found = outlook(Year(planned=1200, booked=300, over=6))
    assert (found.booked, found.expected_rest, found.expected) == (300, 600, 900)
    assert 750 < found.low < 900 < found.high < 1050
    closed = outlook(Year(planned=1200, booked=300, over=12))
    assert (closed.low, closed.expected, closed.high, closed.basis) == (300, 300, 300, Basis.BOOKED)


@pytest.mark.parametrize("given", [Given(-1, 0, 1), Given(2, 1, 3), Given(1, 3, 2)])
def test_a_range_goes_from_low_to_high(given: Given) -> None:
    assert given_fault(given)
    assert not given_fault(Given(1, 1, 1))
    with pytest.raises(ValueError, match="range"):
        Triangle(given.low, given.likely, given.high)


def test_the_figures_of_a_triangle() -> None:
    even = Triangle(0, 500, 1000)
    assert even.expected == 500
    assert [even.below(percent) for percent in (0, 50, 100)] == [0, 500, 1000]
    # A right triangle: a quarter of the chance lies below half of it.
    assert Triangle(0, 1000, 1000).below(25) == 500
    assert Triangle(0, 0, 1000).below(75) == 500


def test_the_figures_of_a_history() -> None:
    found = rest(Year(planned=1000, history=HISTORY))
    assert [found.below(percent) for percent in (0, 50, 100)] == [800, 950, 1200]
    assert found.expected == round((850 + 950 + 1100) / 3)


def test_what_is_paid_twice_a_year_is_as_certain_as_its_years() -> None:
    quarters = [Closed(25, booked) for booked in (0, 50, 0, 50, 0, 50, 0, 52)]
    assert spans(quarters) == [Closed(100, 100)] * 4 + [Closed(100, 102)]
    assert spans(quarters[:3]) == []
    found = rest(Year(planned=100, history=spans(quarters)))
    assert (found.below(0), found.below(100)) == (100, 102)


AMOUNT = st.integers(0, 10**9)
TRIANGLES = st.lists(AMOUNT, min_size=3, max_size=3).map(sorted).map(lambda three: Triangle(*three))
HISTORIES = st.builds(
    Ratios,
    AMOUNT,
    st.lists(st.fractions(0, 3), min_size=2, max_size=6).map(lambda ratios: tuple(sorted(ratios))),
)


@given(TRIANGLES | HISTORIES, st.integers(0, 99))
def test_a_higher_chance_is_never_a_lower_amount(one: Rest, percent: int) -> None:
    assert one.below(0) <= one.below(percent) <= one.below(percent + 1) <= one.below(100)
    assert one.below(0) <= one.expected <= one.below(100)


@pytest.mark.parametrize("basis", list(Basis))
def test_every_basis_is_told(basis: Basis) -> None:
    assert told(basis, 4).endswith(".")


@pytest.mark.parametrize("ratios", [(), (Fraction(1),), (Fraction(2), Fraction(1))])
def test_a_history_is_several_ratios_in_order(ratios: tuple[Fraction, ...]) -> None:
    with pytest.raises(ValueError, match="history"):
        Ratios(100, ratios)


@pytest.mark.parametrize(
    ("open_plan", "assigned", "found"),
    [
        (100, [], []),
        (100, [25], [Fraction(1, 4)]),
        (100, [70, 50], [Fraction(7, 10), Fraction(3, 10)]),
        (100, [150, 1], [Fraction(1), Fraction(0)]),
        (0, [0], [Fraction(0)]),
        (0, [7, 7], [Fraction(1), Fraction(0)]),
    ],
    ids=[
        "nobody",
        "some of it",
        "the first first",
        "more than it is",
        "nothing of nothing",
        "where nothing is planned",
    ],
)
def test_what_was_assigned_is_a_part_of_the_rest(open_plan: int, assigned: list[int], found: list[Fraction]) -> None:
    assert shares(open_plan, assigned) == found


@given(st.lists(st.integers(0, 10**9), min_size=3, max_size=3).map(sorted), st.fractions(0, 1))
def test_parts_of_a_rest_are_the_whole(bounds: list[int], share: Fraction) -> None:
    whole = Triangle(*bounds)
    one, other = part(whole, share), part(whole, 1 - share)
    assert abs(one.expected + other.expected - whole.expected) <= 3
    assert part(whole, Fraction(1)) == whole
    history = Ratios(bounds[2], (Fraction(1, 2), Fraction(2)))
    assert abs(part(history, share).below(95) - history.below(95) * share) <= 2
