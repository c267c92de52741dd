"""What transfers and refunds share: money leaves a source by two people, one after the other (FP 2.3)."""

from __future__ import annotations

from typing import Any

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.services import transition

from ..models import Movement
from ..money_permissions import TABLES, key_of_movement, moving


def take_along(movement: Movement, name: str, actor: Actor, details: dict[str, Any], reason: str = "") -> None:
    """Take it along that transition, if the actor may: on the state that was seen, with `details` for the trail."""
    table = TABLES[type(movement)]
    can(actor, moving(table, name), movement).require()
    told = {"moved_on": str(movement.moved_on), "amount": movement.amount, "decision": movement.decision}
    transition(
        obj=movement,
        key=key_of_movement(movement),
        table=table,
        name=name,
        actor=actor,
        reason=reason,
        details={**details, **told},
    )
