"""A permit begins, and ends after it began; its code belongs to its category (eCH-0006)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from ..permits import CATEGORIES, category_of
from ..values import PermitEntry
from .base import Fault


def permit_faults(entry: PermitEntry, born: date | None) -> list[Fault]:
    """What is wrong with a permit: `born` is the earliest possible day of birth."""
    return list(_faults(entry, born))


def _faults(entry: PermitEntry, born: date | None) -> Iterator[Fault]:
    if entry.category not in CATEGORIES or (entry.code and not _fits(entry)):
        yield Fault("category", _("Wählen Sie den Ausweis aus der Liste."))
    if entry.valid_until and entry.valid_until < entry.valid_from:
        yield Fault("valid_until", _("Der Ausweis endet, bevor er gilt."))
    if born is not None and entry.valid_from < born:
        yield Fault("valid_from", _("Der Ausweis gilt vor der Geburt. Prüfen Sie beide Daten."))
    if born is not None and entry.entered_on and entry.entered_on < born:
        yield Fault("entered_on", _("Die Einreise liegt vor der Geburt. Prüfen Sie beide Daten."))


def _fits(entry: PermitEntry) -> bool:
    try:
        return category_of(entry.code) == entry.category
    except ValueError:
        return False
