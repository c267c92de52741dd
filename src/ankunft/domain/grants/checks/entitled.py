"""Whether the municipality can get contributions at all."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .base import Finding, Subject


def check(subject: Subject) -> list[Finding]:
    """Entitled is a municipality that is still there and carries out the tasks of start.integration (KS 4.2).

    For the members of an association the lead municipality fulfils the conditions (KS 3.4.2, 4.2).
    """
    words = {"name": subject.municipality, "why": subject.not_entitled}
    if not subject.exists:
        return [Finding("entitled", _("«%(name)s» besteht nicht mehr: Das Gesuch stellt die Nachfolgerin.") % words)]
    if subject.not_entitled:
        sentence = _("«%(name)s» ist nicht beitragsberechtigt (KS 4.2): %(why)s")
        return [Finding("entitled", sentence % words)]
    return []
