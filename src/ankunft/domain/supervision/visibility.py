"""Who sees which samples: the canton all of them, a municipality what it is asked to show."""

from __future__ import annotations

from django.db.models import QuerySet

from ankunft.domain.arrivals.permissions import owners_of
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import policy
from ankunft.foundation.kernel.actor import Actor

from . import permissions
from .models import Sample, SampleItem, SampleState

TOLD = (SampleState.REQUESTED, SampleState.INSPECTED, SampleState.CLOSED)
"""States in which the municipality knows of it."""


def register() -> None:
    """Called once when the application starts."""
    policy.register(permissions.RULES)
    policy.register_owner(SampleItem, owners_of)
    policy.register_visible(Sample, _samples)
    policy.register_visible(SampleItem, _items)


def _samples(actor: Actor) -> QuerySet[Sample]:
    return Sample.objects.all() if policy.can(actor, permissions.SEE) else Sample.objects.none()


def _items(actor: Actor) -> QuerySet[SampleItem]:
    if policy.can(actor, permissions.SEE):
        return SampleItem.objects.all()
    asked = policy.reach(actor, permissions.ANSWER, Municipality)
    return asked.within(SampleItem.objects.filter(sample__state__in=TOLD), "municipality")
