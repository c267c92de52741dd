"""Who sees which scenario: its owner, and the canton once it is shared."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ankunft.foundation.access import policy
from ankunft.foundation.kernel.actor import Actor

from . import permissions
from .models import Scenario, ScenarioAmount


def register() -> None:
    """Called once when the application starts."""
    policy.register(permissions.RULES)
    policy.register_visible(Scenario, _scenarios)
    policy.register_visible(ScenarioAmount, lambda actor: ScenarioAmount.objects.filter(scenario__in=_scenarios(actor)))


def _scenarios(actor: Actor) -> QuerySet[Scenario]:
    if not policy.can(actor, permissions.SEE):
        return Scenario.objects.none()
    return Scenario.objects.filter(Q(owner=actor.account_id) | Q(is_shared=True))
