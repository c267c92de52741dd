"""Days of birth, of which some are known in part only (eCH-0044): pure functions."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
_SWISS = re.compile(r"(?:(?:(?P<day>\d{1,2})\.)?(?P<month>\d{1,2})\.)?(?P<year>\d{4})")


class Birth(NamedTuple):
    """When somebody was born: the date; or year and month; or the year; or nothing."""

    date: date | None = None
    year: int | None = None
    month: int | None = None


def birth_of(year: int | None, month: int | None = None, day: int | None = None) -> Birth:
    """From its parts; zeros count as unknown. ValueError for a day that there is not, or one without month or year."""
    if (day and not month) or (month and not year):
        raise ValueError("a part is missing")
    if month and not 1 <= month <= 12:
        raise ValueError("no such month")
    if year and month and day:
        return Birth(date(year, month, day), year)
    return Birth(None, year or None, month or None)


def birth_in(text: str) -> Birth:
    """What was typed: `17.05.1990`, `05.1990`, `1990`, or ISO; ValueError if it is none of them."""
    typed = text.strip().replace(" ", "")
    if not typed:
        return Birth()
    if not (found := _SWISS.fullmatch(typed) or _ISO.fullmatch(typed)):
        raise ValueError("not a day of birth")
    parts = {name: int(part or 0) for name, part in found.groupdict().items()}
    return birth_of(parts["year"], parts["month"], parts["day"])


def birth_text(birth: Birth) -> str:
    """As it is shown and typed: `17.05.1990`, `05.1990`, `1990`; empty where nothing is known."""
    if birth.date:
        return f"{birth.date:%d.%m.%Y}"
    if birth.year is None:
        return ""
    return f"{birth.month:02}.{birth.year}" if birth.month else str(birth.year)
