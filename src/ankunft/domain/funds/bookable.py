"""What the records say against booking something: who books and who asks beforehand hear the same sentence (FP 2.3)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock

from .models import FundingSource, Position
from .money_readings import use_of
from .rules.sources import Terms, misfit, misfit_sentence


class Cost(NamedTuple):
    """What something cost (Rappen), when, for what, and by which paper; `reason` where it is not as planned."""

    kind: str
    booked_on: date
    amount: int
    reference: str
    text: str
    reason: str = ""
    is_demo: bool = False


def hindrance(
    position: Position, source: FundingSource, cost: Cost, terms: Terms | None, *, is_sum: bool, is_booked: bool
) -> str:
    """Why that is not booked, whatever reason is given for it; empty where it is.

    `terms` are those of the source on the day of the booking, `is_sum` says that there are positions below, and
    `is_booked` that the paper is booked on the position already. What the position and the source have left is no
    hindrance: it is flagged (`rules.booking.flags`).
    """
    plan = position.plan
    if cost.booked_on > clock.today():
        return _("In der Zukunft wird nicht gebucht.")
    if cost.booked_on.year not in plan.years:
        return _("%(plan)s umfasst %(first)d bis %(last)d: Am %(day)s lässt sich darauf nichts buchen.") % {
            "plan": plan.label,
            "first": plan.first_year,
            "last": plan.last_year,
            "day": f"{cost.booked_on:%d.%m.%Y}",
        }
    if is_sum:
        return _("«%(label)s» ist die Summe der Positionen darunter: Gebucht wird dort.") % {"label": position.label}
    if is_booked:
        return _("Der Beleg «%(reference)s» ist auf dieser Position schon gebucht.") % {"reference": cost.reference}
    if why := misfit(terms, use_of(position, cost.booked_on.year)):
        return _("«%(position)s» lässt sich so nicht buchen: %(why)s") % {
            "position": position.label,
            "why": misfit_sentence(source.label, terms, why),
        }
    return ""
