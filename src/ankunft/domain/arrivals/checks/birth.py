"""A birth lies in the past, within a human life; of some only the year, or year and month are known (eCH-0044)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock

from ..values import PersonEntry
from .base import Fault

OLDEST = 130
"""Years."""


def check(entry: PersonEntry) -> Iterator[Fault]:
    """Not in the future, not longer ago than anybody lives; day, month and year agree."""
    today = clock.today()
    if entry.birth_date is not None and entry.birth_date > today:
        yield Fault("birth_date", _("Das Geburtsdatum liegt in der Zukunft."))
    year = entry.birth_date.year if entry.birth_date else entry.birth_year
    if year is not None and (year < today.year - OLDEST or year > today.year):
        field = "birth_date" if entry.birth_date else "birth_year"
        yield Fault(field, _("Das Geburtsjahr %(year)s kann nicht stimmen.") % {"year": year})
    if entry.birth_date and entry.birth_year not in (None, entry.birth_date.year):
        yield Fault("birth_year", _("Geburtsjahr und Geburtsdatum widersprechen sich."))
    yield from _month(entry)


def _month(entry: PersonEntry) -> Iterator[Fault]:
    month, today = entry.birth_month, clock.today()
    if month is None:
        return
    if not 1 <= month <= 12:
        yield Fault("birth_month", _("Den Geburtsmonat %(month)s gibt es nicht.") % {"month": month})
    elif entry.birth_date:
        if month != entry.birth_date.month:
            yield Fault("birth_month", _("Geburtsmonat und Geburtsdatum widersprechen sich."))
    elif entry.birth_year is None:
        yield Fault("birth_month", _("Zum Geburtsmonat fehlt das Jahr."))
    elif (entry.birth_year, month) > (today.year, today.month):
        yield Fault("birth_month", _("Der Geburtsmonat liegt in der Zukunft."))
