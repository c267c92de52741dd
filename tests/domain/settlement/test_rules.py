"""The law of the contributions, as tables of cases from KRS-GEF-2017/01."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.settlement.rules import (
    NoTariff,
    NotSubsidised,
    Priced,
    TariffEntry,
    balance,
    bank_day,
    base_year_paid,
    difference,
    half_year_paid,
    in_rappen,
    is_payment_month,
    pay_on,
    payment_date,
    population_date,
    price,
)
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.legal import LegalReference
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import HalfYear, Month, Year

REFERENCE = LegalReference("KRS-GEF-2017/01", "4.3.2")


def entry(francs: int | None, *, subsidised: bool = True) -> TariffEntry:
    return TariffEntry(None if francs is None else Money.francs(francs), subsidised, REFERENCE)


INTERPRETING = Dated([(date(2017, 1, 1), entry(None)), (date(2018, 7, 1), entry(160))])
INTEGRATION = Dated([(date(2022, 1, 1), entry(200))])
INTRODUCTION = Dated([(date(2018, 7, 1), entry(None, subsidised=False))])


@pytest.mark.parametrize(
    ("month", "half_year", "year", "paid_on"),
    [
        ("2024-03", "2023-H2", 2024, date(2024, 3, 31)),
        ("2024-09", "2024-H1", None, date(2024, 9, 30)),
        ("2018-03", "2017-H2", 2018, date(2018, 3, 31)),
    ],
)
def test_calendar_of_payments(month: str, half_year: str, year: int | None, paid_on: date) -> None:
    """KS 4.5.2: half-years are paid at the end of March and September, the base contribution in March."""
    asked = Month.parse(month)
    assert is_payment_month(asked)
    assert half_year_paid(asked) == HalfYear.parse(half_year)
    assert base_year_paid(asked) == (Year(year) if year else None)
    assert payment_date(asked) == paid_on


@pytest.mark.parametrize("month", [1, 2, 4, 5, 6, 7, 8, 10, 11, 12])
def test_other_months_pay_nothing(month: int) -> None:
    assert not is_payment_month(Month(2025, month))


def test_base_contribution_counts_residents_two_years_before() -> None:
    """KS 4.3.2: "per Stichtag 31.12. vor zwei Jahren"."""
    assert population_date(Year(2026)) == date(2024, 12, 31)


@pytest.mark.parametrize(
    ("tariffs", "half_year", "expected"),
    [
        pytest.param(INTERPRETING, "2018-H2", Priced, id="interpreting from 01.07.2018: CHF 160"),
        pytest.param(INTERPRETING, "2018-H1", NoTariff, id="interpreting before: subsidised, tariff unknown"),
        pytest.param(INTERPRETING, "2016-H2", NotSubsidised, id="interpreting before 2017: not subsidised"),
        pytest.param(INTEGRATION, "2021-H2", NotSubsidised, id="integration interviews before 2022 pay nothing"),
        pytest.param(INTEGRATION, "2022-H1", Priced, id="integration interviews from 01.01.2022"),
        pytest.param(INTRODUCTION, "2019-H1", NotSubsidised, id="introduction rate repealed 01.07.2018"),
        pytest.param(INTRODUCTION, "2018-H1", NotSubsidised, id="introduction rate: no tariff is invented"),
        pytest.param(Dated(), "2025-H1", NoTariff, id="a contribution without any tariff: said, not guessed"),
    ],
)
def test_price_by_half_year(tariffs: Dated[TariffEntry], half_year: str, expected: type) -> None:
    period = HalfYear.parse(half_year)
    assert type(price(tariffs, period.start, period.end)) is expected


def test_price_is_that_of_the_time_not_of_the_payment() -> None:
    tariffs = Dated([(date(2017, 1, 1), entry(200)), (date(2026, 1, 1), entry(210))])
    old, new = HalfYear(2025, 2), HalfYear(2026, 1)
    assert price(tariffs, old.start, old.end) == Priced(Money.francs(200), date(2017, 1, 1), REFERENCE)
    assert price(tariffs, new.start, new.end) == Priced(Money.francs(210), date(2026, 1, 1), REFERENCE)


def test_totals_cannot_be_valued_when_the_tariff_changes_within_the_period() -> None:
    tariffs = Dated([(date(2017, 1, 1), entry(200)), (date(2026, 3, 1), entry(210))])
    period = HalfYear(2026, 1)
    assert price(tariffs, period.start, period.end) == NoTariff("der Tarif wechselt innerhalb der Periode")


@pytest.mark.parametrize(
    ("entitled", "settled", "expected"),
    [
        ({20000: 12}, {}, {20000: 12}),
        ({20000: 12}, {20000: 12}, {}),
        ({20000: 10}, {20000: 12}, {20000: -2}),
        ({20000: 15}, {20000: 12}, {20000: 3}),
        ({21000: 12}, {20000: 12}, {20000: -12, 21000: 12}),
        ({}, {20000: 12}, {20000: -12}),
    ],
)
def test_difference(entitled: dict[int, int], settled: dict[int, int], expected: dict[int, int]) -> None:
    assert difference(entitled, settled) == expected


quantities = st.dictionaries(st.integers(1, 50_000), st.integers(-500, 500), max_size=4)


@given(entitled=quantities, settled=quantities)
def test_difference_settles_exactly(entitled: dict[int, int], settled: dict[int, int]) -> None:
    """What is settled plus the difference is what is entitled; once settled, nothing more is due."""
    lines = difference(entitled, settled)
    assert in_rappen(settled) + in_rappen(lines) == in_rappen(entitled)
    after = {rate: settled.get(rate, 0) + lines.get(rate, 0) for rate in {*settled, *lines}}
    assert difference(entitled, after) == {}


@pytest.mark.parametrize(
    ("credit", "reclaimed", "payment", "invoice"),
    [(240000, 0, 240000, 0), (240000, 40000, 200000, 0), (40000, 240000, 0, 200000), (5, 5, 0, 0), (0, 0, 0, 0)],
)
def test_balance(credit: int, reclaimed: int, payment: int, invoice: int) -> None:
    """KS 4.7: a reclaim is netted with the payments, the rest is invoiced."""
    result = balance(credit, reclaimed)
    assert (result.payment, result.invoice) == (payment, invoice)


@pytest.mark.parametrize(
    ("month", "released_on", "paid_on"),
    [
        (Month(2026, 3), date(2026, 3, 20), date(2026, 3, 31)),
        # Easter Sunday is the last day of the month, Good Friday the 29th.
        (Month(2024, 3), date(2024, 3, 20), date(2024, 3, 28)),
        (Month(2018, 3), date(2018, 3, 20), date(2018, 3, 29)),
        # The 30th is a Sunday.
        (Month(2018, 9), date(2018, 9, 20), date(2018, 9, 28)),
        (Month(2024, 3), date(2024, 3, 29), date(2024, 4, 2)),
        (Month(2025, 3), date(2025, 4, 12), date(2025, 4, 14)),
        (Month(2025, 3), date(2026, 7, 1), date(2026, 7, 1)),
    ],
)
def test_pay_on(month: Month, released_on: date, paid_on: date) -> None:
    """KS 4.5.2: at the end of the month, on a day on which banks book."""
    assert pay_on(month, released_on) == paid_on


@given(
    year=st.integers(2018, 2060),
    month=st.sampled_from([3, 9]),
    released_on=st.dates(date(2018, 1, 1), date(2070, 1, 1)),
)
def test_what_is_released_is_paid_on_a_bank_day_that_is_still_to_come(year: int, month: int, released_on: date) -> None:
    day = pay_on(Month(year, month), released_on)
    assert bank_day(day)
    assert day >= released_on
    assert (day - max(released_on, payment_date(Month(year, month)))).days <= 4
