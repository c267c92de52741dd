"""What an interview left to be done: steps that were agreed, and looking at it again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..models import AgreedStep, Interview
from ..permissions import RECORD
from .planning import write
from .trail import told


@transaction.atomic
def step_done(*, step: AgreedStep, actor: Actor, done: bool = True) -> AgreedStep:
    """What was agreed is done (or, taken back, is not)."""
    can(actor, RECORD, step).require()
    step.done_on = clock.today() if done else None
    AgreedStep.objects.filter(pk=step.pk).update(done_on=step.done_on)
    summary = gettext_lazy("Vereinbartes erledigt.") if done else gettext_lazy("Vereinbartes wieder offen.")
    told(actor, step.interview, "step", summary, step=step.pk)
    return step


@transaction.atomic
def follow_up_done(*, interview: Interview, actor: Actor) -> Interview:
    """The interview was looked at again as intended. Refused where nothing was intended."""
    can(actor, RECORD, interview).require()
    if interview.follow_up_on is None:
        raise Refused(_("Für dieses Gespräch ist keine Wiedervorlage offen."))
    interview = write(interview, {"follow_up_on": None})
    told(actor, interview, "follow_up", gettext_lazy("Wiedervorlage erledigt."))
    return interview
