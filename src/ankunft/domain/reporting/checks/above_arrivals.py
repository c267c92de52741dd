"""More first-information interviews than single persons and families arrived."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .base import Finding, Severity, Subject


def check(subject: Subject) -> list[Finding]:
    """One interview for each person or family who arrived (KS 3.2 no. 2, 4.3.2): more need an explanation.

    Compared with the arrivals of the half-year and of the one before, as whoever came in December is informed in
    January. Plausibility only: where no arrivals are recorded, nothing is compared.
    """
    reported = subject.figures.first_information_interviews
    if subject.families is None or reported <= subject.families:
        return []
    sentence = _(
        "Es sind mehr Erstinformationsgespräche (%(interviews)s) angegeben, als in diesem Halbjahr und dem davor "
        "Einzelpersonen und Familien zugezogen sind (%(families)s). Bitte prüfen."
    ) % {"interviews": reported, "families": subject.families}
    numbers = (reported, subject.families)
    return [Finding(Severity.WARNING, "above_arrivals", sentence, "first_information_interviews", numbers)]
