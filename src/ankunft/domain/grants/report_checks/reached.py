"""Whether it is said what came of the project."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..checks.base import Finding
from .base import Subject


def check(subject: Subject) -> list[Finding]:
    """What was granted for a goal is reported by what was reached of it (KS 4.3.4)."""
    if subject.reached.strip():
        return []
    return [Finding("reached", _("Es fehlt, was erreicht wurde: Messen Sie es am Ziel des Gesuchs."), "reached")]
