"""Who sees which schemes: what is confirmed everybody who is signed in, what is proposed the canton."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from ankunft.domain.roles import CANTONAL
from ankunft.foundation.access import policy
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.proposals import ProposalState

from . import permissions
from .models import Scheme, SchemeDefinition, SchemeTariff

Row = TypeVar("Row", bound=Model)


def register() -> None:
    """Called once when the application starts."""
    policy.register(permissions.RULES)
    policy.register_visible(Scheme, _schemes)
    policy.register_visible(SchemeDefinition, lambda actor: _confirmed(actor, SchemeDefinition.objects.all()))
    policy.register_visible(SchemeTariff, lambda actor: _confirmed(actor, SchemeTariff.objects.all()))


def _schemes(actor: Actor) -> QuerySet[Scheme]:
    rows = Scheme.objects.all()
    return rows if policy.can(actor, permissions.SEE_SCHEMES) else rows.none()


def _confirmed(actor: Actor, rows: QuerySet[Row]) -> QuerySet[Row]:
    if not policy.can(actor, permissions.SEE_SCHEMES):
        return rows.none()
    if actor.is_operator or actor.has_role(*CANTONAL):
        return rows
    return rows.filter(state=ProposalState.CONFIRMED)
