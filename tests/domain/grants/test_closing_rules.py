"""The closing account of a project, the lowered instalments, and the credit: pure rules (KS 4.3.4, 4.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.grants import report_checks
from ankunft.domain.grants.closing_rules import Actual, Closing, closing, lowered, report_due
from ankunft.domain.grants.report_checks import Subject
from ankunft.domain.grants.rules import Commitment, Income, standing

AMOUNTS = st.integers(0, 10**9)
ACTUALS = st.builds(Actual, st.integers(1, 10**9), AMOUNTS, AMOUNTS, AMOUNTS)
DAY = date(2028, 1, 31)


@st.composite
def closings(draw: st.DrawFn) -> Closing:
    """Any account: no more paid than granted, as the plan of instalments has it."""
    granted = draw(st.integers(1, 10**9))
    return closing(granted, draw(st.integers(0, granted)), draw(ACTUALS))


class TestTheAccount:
    @pytest.mark.parametrize(
        ("granted", "paid", "actual", "used", "to_pay", "reclaimed", "lapsed"),
        [
            # planned 8000, of which the canton 5000, the municipality 2500, others 500
            (5000, 3000, Actual(8000, 8000, 2500, 500), 5000, 2000, 0, 0),
            (5000, 5000, Actual(8000, 8000, 2500, 500), 5000, 0, 0, 0),
            (5000, 3000, Actual(8000, 9999, 4499, 500), 5000, 2000, 0, 0),
            (5000, 3000, Actual(8000, 6400, 1900, 500), 4000, 1000, 0, 1000),
            (5000, 4000, Actual(8000, 6400, 1900, 500), 4000, 0, 0, 1000),
            (5000, 5000, Actual(8000, 6400, 1900, 500), 4000, 0, 1000, 0),
            (5000, 4500, Actual(8000, 6400, 1900, 500), 4000, 0, 500, 500),
            (5000, 3000, Actual(8000, 8000, 2500, 1500), 4000, 1000, 0, 1000),
            (5000, 3000, Actual(8000, 8000, 8000, 0), 0, 0, 3000, 2000),
            (5000, 3000, Actual(8000, 2000, 2500, 500), 0, 0, 3000, 2000),
            (5000, 3000, Actual(8000, 0, 0, 0), 0, 0, 3000, 2000),
            (5000, 0, Actual(8000, 0, 0, 0), 0, 0, 0, 5000),
            (4500, 4500, Actual(8000, 8000, 3000, 500), 4500, 0, 0, 0),
            (1000, 1000, Actual(3000, 1000, 0, 0), 333, 0, 667, 0),
            (5000, 5000, Actual(0, 100, 0, 0), 0, 0, 5000, 0),
        ],
        ids=[
            "as planned",
            "as planned, all paid",
            "dearer: no more than granted",
            "cheaper: the last instalment is lowered",
            "cheaper: nothing is open, the rest lapses",
            "cheaper, all paid: reclaimed",
            "cheaper: one part reclaimed, the other lapses",
            "others paid more: the canton pays less",
            "others paid all",
            "others paid more than it cost",
            "never took place",
            "never took place, nothing paid",
            "granted less than asked",
            "a third, rounded down",
            "nothing was planned",
        ],
    )
    def test_granted_paid_used(
        self, granted: int, paid: int, actual: Actual, used: int, to_pay: int, reclaimed: int, lapsed: int
    ) -> None:
        found = closing(granted, paid, actual)
        assert (found.used, found.to_pay, found.reclaimed, found.lapsed) == (used, to_pay, reclaimed, lapsed)

    @given(closings())
    def test_never_more_than_granted_and_never_below_zero(self, found: Closing) -> None:
        assert 0 <= found.used <= found.granted
        assert min(found.to_pay, found.reclaimed, found.lapsed) >= 0

    @given(closings())
    def test_every_franc_of_the_grant_is_somewhere_once(self, found: Closing) -> None:
        assert found.paid + found.to_pay + found.lapsed == found.granted
        assert found.paid + found.to_pay - found.reclaimed == found.used
        assert found.to_pay == 0 or found.reclaimed == 0

    @given(st.integers(1, 10**9), ACTUALS)
    def test_nobody_earns_by_it(self, granted: int, actual: Actual) -> None:
        found = closing(granted, 0, actual)
        assert found.used <= max(actual.costs - actual.own - actual.third, 0)
        assert found.used * actual.planned <= granted * actual.costs

    @given(st.integers(1, 10**9), ACTUALS, st.integers(0, 10**6))
    def test_whoever_spends_less_or_finds_more_elsewhere_never_gets_more(
        self, granted: int, actual: Actual, more: int
    ) -> None:
        before = closing(granted, 0, actual).used
        assert closing(granted, 0, Actual(actual.planned, actual.costs, actual.own, actual.third + more)).used <= before
        assert closing(granted, 0, Actual(actual.planned, actual.costs + more, actual.own, actual.third)).used >= before

    def test_what_nobody_pays_the_municipality_bears(self) -> None:
        assert closing(5000, 0, Actual(8000, 10_000, 2500, 500)).uncovered == 2000
        assert closing(5000, 0, Actual(8000, 2000, 2500, 500)).uncovered == 0


class TestTheInstalments:
    @pytest.mark.parametrize(
        ("unpaid", "to_pay", "left"),
        [
            ([], 0, []),
            ([20], 20, [20]),
            ([20], 0, [0]),
            ([20, 10], 25, [20, 5]),
            ([20, 10], 20, [20, 0]),
            ([20, 10], 7, [7, 0]),
        ],
        ids=["none", "as agreed", "nothing left", "the last is lowered", "the last lapses", "the first is lowered too"],
    )
    def test_the_last_one_is_lowered_first(self, unpaid: list[int], to_pay: int, left: list[int]) -> None:
        assert lowered(unpaid, to_pay) == left

    @given(st.lists(st.integers(1, 10**6), max_size=12), st.data())
    def test_together_they_are_what_is_to_be_paid(self, unpaid: list[int], data: st.DataObject) -> None:
        to_pay = data.draw(st.integers(0, sum(unpaid)))
        left = lowered(unpaid, to_pay)
        assert sum(left) == to_pay
        assert all(0 <= kept <= amount for kept, amount in zip(left, unpaid, strict=True))
        changed = [at for at, amount in enumerate(unpaid) if left[at] != amount]
        assert changed == list(range(len(unpaid) - len(changed), len(unpaid)))
        assert all(left[at] == 0 for at in changed[1:])


class TestTheCredit:
    """What a project gives back is free once: at once where it was never paid, else through the year that nets it."""

    @given(closings(), AMOUNTS, st.integers(0, 10**9), st.data())
    def test_no_franc_counts_twice_and_none_is_lost(
        self, found: Closing, income: int, credit: int, data: st.DataObject
    ) -> None:
        contributions = data.draw(st.integers(0, credit))
        netted = min(found.reclaimed, contributions)
        surplus = credit - (contributions - netted)
        after = _free([income, surplus], Commitment("P-1", found.granted, found.paid + found.to_pay, found.lapsed))
        # As if it had been known from the beginning what the project would use, as far as runs net the rest.
        known = _free([income, credit - contributions], Commitment("P-1", found.used, found.used))
        assert after == known - (found.reclaimed - netted)

    @given(closings())
    def test_only_what_lapses_is_free_at_once(self, found: Closing) -> None:
        before = Commitment("P-1", found.granted, found.paid)
        after = Commitment("P-1", found.granted, found.paid, found.lapsed)
        assert _free([0], after) - _free([0], before) == found.lapsed
        assert standing([], [after]).to_pay == found.to_pay


def _free(incomes: list[int], commitment: Commitment) -> int:
    return standing([Income(2024, amount, "Demo", DAY) for amount in incomes], [commitment]).free


GOOD = Subject(reached="Demo", deviations="", missing=(), files=1, ends_on=date(2027, 12, 31), day=date(2028, 1, 1))


class TestTheChecks:
    @pytest.mark.parametrize(
        ("changes", "found"),
        [
            ({}, []),
            ({"reached": " \n"}, ["reached"]),
            ({"missing": ("Raum",)}, ["amounts_missing"]),
            ({"files": 0}, ["not_proved"]),
            ({"day": date(2027, 12, 31)}, ["not_over"]),
            ({"day": date(2027, 12, 31), "deviations": "Früher zu Ende"}, []),
            (
                {"day": date(2027, 1, 1), "reached": "", "missing": ("a", "b"), "files": 0},
                ["not_over", "reached", "amounts_missing", "not_proved"],
            ),
        ],
        ids=["whole", "no words", "no amount", "no paper", "the last day", "ended sooner", "nothing at all"],
    )
    def test_what_is_lacking_is_said(self, changes: dict[str, object], found: list[str]) -> None:
        checked = report_checks.run(replace(GOOD, **changes))  # type: ignore[arg-type]
        assert [one.code for one in checked] == found

    def test_the_lines_without_an_amount_are_named(self) -> None:
        (finding,) = report_checks.run(Subject("x", "", ("Raum", "Kurs"), 1, GOOD.ends_on, GOOD.day))
        assert "«Raum», «Kurs»" in finding.sentence


@pytest.mark.parametrize(
    ("days", "due"), [(90, date(2028, 3, 30)), (1, date(2028, 1, 1))], ids=["ninety days", "the next day"]
)
def test_a_report_is_due_so_many_days_after_the_end(days: int, due: date) -> None:
    assert report_due(date(2027, 12, 31), days) == due
