"""The course of the balance of a version as a picture."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.domain.funds.selectors.plans import CLOSING, OPENING, PlanTable
from ankunft.foundation.pictures.values import Balance, Movement, Waterfall


def balance_of(table: PlanTable) -> Waterfall:
    """From the opening balance through what each year takes to the last closing balance, in exact amounts.

    What is known at an unknown cost stands before the last balance: nobody can say in which year it falls.
    """
    rows = {row.code: row for row in table.rows}
    roots = [row for row in table.rows if not row.is_balance and not row.depth]
    steps: list[Balance | Movement] = []
    for at, year in enumerate(table.years):
        if not at:
            steps.append(Balance(_("Saldo 01.01.%(year)d") % {"year": year}, rows[OPENING].exact[at] or 0))
        steps += [
            Movement(f"{row.label} {year}", amount) for row in roots if (amount := row.exact[at]) is not None and amount
        ]
        if year == table.years[-1]:
            steps += [Movement(one.position.label, None) for one in table.unquantified]
        steps.append(Balance(_("Saldo 31.12.%(year)d") % {"year": year}, rows[CLOSING].exact[at] or 0))
    return Waterfall(_("Verlauf des Saldos, %(plan)s") % {"plan": table.version.plan.label}, tuple(steps))
