"""Who sees terms, tranches, bookings and projections: whoever reads plans; a projection only with its version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet

from ankunft.foundation.access import policy
from ankunft.foundation.kernel.actor import Actor

from . import money_permissions
from .models import (
    Assignment,
    Booking,
    CostRule,
    PersonRate,
    PlanVersion,
    Projection,
    Refund,
    SourceTerms,
    Tranche,
    Transfer,
)
from .permissions import SEE_SOURCES


def register() -> None:
    """Called once when the application starts."""
    policy.register(money_permissions.RULES)
    for told in (SourceTerms, PersonRate):
        policy.register_visible(told, _if(SEE_SOURCES, told))
    for kept in (Tranche, Booking, CostRule, Transfer, Refund, Assignment):
        policy.register_visible(kept, _if(money_permissions.SEE_MONEY, kept))
    policy.register_visible(Projection, _projections)


def _if(action: str, model: type[Model]) -> Callable[[Actor], QuerySet[Any]]:
    def visible(actor: Actor) -> QuerySet[Any]:
        rows = model._default_manager.all()
        return rows if policy.can(actor, action) else rows.none()

    return visible


def _projections(actor: Actor) -> QuerySet[Projection]:
    if not policy.can(actor, money_permissions.SEE_MONEY):
        return Projection.objects.none()
    return Projection.objects.filter(version__in=policy.visible_to(actor, PlanVersion))
