"""More interpreter deployments than integration interviews."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .base import Finding, Severity, Subject


def check(subject: Subject) -> list[Finding]:
    """A deployment is for an interview (KS 4.3.2): more deployments than interviews are possible, but rarely meant."""
    figures = subject.figures
    if figures.integration_interpreters <= figures.integration_interviews:
        return []
    sentence = _(
        "Es sind mehr Dolmetscheinsätze (%(interpreters)s) als Integrationsgespräche (%(interviews)s) angegeben. "
        "Bitte prüfen."
    ) % {"interpreters": figures.integration_interpreters, "interviews": figures.integration_interviews}
    numbers = (figures.integration_interpreters, figures.integration_interviews)
    return [Finding(Severity.WARNING, "interpreters_above_integration", sentence, "integration_interpreters", numbers)]
