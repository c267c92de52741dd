"""How well somebody knew a language, on a day that has come, by levels that there are (CEFR)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock

from ..languages import languages
from ..models import Level
from ..values import LanguageEntry
from .base import Fault


def language_faults(entry: LanguageEntry) -> list[Fault]:
    """What is wrong with a note of a language."""
    return list(_faults(entry))


def _faults(entry: LanguageEntry) -> Iterator[Fault]:
    if entry.language not in languages():
        yield Fault("language", _("Wählen Sie die Sprache aus der Liste."))
    for field in ("oral", "written"):
        if getattr(entry, field) and getattr(entry, field) not in Level.values:
            yield Fault(field, _("Wählen Sie die Stufe aus der Liste."))
    if entry.as_of > clock.today():
        yield Fault("as_of", _("Der Tag liegt in der Zukunft."))
