"""Integration interviews of a time when they were not subsidised."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.domain.reporting.rules import INTEGRATION_INTERVIEWS_SINCE

from .base import Finding, Severity, Subject


def check(subject: Subject) -> list[Finding]:
    """Integration interviews and their interpreters pay nothing before 01.01.2022 (KS 4.3.1)."""
    figures = subject.figures
    reported = figures.integration_interviews or figures.integration_interpreters
    if not reported or subject.period.end >= INTEGRATION_INTERVIEWS_SINCE:
        return []
    sentence = _(
        "Integrationsgespräche werden erst seit dem 01.01.2022 subventioniert (KS 4.3.1): "
        "Die Angaben für %(period)s lösen keinen Beitrag aus."
    ) % {"period": subject.period}
    numbers = (figures.integration_interviews, figures.integration_interpreters)
    return [Finding(Severity.WARNING, "integration_before_2022", sentence, "integration_interviews", numbers)]
