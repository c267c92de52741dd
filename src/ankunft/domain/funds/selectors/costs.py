"""What released runs and paid instalments cost, and whether it is booked. Amounts in Rappen."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ankunft.domain.schemes.readings import all_definitions
from ankunft.domain.settlement.models import START_INTEGRATION
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.dated import Dated

from ..models import Booking, CostRule
from ..money_permissions import SEE_MONEY
from ..services.costs import GRANTS, Incurred, incurred


class CostRow(NamedTuple):
    """What something cost; the rule for its day (None: there is none), and its booking."""

    incurred: Incurred
    rule: CostRule | None
    booking: Booking | None

    @property
    def is_bookable(self) -> bool:
        """Whether it would be taken over now."""
        is_open = self.incurred.amount > 0 and self.incurred.day <= clock.today()
        return self.rule is not None and self.booking is None and is_open


def costs_incurred(actor: Actor) -> list[CostRow]:
    """Everything that was released and paid, newest first, with its rule and booking."""
    can(actor, SEE_MONEY).require()
    by_costs: dict[str, list[tuple[date, CostRule]]] = {}
    for rule in cost_rules(actor):
        by_costs.setdefault(rule.costs, []).append((rule.valid_from, rule))
    rules = {costs: Dated(entries) for costs, entries in by_costs.items()}
    found = sorted(incurred(), key=lambda one: (one.day, one.reference), reverse=True)
    references = [one.reference for one in found]
    bookings = visible_to(actor, Booking).filter(reverses=None, reference__in=references)
    booked = {one.reference: one for one in bookings.select_related("position__plan", "source")}
    return [
        CostRow(one, rules[one.costs].at(one.day) if one.costs in rules else None, booked.get(one.reference))
        for one in found
    ]


def cost_rules(actor: Actor) -> QuerySet[CostRule]:
    """Onto which position what goes, the newest rule first."""
    return visible_to(actor, CostRule).select_related("position__plan", "source").order_by("costs", "-valid_from")


def names_of_costs() -> dict[str, str]:
    """What costs money and is taken over: schemes and project grants, by the name of their rule."""
    schemes = {key: series.spans()[-1].value.name for key, series in all_definitions().items()}
    return {START_INTEGRATION: START_INTEGRATION, **schemes, GRANTS: _("Projektbeiträge")}
