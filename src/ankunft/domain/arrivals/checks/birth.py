"""A birth lies in the past, within a human life; of some only the year is known (eCH-0044)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock

from ..values import PersonEntry
from .base import Fault

OLDEST = 130
"""Years."""


def check(entry: PersonEntry) -> Iterator[Fault]:
    """Not in the future, not longer ago than anybody lives; day and year agree."""
    today = clock.today()
    if entry.birth_date is not None and entry.birth_date > today:
        yield Fault("birth_date", _("Das Geburtsdatum liegt in der Zukunft."))
    year = entry.birth_date.year if entry.birth_date else entry.birth_year
    if year is None:
        return
    if year < today.year - OLDEST or year > today.year:
        field = "birth_date" if entry.birth_date else "birth_year"
        yield Fault(field, _("Das Geburtsjahr %(year)s kann nicht stimmen.") % {"year": year})
    if entry.birth_date and entry.birth_year not in (None, entry.birth_date.year):
        yield Fault("birth_year", _("Geburtsjahr und Geburtsdatum widersprechen sich."))
