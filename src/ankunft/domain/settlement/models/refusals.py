"""What the canton does not pay to a municipality by a decision of its own (KS 4.7)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .rulings import Objection, Ruling, RulingState, objection_constraints

REFUSAL_PREFIX = "V-"
"""How references of refusals begin."""


class Refusal(Ruling):
    """The contributions of a period (or one of them) are not paid because a task was not properly carried out (KS 4.7).

    That a municipality is not entitled at all from a day on is a finding of the territory (`EntitlementRecord`).
    """

    prefix = REFUSAL_PREFIX

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(period=""), name="refusal_of_a_period"),
            models.CheckConstraint(condition=Q(state__in=RulingState.values), name="refusal_state_known"),
        ]


class RefusalObjection(Objection):
    """An objection to a refusal; nothing is paid while it is open."""

    ruling = models.ForeignKey(Refusal, on_delete=models.PROTECT, related_name="objections")

    class Meta(Objection.Meta):
        constraints = objection_constraints("refusal")
