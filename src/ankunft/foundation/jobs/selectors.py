"""Who sees which jobs."""

from __future__ import annotations

from django.db.models import QuerySet

from ankunft.foundation.kernel.actor import Actor

from .models import Job


def visible_to(actor: Actor) -> QuerySet[Job]:
    """The jobs that the actor asked for, latest first. Nobody sees those of others: outcomes may name records."""
    if actor.account_id is None:
        return Job.objects.none()
    return Job.objects.filter(account_id=actor.account_id)
