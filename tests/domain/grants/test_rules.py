"""The credit for projects, the budget, and the checks of an application: pure rules (KS 4.3.4)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.grants import checks
from ankunft.domain.grants.checks import Subject
from ankunft.domain.grants.criteria import REPORT_DAYS, criteria, read
from ankunft.domain.grants.rules import Budget, Commitment, Income, Standing, months_between, standing
from ankunft.foundation.kernel.errors import Refused

AMOUNTS = st.integers(0, 10**9)
DAY = date(2026, 11, 22)
GOOD = Subject(
    goal="Ziel",
    target_group="Gruppe",
    measures="Massnahmen",
    begins_on=date(2027, 1, 1),
    ends_on=date(2027, 12, 31),
    budget=Budget(costs=8000, own=2500, third=500, asked=5000),
    longest_months=36,
    municipality="Olten",
    exists=True,
    not_entitled="",
    day=DAY,
)


def income(amount: int, year: int = 2024) -> Income:
    return Income(year, amount, "Demo", DAY)


class TestTheCredit:
    @pytest.mark.parametrize(
        ("incomes", "grants", "expected"),
        [
            ((), (), Standing(0, 0, 0)),
            ((100, 50), (), Standing(150, 0, 0)),
            ((100, 50), ((60, 20), (40, 0)), Standing(150, 100, 20)),
        ],
        ids=["nothing", "two years", "two grants"],
    )
    def test_what_came_in_less_what_was_decided(
        self, incomes: tuple[int, ...], grants: tuple[tuple[int, int], ...], expected: Standing
    ) -> None:
        found = standing(
            [income(amount) for amount in incomes], [Commitment("P-1", amount, paid) for amount, paid in grants]
        )
        assert found == expected
        assert found.free == sum(incomes) - sum(amount for amount, _paid in grants)
        assert found.to_pay == sum(amount - paid for amount, paid in grants)

    @given(st.lists(AMOUNTS), st.lists(AMOUNTS), AMOUNTS)
    def test_a_grant_that_is_not_too_much_leaves_nothing_owing(
        self, incomes: list[int], grants: list[int], amount: int
    ) -> None:
        before = standing(map(income, incomes), [Commitment("P", one, 0) for one in grants])
        after = standing(map(income, incomes), [Commitment("P", one, 0) for one in (*grants, amount)])
        assert after.free == before.free - amount
        if before.free >= 0:
            assert (before.exceeded_by(amount) == 0) == (after.free >= 0)

    @given(st.lists(AMOUNTS), st.permutations([1, 2, 3]))
    def test_the_order_of_years_is_nothing(self, incomes: list[int], grants: list[int]) -> None:
        taken = [Commitment(f"P-{one}", one, 0) for one in grants]
        assert standing(map(income, incomes), taken) == standing(map(income, reversed(incomes)), sorted(taken, key=str))


class TestTheBudget:
    @given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
    def test_the_gap_is_what_closes_it(self, costs: int, own: int, third: int, asked: int) -> None:
        budget = Budget(costs, own, third, asked)
        assert budget.financing + budget.gap == costs

    @pytest.mark.parametrize(
        ("first", "last", "months"),
        [
            (date(2027, 1, 1), date(2027, 1, 31), 1),
            (date(2027, 1, 31), date(2027, 2, 1), 2),
            (date(2027, 1, 1), date(2029, 12, 31), 36),
            (date(2027, 1, 1), date(2030, 1, 1), 37),
        ],
        ids=["one month", "two days in two months", "three years", "a day more"],
    )
    def test_calendar_months_are_counted(self, first: date, last: date, months: int) -> None:
        assert months_between(first, last) == months


def codes(**changes: object) -> list[str]:
    return [finding.code for finding in checks.run(replace(GOOD, **changes))]  # type: ignore[arg-type]


class TestTheChecks:
    def test_what_is_complete_lacks_nothing(self) -> None:
        assert codes() == []

    @pytest.mark.parametrize(
        ("changes", "found"),
        [
            ({"goal": " "}, ["described"]),
            ({"goal": "", "target_group": "", "measures": "\n"}, ["described"] * 3),
            ({"begins_on": None}, ["period"]),
            ({"ends_on": None}, ["period"]),
            ({"ends_on": date(2026, 12, 31)}, ["period"]),
            ({"begins_on": date(2026, 1, 1), "ends_on": DAY}, []),
            ({"begins_on": date(2026, 1, 1), "ends_on": date(2026, 11, 21)}, ["period"]),
            ({"ends_on": date(2029, 12, 31)}, []),
            ({"ends_on": date(2030, 1, 1)}, ["period"]),
            ({"budget": Budget(0, 0, 0, 0)}, ["costs_missing", "nothing_asked"]),
            ({"budget": Budget(0, 0, 0, 5)}, ["costs_missing"]),
            ({"budget": Budget(10, 10, 0, 0)}, ["nothing_asked"]),
            ({"budget": Budget(10, 4, 0, 5)}, ["does_not_balance"]),
            ({"budget": Budget(10, 4, 2, 5)}, ["does_not_balance"]),
            ({"exists": False}, ["entitled"]),
            ({"not_entitled": "Demo"}, ["entitled"]),
        ],
        ids=[
            "no goal",
            "no words at all",
            "no begin",
            "no end",
            "ends before it begins",
            "ends today",
            "ended yesterday",
            "three years",
            "a month too long",
            "no budget",
            "no costs",
            "asks nothing",
            "a franc is missing",
            "a franc too much",
            "merged away",
            "not entitled",
        ],
    )
    def test_what_is_lacking_is_said(self, changes: dict[str, object], found: list[str]) -> None:
        assert codes(**changes) == found

    def test_the_sentence_names_the_sums(self) -> None:
        (finding,) = checks.run(replace(GOOD, budget=Budget(1000_00, 200_00, 0, 700_00)))
        said = finding.sentence.replace("\xa0", " ")
        assert [part for part in ("CHF 1'000.00", "CHF 900.00", "CHF 100.00") if part not in said] == []


class TestTheCriteria:
    def test_those_that_come_with_the_product_say_whose_they_are(self) -> None:
        found = criteria()
        assert "Eigener Vorschlag" in found.source
        assert len(found.criteria) == len({one.code for one in found.criteria}) > 0

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "[]",
            "{}",
            json.dumps({"source": "x", "longest_months": 0, "report_days": 1, "criteria": []}),
            json.dumps({"source": "x", "longest_months": 1, "report_days": 1, "criteria": []}),
            json.dumps({"source": "x", "longest_months": 1, "report_days": 1, "criteria": [{"code": "a"}]}),
            json.dumps(
                {
                    "source": "x",
                    "longest_months": 1,
                    "report_days": 1,
                    "criteria": [{"code": "a", "label": "A", "question": "?", "most": 4}] * 2,
                }
            ),
            json.dumps(
                {
                    "source": "x",
                    "longest_months": 1,
                    "report_days": 1,
                    "criteria": [{"code": "a", "label": "A", "question": "?", "most": True}],
                }
            ),
        ],
        ids=["empty", "a list", "nothing in it", "no months", "no criteria", "half", "twice", "no number"],
    )
    def test_a_broken_file_is_refused_with_its_name(self, text: str, tmp_path: Path) -> None:
        file = tmp_path / "grant-criteria.json"
        file.write_text(text)
        with pytest.raises(Refused, match=r"grant-criteria\.json"):
            read(file)

    def test_a_file_older_than_reports_is_read(self, tmp_path: Path) -> None:
        file = tmp_path / "grant-criteria.json"
        data = {
            "source": "x",
            "longest_months": 1,
            "criteria": [{"code": "a", "label": "A", "question": "?", "most": 4}],
        }
        file.write_text(json.dumps(data))
        assert read(file).report_days == REPORT_DAYS

    def test_a_report_is_never_due_in_no_time(self, tmp_path: Path) -> None:
        file = tmp_path / "grant-criteria.json"
        data = {"source": "x", "longest_months": 1, "report_days": 0, "criteria": []}
        file.write_text(json.dumps(data))
        with pytest.raises(Refused, match="no whole number above zero"):
            read(file)

    def test_one_that_is_not_there_too(self, tmp_path: Path) -> None:
        with pytest.raises(Refused, match=r"weg\.json"):
            read(tmp_path / "weg.json")
