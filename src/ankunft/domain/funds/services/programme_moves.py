"""How a version of the integration programme moves."""

from __future__ import annotations

from typing import Any

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.services import transition

from ..models import ProgrammeVersion
from ..programme_permissions import key_of, moving
from ..programme_states import PROGRAMME


def move(
    version: ProgrammeVersion, name: str, actor: Actor, details: dict[str, Any] | None = None, **more: Any
) -> None:
    """Take the version along that transition, if the actor may: on the state that was seen."""
    can(actor, moving(name), version).require()
    transition(obj=version, key=key_of(version), table=PROGRAMME, name=name, actor=actor, details=details, **more)
