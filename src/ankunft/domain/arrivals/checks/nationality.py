"""A nationality is a country by its ISO code, or stateless."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..countries import countries
from ..values import PersonEntry
from .base import Fault


def check(entry: PersonEntry) -> Iterator[Fault]:
    """A code that ISO 3166 knows."""
    if entry.nationality not in countries():
        yield Fault("nationality", _("Wählen Sie die Staatsangehörigkeit aus der Liste."))
