"""Whether the project is over."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..checks.base import Finding
from .base import Subject


def check(subject: Subject) -> list[Finding]:
    """A project is closed when it is over. One that ended sooner than agreed says why (KS 4.3.4)."""
    if subject.day > subject.ends_on or subject.deviations.strip():
        return []
    sentence = _(
        "Das Projekt dauert bis %(day)s: Der Schlussbericht kommt danach. Ist es früher zu Ende, begründen Sie es "
        "unter «Abweichungen»."
    )
    return [Finding("not_over", sentence % {"day": f"{subject.ends_on:%d.%m.%Y}"}, "deviations")]
