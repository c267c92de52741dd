"""The steps taken on a record, and whether somebody may take the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision

from .models import Step
from .tables import TransitionTable


def steps_of(object_type: str, object_key: str) -> QuerySet[Step]:
    """Every step on the record, in order."""
    return Step.objects.filter(object_type=object_type, object_key=object_key).order_by("pk")


def hands_on(object_type: str, object_key: str) -> dict[str, set[int]]:
    """The accounts behind each kind of step taken on the record so far."""
    hands: dict[str, set[int]] = {}
    for name, account_id in steps_of(object_type, object_key).values_list("name", "account_id"):
        if account_id is not None:
            hands.setdefault(name, set()).add(account_id)
    return hands


def may_move(
    table: TransitionTable, name: str, key_of: Callable[[Any], str] = lambda record: str(record.pk)
) -> Callable[[Actor, Any], Decision]:
    """The condition of a rule: whether a record's state and the hands on it let the actor make that move."""

    def decide(actor: Actor, record: Any) -> Decision:
        hands = hands_on(table.object_type, key_of(record))
        return table.decide(name=name, state=record.state, actor=actor, hands=hands)

    return decide


def taken_by(object_type: str, name: str, account_id: int | None) -> set[str]:
    """The keys of the records on which that account took that step: one query for a whole list."""
    return set(
        Step.objects.filter(object_type=object_type, name=name, account_id=account_id).values_list(
            "object_key", flat=True
        )
    )
