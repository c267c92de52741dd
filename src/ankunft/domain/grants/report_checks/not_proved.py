"""Whether something proves the figures."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..checks.base import Finding
from .base import Subject


def check(subject: Subject) -> list[Finding]:
    """At least one paper proves what was spent. KS names none for projects; for evidence of the canton see KS 6."""
    if subject.files:
        return []
    return [Finding("not_proved", _("Es fehlt ein Nachweis: Fügen Sie die Abrechnung oder Belege als Datei an."))]
