"""What people see of reclaims and refusals (KS 4.7)."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple, TypeVar

from django.db.models import QuerySet

from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.models import Step

from ..models import START_INTEGRATION, Contribution, Line, Reclaim, Refusal, Run
from ..models.rulings import Ruling
from ..ruling_permissions import ruling_move
from ..ruling_states import CONTEST, CONTESTED, DECIDE, LIFTED, PROPOSE, PROPOSED, RECLAIM, REFUSAL, WITHDRAWN
from ..states import RELEASED

GONE = (LIFTED, WITHDRAWN)
Kind = TypeVar("Kind", bound=Ruling)


def rulings_for(actor: Actor, model: type[Kind]) -> QuerySet[Kind]:
    """Reclaims or refusals that the actor sees, latest first, the municipality with them."""
    return visible_to(actor, model).select_related("municipality").order_by("-pk")


def rulings_waiting(actor: Actor) -> list[Reclaim | Refusal]:
    """Proposals and open objections that the actor may decide on: whose hands were not on them (four eyes)."""
    if not can(actor, ruling_move(RECLAIM, DECIDE)):
        return []
    waiting = (PROPOSED, CONTESTED)
    found: list[Reclaim | Refusal] = [
        *rulings_for(actor, Reclaim).filter(state__in=waiting),
        *rulings_for(actor, Refusal).filter(state__in=waiting),
    ]
    own = set(
        Step.objects.filter(
            object_type__in=(RECLAIM.object_type, REFUSAL.object_type),
            object_key__in=[one.reference for one in found],
            name__in=(PROPOSE, CONTEST),
            account_id=actor.account_id,
        ).values_list("object_key", flat=True)
    )
    return [one for one in found if one.reference not in own]


def lines_of_reclaim(actor: Actor, reclaim: Reclaim) -> QuerySet[Line]:
    """What runs took back of it or gave back, as far as the actor sees the run, earliest first."""
    return (
        visible_to(actor, Line)
        .filter(municipality_id=reclaim.municipality_id, contribution=Contribution.RECLAIM, period=reclaim.reference)
        .select_related("run")
        .order_by("run__payment_month", "rate")
    )


def reclaims_contested(run: Run) -> QuerySet[Reclaim]:
    """What the run does not net for now because an objection is open.

    None for a released run, which does not change with what comes later, nor for one of another scheme: reclaims by
    decision are start.integration's (decision 0080).
    """
    if run.state == RELEASED or run.scheme != START_INTEGRATION:
        return Reclaim.objects.none()
    return Reclaim.objects.filter(state=CONTESTED).select_related("municipality").order_by("municipality__name")


class TakenTwice(NamedTuple):
    """What a run takes back because a report was corrected, and a reclaim that may be about the same."""

    line: Line
    reclaim: Reclaim


def taken_twice(run: Run) -> list[TakenTwice]:
    """Corrections of a run that take back what is asked back by decision already, as far as can be told (KS 4.7).

    They are of the same municipality, period and contribution; a reclaim that names no contribution may be about any.
    Whether they mean the same interviews people have to see: a report gives numbers (decision 0064).
    """
    lines = Line.objects.filter(run=run, amount__lt=0).exclude(contribution=Contribution.RECLAIM)
    corrected = list(lines.select_related("municipality").order_by("municipality__name", "period", "contribution"))
    asked = Reclaim.objects.exclude(period="").exclude(state__in=GONE)
    reclaims = asked.filter(municipality__in={line.municipality_id for line in corrected}).order_by("pk")
    by_place: dict[tuple[int, str], list[Reclaim]] = defaultdict(list)
    for reclaim in reclaims:
        by_place[reclaim.municipality_id, reclaim.period].append(reclaim)
    return [
        TakenTwice(line, reclaim)
        for line in corrected
        for reclaim in by_place[line.municipality_id, line.period]
        if reclaim.contribution in ("", line.contribution)
    ]
