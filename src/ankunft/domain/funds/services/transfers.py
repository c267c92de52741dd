"""Money that moves from one source to another: an explicit booking of two people (FP 2.3)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.turns import in_turn
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.foundation.workflow.services import transition

from .. import transfer_states as states
from ..models import FundingSource, Transfer
from ..money_permissions import key_of_transfer, moving_transfer
from ..money_readings import accounts
from ..transfer_states import TRANSFER
from .inputs import MOST


@transaction.atomic
def transfer_propose(
    *,
    giving: FundingSource,
    taking: FundingSource,
    moved_on: date,
    amount: int,
    decision: str,
    reason: str,
    actor: Actor,
    is_demo: bool = False,
) -> Transfer:
    """Propose that `amount` (Rappen) goes from one source to another; it does once somebody else has confirmed it."""
    can(actor, moving_transfer(states.PROPOSE)).require()
    if giving == taking:
        raise Refused(_("Umgebucht wird von einer Quelle auf eine andere."))
    if not 0 < amount <= MOST.rappen:
        raise Refused(_("Umgebucht wird ein Betrag über null, höchstens %(most)s.") % {"most": MOST})
    if not decision.strip() or not reason.strip():
        raise Refused(_("Eine Umbuchung beruht auf einem Beschluss und hat einen Grund: Bitte beides angeben."))
    _require_there(giving, amount)
    transfer = Transfer.objects.create(
        state=ProposalState.PROPOSED,
        giving=giving,
        taking=taking,
        moved_on=moved_on,
        amount=amount,
        decision=decision.strip(),
        reason=reason.strip(),
        is_demo=is_demo,
    )
    _move(transfer, states.PROPOSE, actor)
    return transfer


@transaction.atomic
def transfer_confirm(*, transfer: Transfer, actor: Actor) -> None:
    """Let the money go. Refused for whoever proposed it, and where the source has less by then."""
    in_turn("funds.transfers")
    can(actor, moving_transfer(states.CONFIRM), transfer).require()
    _require_there(transfer.giving, transfer.amount)
    _move(transfer, states.CONFIRM, actor)


def transfer_withdraw(*, transfer: Transfer, reason: str, actor: Actor) -> None:
    """Take it back before it is confirmed, and why."""
    _move(transfer, states.WITHDRAW, actor, reason)


def _require_there(giving: FundingSource, amount: int) -> None:
    """Nobody gives what it does not have: neither now nor what is not known."""
    account = accounts()[giving.pk]
    left = account.opening + sum(flow.net for flow in account.flows.values())
    if not account.is_known:
        raise Refused(
            _("Wie viel %(source)s hat, ist nicht erfasst: Zuerst ihre Tranchen erfassen.") % {"source": giving.label}
        )
    if amount > left:
        raise Refused(
            _("%(source)s hat noch %(left)s: %(amount)s lassen sich nicht umbuchen.")
            % {"source": giving.label, "left": Money(left), "amount": Money(amount)}
        )


def _move(transfer: Transfer, name: str, actor: Actor, reason: str = "") -> None:
    can(actor, moving_transfer(name), transfer).require()
    details = {
        "giving": transfer.giving.code,
        "taking": transfer.taking.code,
        "moved_on": str(transfer.moved_on),
        "amount": transfer.amount,
        "decision": transfer.decision,
    }
    transition(
        obj=transfer,
        key=key_of_transfer(transfer),
        table=TRANSFER,
        name=name,
        actor=actor,
        reason=reason,
        details=details,
    )
