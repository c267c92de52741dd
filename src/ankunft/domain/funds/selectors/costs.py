"""What released runs and paid instalments cost, and whether it is booked. Amounts in Rappen."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ankunft.domain.schemes.readings import all_definitions
from ankunft.domain.settlement.models import START_INTEGRATION
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from ..bookable import hindrance
from ..cost_readings import (
    GRANTS,
    Incurred,
    Outstanding,
    cost_of,
    incurred,
    outstanding,
    paid_instalments,
    released_runs,
    rules_by_costs,
)
from ..models import Booking, CostRule, Position
from ..money_permissions import SEE_MONEY, TAKE_COSTS
from ..money_readings import terms_series


class Unsettled(NamedTuple):
    """What could not be taken over and why, or what is booked (`booked`) as another amount than it cost.

    Somebody settles it: by other terms of the source, by booking it elsewhere by hand, or by booking it back and anew.
    """

    incurred: Incurred
    booked: int | None
    reason: str


class CostRow(NamedTuple):
    """What something cost; the rule for its day (None: there is none), its booking, and what is to be settled of it."""

    incurred: Incurred
    rule: CostRule | None
    booking: Booking | None
    unsettled: Unsettled | None

    @property
    def is_bookable(self) -> bool:
        """Whether it would be taken over now."""
        is_open = self.incurred.amount > 0 and self.incurred.day <= clock.today()
        return self.rule is not None and self.booking is None and is_open and self.unsettled is None


def costs_incurred(actor: Actor) -> list[CostRow]:
    """Everything that was released and paid, newest first, with its rule and booking."""
    can(actor, SEE_MONEY).require()
    rules = rules_by_costs()
    found = sorted(
        incurred(released_runs(), paid_instalments()), key=lambda one: (one.day, one.reference), reverse=True
    )
    bookings = visible_to(actor, Booking).filter(reverses=None, reference__in=[one.reference for one in found])
    booked = {(one.kind, one.reference): one for one in bookings.select_related("position__plan", "source")}
    unsettled = {one.incurred.key: one for one in _unsettled()}
    return [
        CostRow(
            one,
            rules[one.costs].at(one.day) if one.costs in rules else None,
            booked.get(one.key),
            unsettled.get(one.key),
        )
        for one in found
    ]


def costs_unsettled(actor: Actor) -> list[Unsettled]:
    """What whoever keeps the books has to settle because nothing takes it over: a fixed number of statements."""
    return _unsettled() if can(actor, TAKE_COSTS) else []


def cost_not_taken(reference: str, actor: Actor) -> Unsettled | None:
    """What was paid under that reference and could not be taken over; None where there is nothing of the kind."""
    found = costs_unsettled(actor) if reference else []
    return next((one for one in found if one.incurred.reference == reference and one.booked is None), None)


def cost_rules(actor: Actor) -> QuerySet[CostRule]:
    """Onto which position what goes, the newest rule first."""
    return visible_to(actor, CostRule).select_related("position__plan", "source").order_by("costs", "-valid_from")


def names_of_costs() -> dict[str, str]:
    """What costs money and is taken over: schemes and project grants, by the name of their rule."""
    schemes = {key: series.spans()[-1].value.name for key, series in all_definitions().items()}
    return {START_INTEGRATION: START_INTEGRATION, **schemes, GRANTS: _("Projektbeiträge")}


def _unsettled() -> list[Unsettled]:
    found = outstanding()
    reasons = _reasons([one for one in found if one.booked is None])
    told = [Unsettled(one.incurred, one.booked, reasons.get(one.incurred.key, "")) for one in found]
    return [one for one in told if one.booked is not None or one.reason]


def _reasons(found: list[Outstanding]) -> dict[tuple[str, str], str]:
    """Why what is not booked yet would be refused, by kind and reference; what would be booked is not in it."""
    rules = {one.incurred.key: one.rule for one in found if one.rule is not None}
    if not rules:
        return {}
    terms = terms_series({rule.source_id for rule in rules.values()})
    positions = {rule.position_id for rule in rules.values()}
    sums = set(Position.objects.filter(parent__in=positions).values_list("parent", flat=True))
    papers = Booking.objects.filter(position__in=positions, reference__in=[key[1] for key in rules], reverses=None)
    booked = set(papers.values_list("position", "reference"))
    reasons = {}
    for one in found:
        if (rule := one.rule) is None:
            continue
        series = terms.get(rule.source_id)
        why = hindrance(
            rule.position,
            rule.source,
            cost_of(one.incurred),
            series.at(one.incurred.day) if series else None,
            is_sum=rule.position_id in sums,
            is_booked=(rule.position_id, one.incurred.reference) in booked,
        )
        if why:
            reasons[one.incurred.key] = why
    return reasons
