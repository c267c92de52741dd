"""How a version of a plan moves, and what the services of versions share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.services import transition

from ..models import PlanVersion, VersionState
from ..permissions import key_of, moving
from ..states import VERSION
from .turns import money_turns


def move(version: PlanVersion, name: str, actor: Actor, details: dict[str, Any] | None = None, **more: Any) -> None:
    """Take the version along that transition, if the actor may: on the state that was seen."""
    can(actor, moving(name), version).require()
    transition(obj=version, key=key_of(version), table=VERSION, name=name, actor=actor, details=details, **more)


def turn_of(version: PlanVersion) -> None:
    """Inputs, consolidation and new positions of one plan do not cross: who comes second waits."""
    money_turns(plans=[version.plan_id])


def require_inputs(version: PlanVersion) -> None:
    """Refused unless the version takes inputs now: asked of the database, within the turn."""
    state = PlanVersion.objects.values_list("state", flat=True).get(pk=version.pk)
    if state == VersionState.INPUTS:
        return
    raise Refused(
        _(
            "Der Finanzplan %(version)s nimmt keine Eingaben mehr entgegen: Sein Stand ist «%(state)s». "
            "Die Koordinationsstelle Integration kann die Eingaben wieder öffnen oder eine neue Fassung beginnen."
        )
        % {"version": version.reference, "state": VersionState(state).label}
    )


def require_to_come(inputs_due: date) -> None:
    """Refused for a last day for inputs that is over already."""
    if inputs_due < clock.today():
        raise Refused(_("Die Frist für Eingaben, der %(day)s, ist schon vorbei.") % {"day": f"{inputs_due:%d.%m.%Y}"})
