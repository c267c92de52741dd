"""What the canton takes back from a municipality by a decision of its own (KS 4.7). Amounts are whole Rappen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ankunft.domain.territory.models import Municipality

from .rulings import Objection, Ruling, RulingState, objection_constraints

RECLAIM_PREFIX = "F-"
"""How references of reclaims begin: `F-7`, not `R-7`, because invoices are `R-2025-03-2601`."""


class Reclaim(Ruling):
    """An amount that a municipality gives back because a task was not or not properly carried out (KS 4.7).

    `payee` is who owes it: whoever received the contribution. `amount` is what stands now; an objection that is partly
    upheld lowers it. Once decided it is a line of the next run under the period `reference`, unless it is contested.
    """

    payee = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="reclaims_owed")
    amount = models.BigIntegerField(help_text="Rappen")
    # Stored: lines of runs, events and letters name a reclaim by it for ever.
    prefix = models.CharField(max_length=2, default=RECLAIM_PREFIX, editable=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="reclaim_takes_something"),
            models.CheckConstraint(condition=Q(state__in=RulingState.values), name="reclaim_state_known"),
        ]


class ReclaimObjection(Objection):
    """An objection to a reclaim; while it is open, the reclaim is not netted."""

    ruling = models.ForeignKey(Reclaim, on_delete=models.PROTECT, related_name="objections")
    amount_before = models.BigIntegerField(help_text="Rappen")
    amount_after = models.BigIntegerField(null=True, help_text="Rappen")

    class Meta(Objection.Meta):
        constraints = objection_constraints("reclaim")
