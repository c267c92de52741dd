"""What the bank says of a payment and does not fit what is known of it: people say whether it holds."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.settlement.services.ledger import take_turn
from ankunft.domain.settlement.services.outcomes import Rejected, rejections_record, return_undo
from ankunft.foundation.access.policy import can
from ankunft.foundation.documents.iso20022.pain002 import REJECTED, About, Status
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.services import transition

from .. import states
from ..models import Misfit, StatusWord
from ..permissions import clearing
from ..status_rules import Effect, meaning
from .reporting import ordered_by


@transaction.atomic
def word_reject(*, word: StatusWord, actor: Actor) -> None:
    """It holds after all: the payment is rejected, because what contradicted it has been taken back meanwhile.

    Refused while the payment counts as executed or come back, and where the bank does not speak of a rejection.
    """
    can(actor, clearing(states.REJECT), word).require()
    take_turn()
    payment = word.payment
    if payment is None or word.status != REJECTED:
        raise Refused(_("Die Bank sagt hier nicht, dass sie eine unserer Zahlungen zurückweist."))
    known = ordered_by([payment])[payment.reference]
    said = About(payment.reference, Status(word.status, word.code, word.text))
    if meaning(said, known).effect is not Effect.REJECTED:
        raise Refused(
            _(
                "Zahlung %(reference)s gilt als ausgeführt, zurückgekommen oder zurückgewiesen. Stimmt das nicht, "
                "nehmen Sie zuerst jene Zuordnung zurück."
            )
            % {"reference": payment.reference}
        )
    told = Rejected(payment, word.report.made_on, word.code, word.text, f"pain.002/{word.report.message}")
    rejection = rejections_record(told=[told], actor=actor)[0]
    _move(word, states.REJECT, actor, rejection=rejection, misfit="")


@transaction.atomic
def word_set_aside(*, word: StatusWord, reason: str, actor: Actor) -> None:
    """It has no effect, for the reason given."""
    can(actor, clearing(states.SET_ASIDE), word).require()
    _move(word, states.SET_ASIDE, actor, reason)


@transaction.atomic
def word_resume(*, word: StatusWord, reason: str, actor: Actor) -> None:
    """What was set aside waits again."""
    can(actor, clearing(states.RESUME), word).require()
    _move(word, states.RESUME, actor, reason)


@transaction.atomic
def word_undo(*, word: StatusWord, reason: str, actor: Actor) -> None:
    """The bank was wrong: the payment is ordered, as before. Refused once something is proposed about it."""
    can(actor, clearing(states.UNDO), word).require()
    take_turn()
    rejection = word.rejection
    _move(word, states.UNDO, actor, reason, rejection=None, misfit=Misfit.TAKEN_BACK)
    if rejection is not None:
        return_undo(returned=rejection, reason=reason, actor=actor)


def _move(word: StatusWord, name: str, actor: Actor, reason: str = "", **changes: object) -> None:
    """Move it as it was when somebody looked at it: whoever moved it since has to be told."""
    transition(
        obj=word,
        key=str(word.pk),
        table=states.WORD,
        name=name,
        actor=actor,
        reason=reason,
        changes=changes,
        details={"payment": word.reference, "message": word.report.message},
    )
