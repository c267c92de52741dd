"""When the form of a period is due and when the period is paid, counted in months from its first one."""

from __future__ import annotations

from datetime import date

from ankunft.domain.schemes.values import Cycle, Scheme
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.periods import HalfYear, Month, Year

Period = HalfYear | Year

LATEST_PAYMENT = 24
"""So many months after its first one a period is paid at the latest."""


def period_of(cycle: str, text: str) -> Period:
    """Read `2025-H2` where the scheme has half-years, `2025` where it has years; ValueError for anything else."""
    return HalfYear.parse(text) if cycle == Cycle.HALF_YEAR else Year.parse(text)


def due_on(scheme: Scheme, period: Period) -> date:
    """The last day on which the form of a period is handed in in time."""
    return _month_after(period, scheme.due_after).end


def payment_month(scheme: Scheme, period: Period) -> Month:
    """The one month at whose end the period is paid; what is accepted later is paid with a later one."""
    return _month_after(period, scheme.paid_after)


def periods_paid(series: Dated[Scheme], month: Month) -> list[Period]:
    """The periods that fall due in that month, each by the definition in force when it begins.

    One as a rule; several where the calendar was changed; none where the month is no payment month of the scheme.
    """
    found = []
    for period in _beginning_before(series, month):
        scheme = series.at(period.start)
        if scheme is not None and payment_month(scheme, period) == month:
            found.append(period)
    return found


def months_paid(series: Dated[Scheme], until: Month) -> list[Month]:
    """Every month up to that one in which a period falls due, latest first."""
    spans = series.spans()
    if not spans:
        return []
    months = [Month(year, month) for year in range(spans[0].start.year, until.year + 1) for month in range(1, 13)]
    return [month for month in reversed(months) if month <= until and periods_paid(series, month)]


def period_begins_on(cycle: str, day: date) -> bool:
    """Whether a period of that kind begins on the day: a definition changes with a period."""
    return day.day == 1 and day.month in ((1, 7) if cycle == Cycle.HALF_YEAR else (1,))


def _beginning_before(series: Dated[Scheme], month: Month) -> list[Period]:
    latest = series.at(month.end)
    if latest is None:
        return []
    years = range(max(month.year - LATEST_PAYMENT // 12 - 1, 1), month.year + 1)
    periods: list[Period] = (
        [HalfYear(year, half) for year in years for half in (1, 2)]
        if latest.cycle == Cycle.HALF_YEAR
        else [Year(year) for year in years]
    )
    return [period for period in periods if period.start <= month.start]


def _month_after(period: Period, months: int) -> Month:
    years, month = divmod(period.start.month - 1 + months, 12)
    return Month(period.start.year + years, month + 1)
