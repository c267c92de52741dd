"""A week or a month of appointments, laid out in days: what the calendar page shows, and which it leads to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from ankunft.domain.interviews.models import Interview, InterviewState
from ankunft.foundation.kernel.clock import ZURICH

WEEK, MONTH = "woche", "monat"
_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2100
WORKING_DAYS = 5


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are shown, and how the same is called in an address; `view` is week or month."""

    view: str
    first: date
    last: date

    @property
    def code(self) -> str:
        """`2026-W48` or `2026-11`."""
        if self.view == MONTH:
            return f"{self.first:%Y-%m}"
        year, week, _day = self.first.isocalendar()
        return f"{year}-W{week:02d}"

    @property
    def before(self) -> Span:
        return span_around(self.view, self.first - timedelta(days=1))

    @property
    def after(self) -> Span:
        return span_around(self.view, self.last + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar with its appointments; `inside`: it belongs to the month that is shown."""

    day: date
    appointments: tuple[Interview, ...]
    is_today: bool
    inside: bool = True


def span_around(view: str, day: date) -> Span:
    """The week (from Monday) or the month in which the day lies."""
    if view == MONTH:
        first = day.replace(day=1)
        return Span(MONTH, first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    first = day - timedelta(days=day.weekday())
    return Span(WEEK, first, first + timedelta(days=6))


def span_of(view: str, code: str, today: date) -> Span:
    """What an address asks for; the present one where it asks for nothing that there is."""
    view = view if view in (WEEK, MONTH) else WEEK
    pattern = _MONTH if view == MONTH else _WEEK
    if (match := pattern.fullmatch(code)) and FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        year, number = int(match[1]), int(match[2])
        try:
            first = date(year, number, 1) if view == MONTH else date.fromisocalendar(year, number, 1)
        except ValueError:
            return span_around(view, today)
        return span_around(view, first)
    return span_around(view, today)


def weeks_of(span: Span, interviews: Iterable[Interview], today: date) -> list[list[Day]]:
    """The days in weeks. Of a week without appointments at the weekend, and of a month likewise, Monday to Friday."""
    by_day: dict[date, list[Interview]] = defaultdict(list)
    for interview in interviews:
        if interview.starts_at is not None:
            by_day[interview.starts_at.astimezone(ZURICH).date()].append(interview)
    first = span.first - timedelta(days=span.first.weekday())
    count = (span.last - first).days // 7 + 1
    told = [*by_day, *([today] if span.first <= today <= span.last else [])]
    shown = 7 if any(day.weekday() >= WORKING_DAYS for day in told) else WORKING_DAYS
    return [
        [
            Day(
                day,
                tuple(by_day[day]),
                is_today=day == today,
                inside=span.first <= day <= span.last,
            )
            for day in (first + timedelta(days=7 * week + number) for number in range(shown))
        ]
        for week in range(count)
    ]


def appointments_in(interviews: QuerySet[Interview], span: Span) -> QuerySet[Interview]:
    """Those with an appointment on these days that were not called off, in order."""
    begin = datetime.combine(span.first, time.min, tzinfo=ZURICH)
    end = datetime.combine(span.last + timedelta(days=1), time.min, tzinfo=ZURICH)
    standing = interviews.exclude(state=InterviewState.CANCELLED)
    return standing.filter(starts_at__gte=begin, starts_at__lt=end).order_by("starts_at", "pk")
