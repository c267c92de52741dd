"""When the form of a period is asked for and due, and when it is paid, counted in months from the first one."""

from __future__ import annotations

from datetime import date, timedelta

from ankunft.domain.reporting.rules import must_declare, must_report
from ankunft.domain.schemes.values import Cycle, Scheme
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.periods import HalfYear, Month, Year

from .entitlement import is_open_to_anybody

Period = HalfYear | Year

LATEST_PAYMENT = 24
"""So many months after its first one a period is paid at the latest."""


def period_of(cycle: str, text: str) -> Period:
    """Read `2025-H2` where the scheme has half-years, `2025` where it has years; ValueError for anything else."""
    return HalfYear.parse(text) if cycle == Cycle.HALF_YEAR else Year.parse(text)


def due_on(scheme: Scheme, period: Period) -> date:
    """The last day on which the form of a period is handed in in time."""
    return _month_after(period, scheme.due_after).end


def asked_from(scheme: Scheme, period: Period) -> date:
    """The first day on which the form of a period is asked for.

    A form that is due after the period tells what happened in it: it is asked for when the period is over, like a
    half-year report (KS 4.5.2). One that is due within the period is an application: it is asked for from the first
    day of the period.
    """
    return period.end + timedelta(days=1) if due_on(scheme, period) > period.end else period.start


def periods_asked(series: Dated[Scheme], day: date) -> list[tuple[Scheme, Period]]:
    """The periods whose form is asked for on that day, latest first, each with the definition in force when it begins.

    Periods for which nobody can be entitled, whatever the form says, are left out.
    """
    spans = series.spans()
    if not spans:
        return []
    found = []
    for period in _between(spans[-1].value.cycle, spans[0].start, day):
        scheme = series.at(period.start)
        if scheme is not None and asked_from(scheme, period) <= day and is_open_to_anybody(scheme, period.start):
            found.append((scheme, period))
    return found[::-1]


def reports_on(valid_from: date, valid_to: date | None, period: Period) -> bool:
    """Whether a municipality hands in the form of a period.

    Whoever exists when a half-year ends reports on it, whoever exists when a year begins on that (KS 4.5.2, 5.2).
    """
    if isinstance(period, HalfYear):
        return must_report(valid_from, valid_to, period)
    return must_declare(valid_from, valid_to, period)


def reporting_day(period: Period) -> date:
    """The day on which a municipality has to exist to report on the period: the last of a half-year, the first of a
    year (KS 4.5.2, 5.2).
    """
    return period.end if isinstance(period, HalfYear) else period.start


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
    first = date(max(month.year - LATEST_PAYMENT // 12 - 1, 1), 1, 1)
    return _between(latest.cycle, first, month.start)


def _between(cycle: str, first: date, last: date) -> list[Period]:
    """The periods that begin between the two days, oldest first."""
    years = range(first.year, last.year + 1)
    periods: list[Period] = (
        [HalfYear(year, half) for year in years for half in (1, 2)]
        if cycle == Cycle.HALF_YEAR
        else [Year(year) for year in years]
    )
    return [period for period in periods if first <= period.start <= last]


def _month_after(period: Period, months: int) -> Month:
    years, month = divmod(period.start.month - 1 + months, 12)
    return Month(period.start.year + years, month + 1)
