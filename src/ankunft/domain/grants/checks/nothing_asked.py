"""Whether the application asks for something."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .base import Finding, Subject


def check(subject: Subject) -> list[Finding]:
    """An application asks the canton for an amount above zero (KS 4.3.4)."""
    if subject.budget.asked > 0:
        return []
    return [Finding("nothing_asked", _("Es fehlt, wie viel beim Kanton beantragt wird."), "asked")]
