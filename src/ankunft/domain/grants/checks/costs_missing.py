"""Whether there is a budget."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .base import Finding, Subject


def check(subject: Subject) -> list[Finding]:
    """Without costs there is nothing to contribute to (KS 4.3.4)."""
    if subject.budget.costs:
        return []
    return [Finding("costs_missing", _("Das Budget fehlt: Erfassen Sie mindestens eine Zeile der Kosten."), "cost_0")]
