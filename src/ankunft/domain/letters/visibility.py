"""Who sees which letters: the canton all of them, a municipality those that are addressed to it."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import QuerySet

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import policy
from ankunft.foundation.kernel.actor import Actor

from . import permissions
from .models import Delivery, Letter, Letterhead

Row = TypeVar("Row", Delivery, Letterhead)


def register() -> None:
    """Called once when the application starts."""
    policy.register(permissions.RULES)
    policy.register_visible(Letter, _letters)
    policy.register_visible(Delivery, lambda actor: _overview(actor, Delivery.objects.all()))
    policy.register_visible(Letterhead, lambda actor: _overview(actor, Letterhead.objects.all()))


def _letters(actor: Actor) -> QuerySet[Letter]:
    return policy.reach(actor, permissions.SEE, Municipality).within(Letter.objects.all(), "municipality")


def _overview(actor: Actor, rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows if policy.can(actor, permissions.SEE_ALL) else rows.none()
