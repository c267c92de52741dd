"""Who sees which interviews."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from ankunft.foundation.kernel.actor import Actor

from .models import Interview
from .permissions import own_municipalities

Part = TypeVar("Part", bound=Model)


def visible_to(actor: Actor) -> QuerySet[Interview]:
    """The interviews of the officer's municipalities, members of an association included."""
    return parts_visible_to(actor, Interview).select_related("municipality", "performed_by")


def parts_visible_to(actor: Actor, model: type[Part]) -> QuerySet[Part]:
    """The records of a part of interviews (evidence, steps, …) that belong to the officer's municipalities."""
    records = model._default_manager.all()
    return records if actor.is_operator else records.filter(municipality__in=own_municipalities(actor))
