"""The law of reporting, as pure functions over plain values. Source: KRS-GEF-2017/01 (KS), state 01.01.2024."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.legal import LegalReference
from ankunft.foundation.kernel.periods import HalfYear, Year

ENTITLEMENT = LegalReference("KRS-GEF-2017/01", "4.2", date(2024, 1, 1))

FIRST_PERIOD = HalfYear(2017, 1)
"""start.integration begins on 01.01.2017 (KS 4.3.1): nothing is reported for earlier half-years."""

FIRST_YEAR = Year(2017)
"""The first year that can be declared (KS 4.3.1)."""

INTEGRATION_INTERVIEWS_SINCE = date(2022, 1, 1)
"""Integration interviews are subsidised since this day (KS 4.3.1)."""


class Figures(NamedTuple):
    """The four totals of a half-year report (KS Anhang 2): counts of interviews and of interpreter deployments."""

    first_information_interviews: int = 0
    first_information_interpreters: int = 0
    integration_interviews: int = 0
    integration_interpreters: int = 0


class Declared(NamedTuple):
    """What a municipality declared of itself for a year (KS Anhang 3); of several, the highest number counts."""

    year: int
    number: int
    officer_named: bool
    tasks_organised: bool


def report_due_on(period: HalfYear) -> date:
    """The last day to hand in the report: 31.07. for the first half-year, 31.01. after the second (KS 5.2)."""
    return date(period.year, 7, 31) if period.half == 1 else date(period.year + 1, 1, 31)


def decision_due_on(period: HalfYear) -> date:
    """The day on which a half-year is paid: what is not accepted by then is paid half a year later (KS 4.5.2)."""
    return date(period.year, 9, 30) if period.half == 1 else date(period.year + 1, 3, 31)


def declaration_due_on(year: Year) -> date:
    """The last day to hand in the self-declaration of a year: 31.01. of that year (KS 5.2)."""
    return date(year.year, 1, 31)


def may_be_submitted(period: HalfYear, day: date) -> bool:
    """Whether a report can be handed in on that day: only what was rendered is reported, after its end (KS 4.5.2)."""
    return period.end < day


def is_late(due_on: date, submitted_on: date | None, day: date) -> bool:
    """Whether something due was handed in after its last day, or on `day` is overdue and not handed in (KS 5.2)."""
    return (submitted_on or day) > due_on


def next_deadline(day: date) -> HalfYear:
    """The half-year whose report is due next; on the last day it is still due (KS 5.2)."""
    running = HalfYear.containing(day)
    ended = running.previous()
    return ended if day <= report_due_on(ended) else running


def last_ended(day: date) -> HalfYear:
    """The latest half-year that is over on that day, the one that can be reported (KS 4.5.2)."""
    return HalfYear.containing(day).previous()


def periods_between(first: HalfYear, last: HalfYear) -> Iterator[HalfYear]:
    """Every half-year from the first to the last; none if the last is before the first."""
    period = first
    while period <= last:
        yield period
        period = period.next()


def due_periods(first: HalfYear, day: date) -> list[HalfYear]:
    """The half-years since `first` that are over on that day: their reports can and must be handed in (KS 5.2)."""
    return list(periods_between(max(first, FIRST_PERIOD), last_ended(day)))


def due_years(first: Year, day: date) -> list[Year]:
    """The years since `first` that have begun on that day: their self-declarations are due by 31.01. (KS 5.2)."""
    return [Year(year) for year in range(max(first, FIRST_YEAR).year, day.year + 1)]


def must_report(valid_from: date, valid_to: date | None, period: HalfYear) -> bool:
    """Whether a municipality reports for a half-year: the one that exists on its last day.

    What a municipality merged away within the half-year rendered, its successor reports.
    """
    return valid_from <= period.end and (valid_to is None or period.end <= valid_to)


def must_declare(valid_from: date, valid_to: date | None, year: Year) -> bool:
    """Whether a municipality declares itself for a year: the one that exists when the year begins (KS 4.5.2, 5.2)."""
    return valid_from <= year.start and (valid_to is None or year.start <= valid_to)


class Statement(NamedTuple):
    """That a municipality is entitled from a date on, or not and why (KS 4.2)."""

    entitled: bool
    reason: str


def stated(declaration: Declared) -> Statement:
    """What a self-declaration says of entitlement: two times yes, or no and what is lacking (KS 4.2)."""
    lacking = []
    if not declaration.officer_named:
        lacking.append("es ist keine integrationsbeauftragte Person bezeichnet")
    if not declaration.tasks_organised:
        lacking.append("die Aufgaben sind nicht organisiert")
    if not lacking:
        return Statement(True, "")
    return Statement(False, f"Gemäss Selbstdeklaration {declaration.year}: {' und '.join(lacking)} (KS 4.2).")


def entitlement(declared: Iterable[Declared]) -> Dated[Statement]:
    """What a municipality's declarations say, each from the beginning of its year until a later one (KS 4.2)."""
    latest: dict[int, Declared] = {}
    for declaration in declared:
        known = latest.get(declaration.year)
        if known is None or declaration.number > known.number:
            latest[declaration.year] = declaration
    return Dated((Year(year).start, stated(declaration)) for year, declaration in latest.items())


def declarant(municipality: int, lead: int | None) -> int:
    """Whose self-declaration counts for a municipality: that of its lead, where there is one, else its own.

    Within an association the conditions are the lead municipality's to fulfil (KS 4.2).
    """
    return municipality if lead is None else lead


Statements = Mapping[int, Dated[Statement]]


def refusal(declared: Statements, found: Statements, municipality: int, lead: int | None, day: date) -> str | None:
    """Why a municipality is not entitled on that day; None where it is, as is presumed (KS 4.2).

    What the canton found of it, or of its lead municipality, stands until the canton says otherwise
    (KS 4.7). What is declared counts from the lead, which fulfils the conditions for its members;
    where the canton found since that they are met, that overrules a declared no.
    """
    for holder in (municipality, lead):
        finding = found[holder].at(day) if holder is not None and holder in found else None
        if finding is not None and not finding.entitled:
            return finding.reason
    speaker = declarant(municipality, lead)
    statement = declared[speaker].at(day) if speaker in declared else None
    if statement is None or statement.entitled or _overruled(declared[speaker], found.get(speaker), day):
        return None
    return statement.reason


def _overruled(declared: Dated[Statement], found: Dated[Statement] | None, day: date) -> bool:
    since, found_since = declared.since(day), found.since(day) if found is not None else None
    return since is not None and found_since is not None and found_since >= since


def days_until(due_on: date, day: date) -> int:
    """Days left until the last day (0: today is the last day; negative: so many days late)."""
    return (due_on - day) // timedelta(days=1)
