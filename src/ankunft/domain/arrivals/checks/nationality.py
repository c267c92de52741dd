"""A nationality is a country by its ISO code, or stateless; of several the first one is the main one."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..countries import STATELESS, countries
from ..values import PersonEntry
from .base import Fault

MOST = 10
"""Further ones; nobody has more."""


def check(entry: PersonEntry) -> Iterator[Fault]:
    """Codes that ISO 3166 knows, each once."""
    if entry.nationality not in countries():
        yield Fault("nationality", _("Wählen Sie die Staatsangehörigkeit aus der Liste."))
    further = entry.further_nationalities
    if any(code not in countries() or code == STATELESS for code in further):
        yield Fault("further_nationalities", _("Wählen Sie die weiteren Staatsangehörigkeiten aus der Liste."))
    elif len({entry.nationality, *further}) != len(further) + 1:
        yield Fault("further_nationalities", _("Jede Staatsangehörigkeit wird nur einmal genannt."))
    elif further and entry.nationality == STATELESS:
        yield Fault("further_nationalities", _("Wer staatenlos ist, hat keine weitere Staatsangehörigkeit."))
    elif len(further) > MOST:
        yield Fault("further_nationalities", _("Höchstens %(most)s weitere Staatsangehörigkeiten.") % {"most": MOST})
