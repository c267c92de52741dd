"""Rounding that never breaks a sum, positions as a tree, and the table of a plan."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.funds.rules.rounding import in_units, rounded, shares
from ankunft.domain.funds.rules.table import balances, table_of
from ankunft.domain.funds.rules.tree import Node, Tree

AMOUNTS = st.integers(-(10**12), 10**12)
SPENT = st.integers(0, 10**11)
UNITS = st.sampled_from([1, 5, 100, 10_000_00])
FP = Tree([Node(1, None, 1), Node(2, None, 2), Node(3, None, 3), Node(4, 3, 4), Node(5, 3, 5)])


class TestRounding:
    @pytest.mark.parametrize(
        ("amount", "units"), [(0, 0), (49, 0), (50, 1), (149, 1), (-49, 0), (-50, 0), (-51, -1), (-150, -1)]
    )
    def test_half_a_unit_goes_up(self, amount: int, units: int) -> None:
        assert rounded(amount, 100) == units

    @pytest.mark.parametrize(
        ("total", "parts", "expected"),
        [
            (1, [40, 40, 40], [1, 0, 0]),
            (2, [40, 40, 40], [1, 1, 0]),
            (3, [140, 60, 60], [1, 1, 1]),
            (2, [140, 60, 60], [1, 1, 0]),
            (0, [], []),
            (-1, [-30, -20], [-1, 0]),
            (3, [300, 0], [3, 0]),
        ],
    )
    def test_the_largest_remainders_get_what_is_left(self, total: int, parts: list[int], expected: list[int]) -> None:
        assert shares(total, parts, 100) == expected

    @pytest.mark.parametrize(("total", "parts"), [(3, [40, 40, 40]), (0, [40, 40, 40]), (1, []), (2, [300])])
    def test_a_total_that_is_not_of_these_parts(self, total: int, parts: list[int]) -> None:
        with pytest.raises(ValueError, match="not the sum"):
            shares(total, parts, 100)

    @given(parts=st.lists(AMOUNTS, max_size=12), unit=UNITS)
    def test_shares_add_up_and_are_less_than_a_unit_away(self, parts: list[int], unit: int) -> None:
        for total in {sum(parts) // unit, -(-sum(parts) // unit), rounded(sum(parts), unit)}:
            units = shares(total, parts, unit)
            assert sum(units) == total
            assert all(abs(one * unit - part) < unit for one, part in zip(units, parts, strict=True))

    @pytest.mark.parametrize(("units", "shown"), [(843, "8.43"), (-56, "-0.56"), (0, "0.00"), (-4, "-0.04")])
    def test_written_with_decimals(self, units: int, shown: str) -> None:
        assert in_units(units, 2) == shown

    def test_written_without_decimals(self) -> None:
        assert in_units(-7, 0) == "-7"


class TestTree:
    def test_in_the_order_of_the_plan_with_depth(self) -> None:
        tree = Tree([Node(9, None, 3), Node(1, None, 1), Node(5, 9, 4), Node(6, 9, 2)])
        assert tree.order() == [(1, 0), (9, 0), (6, 1), (5, 1)]

    def test_a_sum_is_what_is_below_it(self) -> None:
        assert FP.sums({1: 10, 4: 3, 5: 4}) == {1: 10, 4: 3, 5: 4, 3: 7}

    def test_nothing_planned_is_not_zero(self) -> None:
        assert FP.sums({4: 0}) == {4: 0, 3: 0}
        assert FP.sums({}) == {}

    def test_a_sum_has_no_amount_of_its_own(self) -> None:
        with pytest.raises(ValueError, match="is a sum"):
            FP.sums({3: 1})

    @pytest.mark.parametrize("nodes", [[Node(1, 2, 1)], [Node(1, 1, 1)], [Node(1, 2, 1), Node(2, 1, 2)]])
    def test_a_tree_has_roots(self, nodes: list[Node]) -> None:
        with pytest.raises(ValueError, match="below"):
            Tree(nodes)


class TestTable:
    def test_what_one_year_leaves_the_next_begins_with(self) -> None:
        at = balances(843, {2023: 361, 2024: 383, 2025: 155}, [2023, 2024, 2025])
        assert list(at.opening.values()) == [843, 482, 99]
        assert list(at.closing.values()) == [482, 99, -56]

    def test_what_comes_in_is_counted(self) -> None:
        assert balances(10, {2024: 7}, [2024, 2025], {2025: 5}).closing == {2024: 3, 2025: 8}

    def test_a_column_adds_up_where_rounding_each_figure_would_not(self) -> None:
        """Three times 0.4 of an opening balance of 2.0: each rounds to 0, together they take one."""
        tree = Tree([Node(1, None, 1), Node(2, None, 2), Node(3, None, 3)])
        table = table_of(200, tree, {2024: {1: 40, 2: 40, 3: 40}}, [2024], 100)
        assert (table.opening[2024], table.closing[2024]) == (2, 1)
        assert [table.spent[key][2024] for key in (1, 2, 3)] == [1, 0, 0]

    def test_no_figure_where_nothing_is_planned(self) -> None:
        table = table_of(500, FP, {2024: {4: 0}}, [2024, 2025], 100)
        assert table.spent == {
            1: {2024: None, 2025: None},
            2: {2024: None, 2025: None},
            3: {2024: 0, 2025: None},
            4: {2024: 0, 2025: None},
            5: {2024: None, 2025: None},
        }

    @given(
        opening=AMOUNTS,
        amounts=st.dictionaries(
            st.sampled_from([2024, 2025, 2026]), st.dictionaries(st.sampled_from([1, 2, 4, 5]), SPENT), max_size=3
        ),
        unit=UNITS,
    )
    def test_every_sum_on_the_page_holds(self, opening: int, amounts: dict[int, dict[int, int]], unit: int) -> None:
        years = [2024, 2025, 2026]
        table = table_of(opening, FP, amounts, years, unit)
        exact = balances(opening, {year: sum(of.values()) for year, of in amounts.items()}, years)
        for year in years:
            spent = {key: table.spent[key][year] or 0 for key in table.spent}
            assert table.opening[year] - spent[1] - spent[2] - spent[3] == table.closing[year]
            assert spent[4] + spent[5] == spent[3]
            assert abs(table.closing[year] * unit - exact.closing[year]) * 2 <= unit
            for key, amount in amounts.get(year, {}).items():
                assert abs(spent[key] * unit - amount) < unit
        assert [table.closing[year] for year in years[:-1]] == [table.opening[year] for year in years[1:]]

    @given(opening=AMOUNTS, amounts=st.dictionaries(st.sampled_from([1, 2, 4, 5]), SPENT))
    def test_in_rappen_nothing_is_rounded(self, opening: int, amounts: dict[int, int]) -> None:
        table = table_of(opening, FP, {2024: amounts}, [2024])
        assert {key: table.spent[key][2024] for key in amounts} == amounts
        assert table.closing[2024] == opening - sum(amounts.values())
