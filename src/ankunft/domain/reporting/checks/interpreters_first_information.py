"""More interpreter deployments than first-information interviews."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .base import Finding, Severity, Subject


def check(subject: Subject) -> list[Finding]:
    """A deployment is for an interview (KS 4.3.2): more deployments than interviews are possible, but rarely meant."""
    figures = subject.figures
    if figures.first_information_interpreters <= figures.first_information_interviews:
        return []
    sentence = _(
        "Es sind mehr Dolmetscheinsätze (%(interpreters)s) als Erstinformationsgespräche (%(interviews)s) angegeben. "
        "Bitte prüfen."
    ) % {
        "interpreters": figures.first_information_interpreters,
        "interviews": figures.first_information_interviews,
    }
    return [
        Finding(
            Severity.WARNING,
            "interpreters_above_first_information",
            sentence,
            "first_information_interpreters",
            (figures.first_information_interpreters, figures.first_information_interviews),
        )
    ]
