"""A report handed in before its half-year is over."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.domain.reporting.rules import may_be_submitted

from .base import Finding, Severity, Subject


def check(subject: Subject) -> list[Finding]:
    """Paid is for the half-year that is over, as rendered (KS 4.5.2): nothing is handed in before its end."""
    if may_be_submitted(subject.period, subject.day):
        return []
    sentence = _(
        "Das Halbjahr %(period)s dauert bis %(end)s. Eingereicht werden kann der Bericht ab dem Tag danach."
    ) % {"period": subject.period, "end": f"{subject.period.end:%d.%m.%Y}"}
    return [Finding(Severity.ERROR, "period_not_over", sentence)]
