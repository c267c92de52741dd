"""Sex as registers of residents know it (eCH-0044)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..models import Sex
from ..values import PersonEntry
from .base import Fault


def check(entry: PersonEntry) -> Iterator[Fault]:
    """One of the three that registers know."""
    if entry.sex not in Sex.values:
        yield Fault("sex", _("Wählen Sie das Geschlecht, wie es im Einwohnerregister steht."))
