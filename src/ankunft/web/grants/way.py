"""The way of a project: from the application to the closing account, and who took which step when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.grants import states
from ankunft.domain.grants.models import Project, ProjectState
from ankunft.foundation.workflow.models import Step as TakenStep
from ankunft.web.shell.components import Step
from ankunft.web.shell.templatetags.ankunft import day as day_text


class Stage(NamedTuple):
    """A stage of the way: the moves that end it, and the states in which it is not over yet."""

    label: Promise
    whose: Promise
    moves: tuple[str, ...]
    open_in: tuple[str, ...]


STAGES = (
    Stage(
        gettext_lazy("Erfassen"),
        gettext_lazy("durch die Gemeinde"),
        (states.OFFER,),
        (ProjectState.DRAFT, ProjectState.RETURNED),
    ),
    Stage(
        gettext_lazy("Unterzeichnen und einreichen"),
        gettext_lazy("durch die strategische Leitung"),
        (states.SIGN,),
        (ProjectState.OFFERED,),
    ),
    Stage(
        gettext_lazy("Vollständigkeit"),
        gettext_lazy("durch die Koordinationsstelle"),
        (states.FIND_COMPLETE,),
        (ProjectState.SUBMITTED,),
    ),
    Stage(
        gettext_lazy("Beurteilen"),
        gettext_lazy("durch zwei Personen"),
        (states.ASSESS_LAST,),
        (ProjectState.COMPLETE,),
    ),
    Stage(
        gettext_lazy("Entscheiden"),
        gettext_lazy("durch eine weitere Person"),
        (states.GRANT, states.REJECT),
        (ProjectState.ASSESSED,),
    ),
    Stage(
        gettext_lazy("Vereinbaren"),
        gettext_lazy("mit Papier und Raten"),
        (states.AGREE,),
        (ProjectState.GRANTED,),
    ),
    Stage(
        gettext_lazy("Durchführen und berichten"),
        gettext_lazy("durch die Gemeinde"),
        (states.REPORT,),
        (ProjectState.RUNNING,),
    ),
    Stage(
        gettext_lazy("Abrechnen"),
        gettext_lazy("durch die Koordinationsstelle"),
        (states.CLOSE,),
        (ProjectState.REPORTED,),
    ),
)


def way_of(project: Project, taken: Sequence[TakenStep], *, names_the_office: bool) -> list[Step]:
    """Where the project stands. Who of the canton took a step is shown where `names_the_office`."""
    latest = {step.name: step for step in taken}
    current = next((at for at, stage in enumerate(STAGES) if project.state in stage.open_in), None)
    over = project.state in (ProjectState.ABANDONED, ProjectState.REJECTED)
    rejected = project.state == ProjectState.REJECTED
    decided = next(at for at, stage in enumerate(STAGES) if states.REJECT in stage.moves)
    shown = []
    for at, stage in enumerate(STAGES):
        done = (not over and (current is None or at < current)) or (rejected and at <= decided)
        step = next((latest[name] for name in stage.moves if name in latest), None) if done else None
        state = "done" if done else "current" if at == current else "todo"
        shown.append(Step(stage.label, _detail(stage, step, names_the_office), state))
    return shown


def last_return(state: str, taken: Sequence[TakenStep]) -> TakenStep | None:
    """Why an application or a report in that state was given back, while the municipality works on it again."""
    if state not in (ProjectState.DRAFT, ProjectState.RETURNED):
        return None
    back = [step for step in taken if step.name in (states.RETURN, states.DECLINE, states.TAKE_BACK)]
    return back[-1] if back and back[-1].name != states.TAKE_BACK else None


def _detail(stage: Stage, step: TakenStep | None, names_the_office: bool) -> str:
    if step is None:
        return str(stage.whose)
    if step.name in (states.OFFER, states.SIGN, states.REPORT) or names_the_office:
        return _("%(day)s, %(by)s") % {"day": day_text(step.at), "by": step.account_label}
    return day_text(step.at)
