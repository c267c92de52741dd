"""A total that jumps against the half-year before."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.domain.reporting.models import HalfYearReport, label_of
from ankunft.domain.reporting.rules import Figures

from .base import Finding, Severity, Subject

LARGE = 10
SHARE_IN_PERCENT = 50


def check(subject: Subject) -> list[Finding]:
    """Warn where a total differs by more than 10 and by more than half from the accepted one of the half-year before.

    Plausibility only (KS 5.2 asks for complete reports); there may be good reasons.
    """
    if subject.previous is None:
        return []
    return [
        _finding(subject, field, before, now)
        for field, before, now in zip(Figures._fields, subject.previous, subject.figures, strict=True)
        if _jumps(before, now)
    ]


def _jumps(before: int, now: int) -> bool:
    change = abs(now - before)
    return change > LARGE and change * 100 > before * SHARE_IN_PERCENT


def _finding(subject: Subject, field: str, before: int, now: int) -> Finding:
    sentence = _(
        "«%(label)s»: %(now)s statt %(before)s im Halbjahr davor (%(period)s). Bitte prüfen, ob das stimmt."
    ) % {
        "label": label_of(HalfYearReport, field),
        "now": now,
        "before": before,
        "period": subject.period.previous(),
    }
    return Finding(Severity.WARNING, "jump", sentence, field, (now, before))
