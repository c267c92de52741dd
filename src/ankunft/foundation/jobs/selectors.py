"""Who sees which jobs."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet

from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .models import OPEN, Job


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """The jobs that the actor asked for, latest first. Nobody sees those of others: outcomes may name records."""
    if actor.account_id is None:
        return Job.objects.none()
    return Job.objects.filter(account_id=actor.account_id)


def recent(actor: Actor) -> QuerySet[Job]:
    """The actor's jobs that wait or run, and those that ended within a day."""
    return visible_to(actor, Job).filter(Q(state__in=OPEN) | Q(finished_at__gte=clock.now() - timedelta(days=1)))
