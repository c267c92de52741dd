"""Whether what a project costs is what pays for it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.foundation.kernel.money import Money

from .base import Finding, Subject


def check(subject: Subject) -> list[Finding]:
    """Costs and financing must be equal: else nobody knows who pays the rest, or who gets too much (KS 4.3.4)."""
    budget = subject.budget
    if not budget.costs or not budget.gap:
        return []
    words = {
        "costs": Money(budget.costs),
        "financing": Money(budget.financing),
        "difference": Money(abs(budget.gap)),
    }
    sentence = (
        _(
            "Budget und Finanzierung gehen nicht auf: Kosten %(costs)s, Finanzierung %(financing)s, "
            "es fehlen %(difference)s."
        )
        if budget.gap > 0
        else _(
            "Budget und Finanzierung gehen nicht auf: Kosten %(costs)s, Finanzierung %(financing)s, "
            "es sind %(difference)s zu viel."
        )
    )
    return [Finding("does_not_balance", sentence % words, "asked")]
