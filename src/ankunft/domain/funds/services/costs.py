"""What settlement runs and project grants cost, taken over from their records onto positions (KS 4.3.4, FP 2.4)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..cost_readings import cost_of, outstanding, rules_by_costs
from ..models import CostRule, FundingSource, Position
from ..money_permissions import SET_COSTS, TAKE_COSTS
from .booking import store_booking
from .terms import require_near
from .turns import cost_turn, money_turns


class Changed(NamedTuple):
    """What was booked (Rappen) and is another amount by now, because something came back and was given up."""

    reference: str
    booked: int
    now: int


class Taken(NamedTuple):
    """What became of taking over: references that were booked, those that were not and why, and what has changed."""

    booked: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    changed: tuple[Changed, ...]


@transaction.atomic
def cost_rule_set(*, costs: str, valid_from: date, position: Position, source: FundingSource, actor: Actor) -> CostRule:
    """From that day on what a scheme (by its key) or project grants (`grants`) cost goes onto that position."""
    can(actor, SET_COSTS).require()
    cost_turn()
    money_turns(plans=[position.plan_id])
    require_near(valid_from)
    if not costs.strip() or len(costs) > 20:
        raise Refused(_("Sagen Sie, wessen Kosten es sind: das Kürzel eines Programms, oder «grants»."))
    if CostRule.objects.filter(costs=costs, valid_from__gte=valid_from).exists():
        raise Refused(_("Ab diesem Tag oder später ist schon bestimmt, wohin gebucht wird."))
    if Position.objects.filter(parent=position).exists():
        raise Refused(
            _("«%(label)s» ist die Summe der Positionen darunter: Gebucht wird dort.") % {"label": position.label}
        )
    stored = CostRule.objects.create(
        costs=costs.strip(),
        valid_from=valid_from,
        position=position,
        source=source,
        set_at=clock.now(),
        set_by=actor.label,
    )
    after = {"position": f"{position.plan.code}/{position.code}", "source": source.code}
    sentence = "Bestimmt, auf welche Position des Finanzplans Kosten gebucht werden."
    record(actor, Entry("funds.costs.set", "funds.costs", f"{costs} {valid_from}", sentence, after=after))
    return stored


@transaction.atomic
def costs_take_over(*, actor: Actor) -> Taken:
    """Book what released runs and paid instalments cost and is not booked yet; as often as one likes, once each.

    What has no rule for its day is left, as is what the bank has yet to pay; what may not be booked there is told with
    the reason. What was booked back by hand is left to people, and so is what costs something else by now.
    """
    can(actor, TAKE_COSTS).require()
    cost_turn()
    rules = [span.value for series in rules_by_costs().values() for span in series.spans()]
    money_turns(plans=[rule.position.plan_id for rule in rules], sources=[rule.source_id for rule in rules])
    booked: list[str] = []
    refused: list[tuple[str, str]] = []
    changed: list[Changed] = []
    # Asked within the turns: what somebody books by hand meanwhile is not booked once more.
    for one, rule, before in outstanding():
        if before is not None or rule is None:
            changed.append(Changed(one.reference, before or 0, one.amount))
            continue
        try:
            with transaction.atomic():
                store_booking(rule.position, rule.source, cost_of(one), actor)
        except Refused as refusal:
            refused.append((one.reference, refusal.reason))
        else:
            booked.append(one.reference)
    return Taken(tuple(booked), tuple(refused), tuple(changed))


def costs_take_over_nightly() -> Taken:
    """What the worker does once a day. What it could not book is told until it is settled (`costs_unsettled`)."""
    return costs_take_over(actor=Actor.operator())
