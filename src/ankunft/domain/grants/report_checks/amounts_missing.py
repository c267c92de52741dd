"""Whether every line of the budget has its actual amount."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..checks.base import Finding
from .base import Subject


def check(subject: Subject) -> list[Finding]:
    """Each planned line says what it came to, and be it nothing: what is left open would be used nowhere (KS 4.3.4)."""
    if not subject.missing:
        return []
    names = ", ".join(f"«{name}»" for name in subject.missing)
    sentence = _("Zu diesen Zeilen des Budgets fehlt der tatsächliche Betrag (auch 0.00): %(names)s.")
    return [Finding("amounts_missing", sentence % {"names": names})]
