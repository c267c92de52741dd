"""A total that differs from what the municipality has recorded interview by interview."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.domain.reporting.models import HalfYearReport, label_of
from ankunft.domain.reporting.rules import Figures

from .base import Finding, Severity, Subject


def check(subject: Subject) -> list[Finding]:
    """Warn where another number is reported than is recorded and counts: it can be verified only by records (KS 6).

    Plausibility only. Who keeps no records here, or not of all interviews, reports totals as ever.
    """
    if subject.recorded is None:
        return []
    return [
        _finding(field, recorded, reported)
        for field, recorded, reported in zip(Figures._fields, subject.recorded, subject.figures, strict=True)
        if recorded != reported
    ]


def _finding(field: str, recorded: int, reported: int) -> Finding:
    sentence = _(
        "«%(label)s»: Gemeldet sind %(reported)s, aufgezeichnet und anrechenbar %(recorded)s. "
        "Bitte den Unterschied klären."
    ) % {"label": label_of(HalfYearReport, field), "reported": reported, "recorded": recorded}
    return Finding(Severity.WARNING, "recorded_differs", sentence, field, (reported, recorded))
