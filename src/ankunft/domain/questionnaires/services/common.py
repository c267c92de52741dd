"""What the services of sheets share: the name in the trail, hands, events."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ankunft.domain.questionnaires.keys import key_of
from ankunft.domain.questionnaires.models import AnswerSheet
from ankunft.domain.questionnaires.states import SHEET, WRITE
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.models import Step
from ankunft.foundation.workflow.services import hands_remember


def note(
    actor: Actor, sheet: AnswerSheet, action: str, summary: str, *, after: dict[str, Any], reason: str = ""
) -> None:
    """The event of a write that is no move. What was answered is not copied into the trail: it stays with the sheet."""
    entry = Entry(
        f"{SHEET.object_type}.{action}", SHEET.object_type, key_of(sheet), summary, after=after, reason=reason
    )
    record(actor, entry)


def hand(sheet: AnswerSheet, actor: Actor) -> None:
    """Remember once who answered questions: not a move, but hands that neither sign off nor accept (four eyes)."""
    written = Step.objects.filter(object_type=SHEET.object_type, object_key=key_of(sheet), name=WRITE)
    if written.filter(account_id=actor.account_id).exists():
        return
    hands_remember(obj=sheet, key=key_of(sheet), table=SHEET, name=WRITE, actor=actor)


def require_version(sheet: AnswerSheet, version: int) -> None:
    """Refused where somebody else changed the sheet since the person looked at it."""
    if sheet.version != version:
        raise edited_meanwhile()


def edited_meanwhile() -> Refused:
    """What the later one of two people is told."""
    return Refused(_("Inzwischen hat jemand anders diesen Fragebogen bearbeitet. Bitte neu laden und prüfen."))
