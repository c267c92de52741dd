"""Whether it is said what the project is."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .base import Finding, Subject


def check(subject: Subject) -> list[Finding]:
    """Goal, target group and measures must be described: what is paid for is social integration (KS 4.3.4)."""
    asked = (
        ("goal", subject.goal, _("Das Ziel fehlt: Was soll am Ende erreicht sein?")),
        ("target_group", subject.target_group, _("Die Zielgruppe fehlt: Für wen ist das Projekt?")),
        ("measures", subject.measures, _("Die Massnahmen fehlen: Was wird gemacht?")),
    )
    return [Finding("described", sentence, field) for field, text, sentence in asked if not text.strip()]
