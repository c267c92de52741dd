"""How long the money lasts: what is certain stays, what is drawn is distributed as said, a seed repeats it (FP 2.4)."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ankunft.domain.funds.rules.futures import Cell, Inputs, Pot, Result
from ankunft.domain.funds.rules.projection import project
from ankunft.domain.funds.rules.ranges import Ratios, Triangle
from ankunft.foundation.kernel.periods import Month

KIP2 = Pot("KIP 2", 843, date(2025, 12, 31))


def sure(amount: int) -> Triangle:
    return Triangle(amount, amount, amount)


def kip2(*amounts: int, pot: Pot = KIP2, **further: object) -> Inputs:
    cells = [Cell("IIM", pot.key, 2023 + number, sure(amount)) for number, amount in enumerate(amounts)]
    return replace(Inputs(2023, 2025, [pot], cells), **further)


def medians(result: Result, number: int = 0) -> list[int]:
    return [band.percentiles[2] for band in result.outcomes[number].balances.values()]


def test_without_uncertainty_it_is_the_plan_of_the_government() -> None:
    """FP 2.1, in ten thousands of francs: 4.82, 0.99, -0.56; it runs dry in 2025 and nothing is refunded."""
    result = project(kip2(361, 383, 155), seed=1, draws=50)
    outcome = result.outcomes[0]
    assert medians(result) == [482, 99, -56]
    assert all(len(set(band.percentiles)) == 1 for band in outcome.balances.values())
    # 155 in twelve equal months: 99 are gone within the eighth.
    assert dict(outcome.dry) == {Month(2025, 8): 50}
    assert outcome.refunded is not None
    assert outcome.refunded.percentiles == (0,) * 5
    assert outcome.lacking.percentiles == (56,) * 5


def test_what_is_left_at_the_deadline_is_refunded_and_gone() -> None:
    pot = replace(KIP2, refund_due=date(2024, 6, 30))
    result = project(kip2(43, 200, 0, pot=pot), seed=1, draws=10)
    outcome = result.outcomes[0]
    assert outcome.refunded is not None
    assert outcome.refunded.mean == 700
    assert medians(result) == [800, -100, -100]
    assert dict(outcome.dry) == {Month(2024, 7): 10}


@pytest.mark.parametrize(
    ("due", "refunded"),
    [
        (date(2024, 12, 30), 744),
        (date(2024, 12, 31), 735),
        (date(2025, 1, 1), 735),
        (date(2025, 1, 30), 735),
        (date(2023, 1, 1), None),
        (date(2026, 1, 31), None),
        (None, None),
    ],
    ids=str,
)
def test_only_months_that_are_over_count_for_the_refund(due: date | None, refunded: int | None) -> None:
    outcome = project(kip2(0, 108, 0, pot=replace(KIP2, refund_due=due)), seed=1, draws=3).outcomes[0]
    assert (outcome.refunded.mean if outcome.refunded else None) == refunded


def test_booked_months_are_certain_and_the_rest_falls_on_the_open_ones() -> None:
    certain = {("KIP 2", Month(2023, month)): -10 for month in range(1, 7)} | {("KIP 2", Month(2024, 3)): 300}
    result = project(kip2(600, 0, 0, certain=certain, over=Month(2023, 6)), seed=1, draws=5)
    assert medians(result) == [843 - 60 - 600, 483, 483]
    dry = project(kip2(900, 0, 0, certain=certain, over=Month(2023, 6)), seed=1, draws=5).outcomes[0].dry
    # 783 left after June, 150 a month: enough for five months, not for six.
    assert dict(dry) == {Month(2023, 12): 5}


def test_a_source_that_is_below_zero_to_begin_with_is_dry_at_once() -> None:
    outcome = project(kip2(0, 0, 0, pot=replace(KIP2, opening=-1)), seed=1, draws=4).outcomes[0]
    assert dict(outcome.dry) == {Month(2023, 1): 4}


def test_the_distribution_is_the_one_that_was_asked_for() -> None:
    shapes = [Triangle(0, 10_000_000, 40_000_000), Triangle(5_000, 5_000, 900_000)]
    history = Ratios(1_000_000, (Fraction(1, 2), Fraction(1), Fraction(9, 8), Fraction(2)))
    for rest in (*shapes, history):
        inputs = Inputs(2024, 2024, [Pot("a", 0)], [Cell("p", "a", 2024, rest)])
        band = project(inputs, seed=7, draws=40_000).outcomes[0].balances[2024]
        width = rest.below(100) - rest.below(0)
        wanted = [-rest.below(100 - percent) for percent in (5, 25, 50, 75, 95)]
        assert all(abs(one - two) < width / 60 for one, two in zip(band.percentiles, wanted, strict=True))
        assert abs(band.mean + rest.expected) < width / 60


def test_the_numbers_are_those_of_the_stated_generator() -> None:
    """Written out once more without blocks: one number per cell, the inverse of the triangle, whole Rappen."""
    rests = [Triangle(1_000, 2_500, 9_000), Triangle(0, 0, 70_000)]
    cells = [Cell(name, "a", 2024, rest) for name, rest in zip("pq", rests, strict=True)]
    drawn = np.random.Generator(np.random.PCG64(99)).random((20, 2))
    totals = []
    for row in drawn:
        amounts = []
        for number, one in zip(row, rests, strict=True):
            width = one.high - one.low
            if number < (one.likely - one.low) / width:
                amounts.append(one.low + (number * width * (one.likely - one.low)) ** 0.5)
            else:
                amounts.append(one.high - ((1 - number) * width * (one.high - one.likely)) ** 0.5)
        totals.append(sum(round(amount) for amount in amounts))
    band = project(Inputs(2024, 2024, [Pot("a", 0)], cells), seed=99, draws=20).outcomes[0].balances[2024]
    ordered = sorted(-total for total in totals)
    assert band.percentiles == tuple(ordered[rank - 1] for rank in (1, 5, 10, 15, 19))
    assert band.mean == round(Fraction(sum(ordered), 20))


RESTS = st.one_of(
    st.lists(st.integers(0, 10**8), min_size=3, max_size=3).map(sorted).map(lambda three: Triangle(*three)),
    st.builds(
        Ratios,
        st.integers(0, 10**8),
        st.lists(st.fractions(0, 2), min_size=2, max_size=5).map(lambda ratios: tuple(sorted(ratios))),
    ),
)
CELLS = st.lists(
    st.builds(Cell, st.sampled_from(["p1", "p2", "p3"]), st.sampled_from(["a", "b"]), st.integers(2024, 2026), RESTS),
    max_size=12,
    unique_by=lambda cell: (cell.position, cell.source, cell.year),
)
POTS = [Pot("a", 10**8, date(2025, 12, 31)), Pot("b", 5 * 10**7)]


@settings(deadline=None)
@given(CELLS, st.integers(0, 2**63), st.integers(1, 64), st.randoms(use_true_random=False))
def test_the_same_seed_gives_the_same_figures(
    cells: list[Cell], seed: int, at_a_time: int, shuffling: random.Random
) -> None:
    """In whatever order they come, and however many are in memory at a time."""
    result = project(Inputs(2024, 2026, POTS, cells), seed, draws=40)
    mixed = list(cells)
    shuffling.shuffle(mixed)
    assert project(Inputs(2024, 2026, POTS, mixed), seed, draws=40, at_a_time=at_a_time) == result


@settings(deadline=None)
@given(CELLS, st.integers(0, 2**31))
def test_figures_stay_between_the_least_and_the_most(cells: list[Cell], seed: int) -> None:
    result = project(Inputs(2024, 2026, [replace(pot, refund_due=None) for pot in POTS], cells), seed, draws=30)
    for pot, outcome in zip(POTS, result.outcomes, strict=True):
        low = high = pot.opening
        for year, band in outcome.balances.items():
            borne = [cell.rest for cell in cells if cell.source == pot.key and cell.year == year]
            low -= sum(one.below(100) + 1 for one in borne)
            high -= sum(one.below(0) - 1 for one in borne)
            assert list(band.percentiles) == sorted(band.percentiles)
            assert low <= band.percentiles[0] <= band.percentiles[-1] <= high
            assert low <= band.mean <= high
        assert 0 <= outcome.dry_draws <= 30
        assert (outcome.lacking.percentiles[-1] > 0) <= (outcome.dry_draws > 0)


@pytest.mark.parametrize(("at_a_time", "told"), [(2, [2, 4, 5]), (4, [4, 5]), (10, [5])])
def test_it_is_told_how_many_futures_are_drawn(at_a_time: int, told: list[int]) -> None:
    """One number a future; whoever listens changes no figure."""
    inputs = Inputs(2024, 2024, [Pot("a", 0)], [Cell("p", "a", 2024, Triangle(0, 10**6, 10**8))])
    heard: list[tuple[int, int]] = []
    result = project(inputs, 1, 5, at_a_time, progress=lambda done, total: heard.append((done, total)))
    assert heard == [(done, 5) for done in told]
    assert result == project(inputs, 1, 5)


def test_another_seed_gives_other_figures() -> None:
    inputs = Inputs(2024, 2024, [Pot("a", 0)], [Cell("p", "a", 2024, Triangle(0, 10**6, 10**8))])
    assert project(inputs, 1, draws=100) != project(inputs, 2, draws=100)


def test_by_when_it_is_dry_with_what_chance() -> None:
    """Of 200 between 0 and 1'000 in a year it runs dry in four futures of five, evenly."""
    flat = Ratios(1_000_00, (Fraction(0), Fraction(1)))
    inputs = Inputs(2024, 2024, [Pot("a", 200_00)], [Cell("p", "a", 2024, flat)])
    outcome = project(inputs, 3, draws=5_000).outcomes[0]
    assert 0.78 < outcome.dry_draws / 5_000 < 0.82
    assert outcome.dry_by(5_000, 100) is None
    halfway = outcome.dry_by(5_000, 50)
    assert halfway is not None
    assert outcome.dry_by(5_000, 5) <= halfway <= Month(2024, 12)


@pytest.mark.parametrize("cell", [Cell("p", "b", 2024, sure(1)), Cell("p", "a", 2025, sure(1))], ids=["source", "year"])
def test_what_nobody_bears_is_not_projected(cell: Cell) -> None:
    with pytest.raises(ValueError, match="no such source or year"):
        project(Inputs(2024, 2024, [Pot("a", 0)], [cell]), 1)


def test_nothing_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="at least once"):
        project(kip2(1, 1, 1), 1, draws=0)
