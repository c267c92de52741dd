"""The way of a version: from the inputs to the decision, and who took which step when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.funds import states
from ankunft.domain.funds.models import PlanVersion, VersionState
from ankunft.foundation.workflow.models import Step as TakenStep
from ankunft.web.shell.components import Step
from ankunft.web.shell.templatetags.ankunft import day as day_text


class Stage(NamedTuple):
    """A stage of the way: by which move it ends, in which state it is going on, and whose it is."""

    label: Promise
    whose: Promise
    move: str
    state: str


STAGES = (
    Stage(
        gettext_lazy("Eingaben und Konsolidierung"),
        gettext_lazy("Regelstrukturen, Koordinationsstelle"),
        states.CONSOLIDATE,
        VersionState.INPUTS,
    ),
    Stage(
        gettext_lazy("Gremien einladen"),
        gettext_lazy("Geschäftsstelle IIZ"),
        states.CONSULT,
        VersionState.CONSOLIDATED,
    ),
    Stage(
        gettext_lazy("Stellungnahmen"),
        gettext_lazy("Gremien der IIZ"),
        states.CLOSE_CONSULTATION,
        VersionState.CONSULTATION,
    ),
    Stage(gettext_lazy("Beschluss"), gettext_lazy("IIZ-Leitung"), states.ADOPT, VersionState.CONSULTED),
)


def way_of(version: PlanVersion, taken: Sequence[TakenStep]) -> list[Step]:
    """Where the version stands: nowhere once it is withdrawn.

    One that was decided before Ankunft names its decision alone.
    """
    if version.state == VersionState.WITHDRAWN:
        return []
    if any(step.name == states.TAKE_OVER for step in taken):
        detail = f"{version.decision}, {day_text(version.decided_on)}"
        return [Step(_("Beschlossen vor Ankunft"), detail, "done")]
    current = next((at for at, stage in enumerate(STAGES) if version.state == stage.state), None)
    latest = {step.name: step for step in taken}
    is_over = version.state in (VersionState.ADOPTED, VersionState.SUPERSEDED)
    shown = []
    for at, stage in enumerate(STAGES):
        done = is_over or (current is not None and at < current)
        state = "done" if done else "current" if at == current else "todo"
        step = latest.get(stage.move) if done else None
        detail = str(stage.whose)
        if step is not None:
            detail = _("%(day)s, %(by)s") % {"day": day_text(step.at), "by": step.account_label}
        elif at == current and (due := _due(version)):
            detail = _("bis %(day)s") % {"day": day_text(due)}
        shown.append(Step(stage.label, detail, state))
    return shown


def _due(version: PlanVersion) -> date | None:
    if version.state == VersionState.INPUTS:
        return version.inputs_due
    return version.statements_due if version.state == VersionState.CONSULTATION else None
