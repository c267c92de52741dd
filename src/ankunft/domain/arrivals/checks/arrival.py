"""Somebody arrives not before birth and no more than a year ahead, from a country that there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock

from .. import rules
from ..countries import countries
from .base import Fault


def arrival_faults(born: date | None, arrived_on: date, from_country: str) -> list[Fault]:
    """What is wrong with an arrival: `born` is the earliest possible day of birth; an empty country is not known."""
    return list(_faults(born, arrived_on, from_country))


def _faults(born: date | None, arrived_on: date, from_country: str) -> Iterator[Fault]:
    if not rules.may_be_announced(arrived_on, clock.today()):
        yield Fault("arrived_on", _("Der Zuzug liegt mehr als ein Jahr in der Zukunft."))
    if born is not None and arrived_on < born:
        yield Fault("arrived_on", _("Der Zuzug liegt vor der Geburt. Prüfen Sie beide Daten."))
    if from_country and from_country not in countries():
        yield Fault("from_country", _("Wählen Sie das Land aus der Liste."))
