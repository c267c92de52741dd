"""Two versions side by side as a page shows them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ankunft.domain.funds.rules.differences import Cause
from ankunft.domain.funds.selectors.comparing import Comparison

CAUSES = {
    Cause.OPENING: _("Anderer Anfangssaldo"),
    Cause.NEW: _("Neue Position"),
    Cause.DROPPED: _("Nicht mehr geplant"),
    Cause.MISSING: _("Noch keine Zahlen"),
    Cause.QUANTIFIED: _("Neu beziffert"),
    Cause.NO_LONGER_QUANTIFIED: _("Nicht mehr beziffert"),
    Cause.OVERRIDE: _("Abweichend geplant"),
    Cause.INPUT: _("Neue Eingabe"),
}


def comparison_context(compared: Comparison) -> dict[str, Any]:
    """What the page of a comparison shows: expenditure below zero, as in the table of the plan."""
    rows = []
    for one in compared.rows:
        sign = 1 if one.position is None else -1
        rows.append(
            {
                "label": one.position.label if one.position else _("Anfangssaldo"),
                "cause": CAUSES[one.difference.cause],
                "why": one.why,
                "changes": [
                    {
                        "year": change.year,
                        "old": None if change.old is None else sign * change.old,
                        "new": None if change.new is None else sign * change.new,
                        "difference": sign * change.difference,
                    }
                    for change in one.difference.changes
                ],
            }
        )
    opening = compared.new.opening - compared.old.opening
    return {
        "plan": compared.new.plan,
        "old": compared.old,
        "new": compared.new,
        "rows": rows,
        "spent": -compared.total,
        "opening": opening,
        "closing": opening - compared.total,
    }
