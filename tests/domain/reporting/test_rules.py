"""Deadlines, duties and entitlement (KS 4.2, 4.3.1, 4.5.2, 5.2) as tables and as laws over all days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.reporting import rules
from ankunft.domain.reporting.rules import Declared
from ankunft.foundation.kernel.periods import HalfYear, Year

days = st.dates(min_value=date(2017, 1, 1), max_value=date(2060, 12, 31))
half_years = st.builds(HalfYear, st.integers(2017, 2060), st.sampled_from([1, 2]))


@pytest.mark.parametrize(
    ("period", "due"),
    [("2024-H1", date(2024, 7, 31)), ("2024-H2", date(2025, 1, 31)), ("2026-H2", date(2027, 1, 31))],
)
def test_reports_are_due_at_the_end_of_july_and_of_january(period: str, due: date) -> None:
    assert rules.report_due_on(HalfYear.parse(period)) == due


@given(half_years)
def test_what_is_handed_in_in_time_can_be_accepted_before_it_is_paid(period: HalfYear) -> None:
    paid_on = rules.decision_due_on(period)
    assert rules.report_due_on(period) < paid_on
    assert (paid_on + timedelta(days=1)).day == 1
    assert paid_on.month in (3, 9)


def test_self_declarations_are_due_on_31_january_of_their_year() -> None:
    assert rules.declaration_due_on(Year(2026)) == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("day", "period"),
    [
        (date(2026, 11, 22), "2026-H2"),
        (date(2027, 1, 31), "2026-H2"),
        (date(2027, 2, 1), "2027-H1"),
        (date(2026, 7, 31), "2026-H1"),
        (date(2026, 8, 1), "2026-H2"),
        (date(2026, 6, 30), "2026-H1"),
    ],
)
def test_the_next_deadline(day: date, period: str) -> None:
    assert str(rules.next_deadline(day)) == period


@given(days)
def test_no_deadline_lies_between_a_day_and_the_next_one(day: date) -> None:
    period = rules.next_deadline(day)
    assert rules.report_due_on(period.previous()) < day <= rules.report_due_on(period)


@pytest.mark.parametrize(
    ("day", "allowed"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True), (date(2026, 12, 1), True)]
)
def test_a_report_is_handed_in_after_its_half_year(day: date, allowed: bool) -> None:
    assert rules.may_be_submitted(HalfYear(2026, 1), day) is allowed


@pytest.mark.parametrize(
    ("submitted_on", "day", "late"),
    [
        (None, date(2026, 7, 31), False),
        (None, date(2026, 8, 1), True),
        (date(2026, 7, 31), date(2026, 11, 22), False),
        (date(2026, 8, 1), date(2026, 11, 22), True),
    ],
)
def test_late_is_after_the_last_day(submitted_on: date | None, day: date, late: bool) -> None:
    assert rules.is_late(date(2026, 7, 31), submitted_on, day) is late


def test_due_are_the_half_years_that_are_over_and_none_before_2017() -> None:
    due = rules.due_periods(HalfYear(2015, 1), date(2018, 7, 1))
    assert [str(period) for period in due] == ["2017-H1", "2017-H2", "2018-H1"]


@given(half_years, days)
def test_every_due_half_year_can_be_submitted_and_the_next_one_not(first: HalfYear, day: date) -> None:
    due = rules.due_periods(first, day)
    assert all(rules.may_be_submitted(period, day) for period in due)
    assert not rules.may_be_submitted((due[-1] if due else rules.last_ended(day)).next(), day)
    assert due == sorted(set(due))


def test_due_years_include_the_running_one() -> None:
    assert [year.year for year in rules.due_years(Year(2024), date(2026, 1, 1))] == [2024, 2025, 2026]
    assert rules.due_years(Year(2012), date(2017, 5, 1)) == [Year(2017)]


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "period", "reports"),
    [
        (date(1960, 1, 1), None, "2025-H2", True),
        (date(1960, 1, 1), date(2025, 12, 31), "2025-H2", True),
        (date(1960, 1, 1), date(2025, 12, 30), "2025-H2", False),
        (date(1960, 1, 1), date(2025, 12, 31), "2026-H1", False),
        (date(2026, 1, 1), None, "2025-H2", False),
        (date(2026, 6, 30), None, "2026-H1", True),
    ],
)
def test_who_exists_on_the_last_day_reports(
    valid_from: date, valid_to: date | None, period: str, reports: bool
) -> None:
    assert rules.must_report(valid_from, valid_to, HalfYear.parse(period)) is reports


@given(half_years, days)
def test_a_merger_leaves_exactly_one_to_report(period: HalfYear, last: date) -> None:
    before = rules.must_report(date(1960, 1, 1), last, period)
    after = rules.must_report(last + timedelta(days=1), None, period)
    assert before != after


def test_who_exists_on_1_january_declares() -> None:
    assert rules.must_declare(date(1960, 1, 1), None, Year(2026))
    assert not rules.must_declare(date(1960, 1, 1), date(2025, 12, 31), Year(2026))
    assert not rules.must_declare(date(2026, 1, 2), None, Year(2026))


def _entitled(declarations: list[Declared], day: date) -> bool:
    return rules.refusal({1: rules.entitlement(declarations)}, {}, 1, None, day) is None


@pytest.mark.parametrize(
    ("declarations", "day", "entitled"),
    [
        ([], date(2026, 1, 1), True),
        ([Declared(2025, 1, True, True)], date(2025, 1, 1), True),
        ([Declared(2025, 1, False, True)], date(2024, 12, 31), True),
        ([Declared(2025, 1, False, True)], date(2025, 1, 1), False),
        ([Declared(2025, 1, True, False)], date(2026, 6, 1), False),
        ([Declared(2025, 1, False, False), Declared(2026, 1, True, True)], date(2026, 1, 1), True),
        ([Declared(2025, 1, False, False), Declared(2026, 1, True, True)], date(2025, 12, 31), False),
        ([Declared(2025, 2, True, True), Declared(2025, 1, False, True)], date(2025, 1, 1), True),
        ([Declared(2025, 1, True, True), Declared(2025, 2, True, False)], date(2025, 1, 1), False),
    ],
)
def test_declarations_state_the_entitlement(declarations: list[Declared], day: date, entitled: bool) -> None:
    assert _entitled(declarations, day) is entitled


@given(
    st.lists(st.builds(Declared, st.integers(2017, 2027), st.integers(1, 3), st.booleans(), st.booleans())),
    st.dates(date(2017, 1, 1), date(2028, 12, 31)),
)
def test_the_latest_declaration_up_to_a_day_decides(declarations: list[Declared], day: date) -> None:
    unique = {(declared.year, declared.number): declared for declared in declarations}
    so_far = [declared for declared in unique.values() if declared.year <= day.year]
    last = max(so_far, default=None)
    expected = last is None or (last.officer_named and last.tasks_organised)
    assert _entitled(list(unique.values()), day) is expected


def test_nothing_stated_means_entitled() -> None:
    assert rules.refusal({}, {}, 1, None, date(2026, 1, 1)) is None


def test_the_lead_declares_for_its_members() -> None:
    assert rules.declarant(7, None) == 7
    assert rules.declarant(7, 3) == 3


def test_days_until_a_deadline() -> None:
    assert rules.days_until(date(2027, 1, 31), date(2026, 11, 22)) == 70
    assert rules.days_until(date(2026, 7, 31), date(2026, 8, 3)) == -3
