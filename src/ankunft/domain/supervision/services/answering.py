"""What a municipality answers to a sample: the evidence lies with the interview, or why it does not."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.interviews.models import Evidence
from ankunft.foundation.access import wall
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..models import SampleItem, SampleState
from ..permissions import ANSWER
from .moves import told


@transaction.atomic
def item_answer(*, item: SampleItem, explanation: str, actor: Actor) -> None:
    """The municipality says that the evidence lies there, or explains why it does not.

    It may answer again until something was found. Refused where there is neither evidence nor explanation, and once
    the interview is judged.
    """
    can(actor, ANSWER, item).require()
    explanation = explanation.strip()
    there = evidence_count(item)
    if not there and not explanation:
        raise Refused(
            _("Es ist kein Beleg abgelegt. Legen Sie ihn beim Gespräch ab oder erklären Sie, warum er fehlt.")
        )
    asked = SampleItem.objects.filter(pk=item.pk, finding="", sample__state=SampleState.REQUESTED)
    changed = asked.update(answer=explanation, answered_at=clock.now(), answered_by=actor.label)
    if changed != 1:
        raise Refused(_("Dieses Gespräch ist schon geprüft. Wenden Sie sich an die Stelle, die geprüft hat."))
    item.refresh_from_db()
    told(actor, item, "answer", gettext_lazy("Gemeinde hat auf die Stichprobe geantwortet."), evidence=there)


def evidence_count(item: SampleItem) -> int:
    """How many pieces of evidence lie with the interview, on paper ones included."""
    with wall.also(municipality=[item.municipality_id]):
        return Evidence.objects.filter(interview__reference=item.interview, removed_at=None).count()
