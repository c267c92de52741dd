"""What came in from registers and tables, as those may see it whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor

from .models import Outcome, RegisterDelivery, RegisterMessage, RegisterRefusal


@dataclass(frozen=True, slots=True)
class Counts:
    """What was made of a delivery, as far as it concerns the actor.

    `read` and `unchanged` are known to whoever brought it alone: what was known before belongs to the delivery of then.
    """

    applied: int
    excluded: int
    noted: int
    refused: int
    read: int | None = None
    unchanged: int | None = None


def deliveries_of(actor: Actor) -> QuerySet[RegisterDelivery]:
    """The deliveries that the actor brought, or that brought something for the actor's municipalities."""
    return visible_to(actor, RegisterDelivery)


def counts_of(actor: Actor, deliveries: Sequence[RegisterDelivery]) -> dict[int, Counts]:
    """The counts of each of these, in a fixed number of statements."""
    keys = [one.pk for one in deliveries]
    messages = visible_to(actor, RegisterMessage).filter(delivery__in=keys).order_by()
    made = {
        (delivery, outcome): count
        for delivery, outcome, count in messages.values_list("delivery", "outcome").annotate(count=Count("pk"))
    }
    rows = visible_to(actor, RegisterRefusal).filter(delivery__in=keys).order_by()
    refused = dict(rows.values_list("delivery").annotate(count=Count("pk")))
    return {one.pk: _counts(one, made, refused, is_own=one.account_id == actor.account_id) for one in deliveries}


def _counts(
    delivery: RegisterDelivery, made: Mapping[tuple[int, str], int], refused: Mapping[int, int], *, is_own: bool
) -> Counts:
    applied, excluded, noted = (
        made.get((delivery.pk, outcome.value), 0) for outcome in (Outcome.APPLIED, Outcome.EXCLUDED, Outcome.NOTED)
    )
    counts = Counts(applied, excluded, noted, refused.get(delivery.pk, 0))
    return replace(counts, read=delivery.read, unchanged=delivery.unchanged) if is_own else counts


def refusals_of(actor: Actor, delivery: RegisterDelivery) -> QuerySet[RegisterRefusal]:
    """What was refused of a delivery; `already_at` is when the same was refused first, if it was before."""
    refused = visible_to(actor, RegisterRefusal).filter(delivery=delivery).select_related("municipality")
    by_id, by_place = (
        Subquery(same.order_by("pk").values("delivery__received_at")[:1]) for same in _refused_before(actor)
    )
    return refused.annotate(already_at=Coalesce(by_id, by_place))


def _refused_before(actor: Actor) -> tuple[QuerySet[RegisterRefusal], QuerySet[RegisterRefusal]]:
    """What was refused before for the same reason: the same message, or without an id what stood in the same place.

    Of the same delivery they are two messages, however alike they are. Two conditions, each of which has an index.
    """
    before = visible_to(actor, RegisterRefusal).annotate(whose=Coalesce("municipality_id", 0))
    same = before.filter(
        pk__lt=OuterRef("pk"),
        message_id=OuterRef("message_id"),
        reason=OuterRef("reason"),
        whose=Coalesce(OuterRef("municipality_id"), 0),
    ).exclude(delivery=OuterRef("delivery"))
    return same.exclude(message_id=""), same.filter(message_id="", place=OuterRef("place"))


def excluded_of(actor: Actor, delivery: RegisterDelivery) -> QuerySet[RegisterMessage]:
    """Those of a delivery for whom start.integration is not; who was taken over nonetheless is not among them."""
    excluded = visible_to(actor, RegisterMessage).filter(delivery=delivery, outcome=Outcome.EXCLUDED)
    return excluded.select_related("municipality").order_by("pk")


def unsettled(actor: Actor, since: datetime) -> QuerySet[RegisterRefusal]:
    """What was refused since then and has not come in right meanwhile: nobody has read the message with its id.

    What was sent again and refused again is there once.
    """
    came_in = RegisterMessage.objects.filter(message_id=OuterRef("message_id"), municipality=OuterRef("municipality"))
    known = visible_to(actor, RegisterRefusal).filter(delivery__received_at__gte=since)
    by_id, by_place = (same.filter(delivery__received_at__gte=since) for same in _refused_before(actor))
    return known.filter(Q(message_id="") | ~Exists(came_in)).filter(~Exists(by_id), ~Exists(by_place))
