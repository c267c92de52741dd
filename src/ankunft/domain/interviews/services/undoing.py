"""Interviews taken back: what was recorded as held, missed or cancelled is not so any more."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.services import transition

from .. import guards, together
from ..content import content_of, sealed, with_change
from ..models import Evidence, Interview, InterviewState, Participant
from ..permissions import RECORD
from ..states import INTERVIEW
from .following import arrivals_go_back
from .requirements import require_last
from .turns import take_turn
from .verdicts import refresh

NOT_HELD = {"held_on": None, "half_year": "", "case_verdict": "", "interpreting_verdict": ""}


@transaction.atomic
def interview_undo(*, interview: Interview, actor: Actor, reason: str = "") -> Interview:
    """Take back that it was held, missed or cancelled: the appointment stands again.

    What was recorded without an appointment is withdrawn instead, which needs a reason. Refused while there is
    evidence, where another appointment took its place, and without a reason where its half-year is settled.
    """
    can(actor, RECORD, interview).require()
    take_turn(interview.municipality_id)
    guards.require_reason_if_settled(interview, reason)
    require_last(interview)
    if Evidence.objects.filter(interview=interview, removed_at=None).exists():
        raise Refused(_("Zu diesem Gespräch ist ein Beleg abgelegt. Nehmen Sie zuerst den Beleg weg."))
    was = interview.state
    withdrawn = was == InterviewState.HELD and interview.starts_at is None
    if withdrawn and not reason.strip():
        raise Refused(_("Geben Sie an, warum Sie das erfasste Gespräch zurücknehmen."))
    if was == InterviewState.CANCELLED and interview.starts_at is None:
        raise Refused(_("Dieses Gespräch hatte keinen Termin. Erfassen Sie es neu."))
    around = together.for_the_same(interview)
    content = content_of(interview)._replace(cancelled=reason.strip() if withdrawn else "")
    name = "withdraw" if withdrawn else "undo"
    changes = {**NOT_HELD, "content": sealed(with_change(content, actor, reason))}
    transition(obj=interview, key=interview.reference, table=INTERVIEW, name=name, actor=actor, changes=changes)
    Participant.objects.filter(interview=interview).update(was_there=True)
    arrivals_go_back(interview, was, actor)
    refresh(around, actor)
    return interview
