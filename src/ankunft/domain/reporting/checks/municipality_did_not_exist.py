"""A report of a municipality for a half-year at whose end it did not exist."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.domain.reporting.rules import must_report

from .base import Finding, Severity, Subject


def check(subject: Subject) -> list[Finding]:
    """Who exists on the last day of the half-year reports for it, also for what was merged into it (KS 4.5.2, 5.2)."""
    if must_report(subject.valid_from, subject.valid_to, subject.period):
        return []
    known = {"name": subject.municipality, "period": subject.period, "end": f"{subject.period.end:%d.%m.%Y}"}
    if subject.valid_to is not None and subject.valid_to < subject.period.end:
        sentence = _(
            "«%(name)s» gab es nur bis %(until)s. Über %(period)s berichtet die Gemeinde, die am %(end)s bestand."
        ) % (known | {"until": f"{subject.valid_to:%d.%m.%Y}"})
    else:
        sentence = _(
            "«%(name)s» gibt es erst seit %(since)s. Über %(period)s berichtet die Gemeinde, die am %(end)s bestand."
        ) % (known | {"since": f"{subject.valid_from:%d.%m.%Y}"})
    return [Finding(Severity.ERROR, "municipality_did_not_exist", sentence)]
