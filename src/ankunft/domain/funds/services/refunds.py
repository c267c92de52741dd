"""Money that goes back to the federation, and what of it comes back: recorded by two people (FP 1, 2.3)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.workflow.proposals import ProposalState

from .. import transfer_states as states
from ..models import FundingSource, Refund
from ..money_permissions import moving
from ..money_readings import still_gone, stock_of
from ..money_words import REFUND_FAULTS
from ..rules.refunds import Paper, RefundFault, refund_fault, return_fault
from ..transfer_states import REFUND
from .leaving import take_along
from .turns import money_turns


@transaction.atomic
def refund_propose(*, source: FundingSource, paper: Paper, actor: Actor, is_demo: bool = False) -> Refund:
    """Propose that what was paid back to the federation leaves the source; it does once somebody else confirmed it.

    Refused for means of the canton and the municipalities, for more than the source has, in the future, before the
    balance with which the source begins, without the letter that demands it; before the deadline without a reason.
    """
    can(actor, moving(REFUND, states.PROPOSE)).require()
    _require_refundable(source, paper)
    return _stored(source, paper, None, actor, is_demo)


@transaction.atomic
def refund_return(*, refund: Refund, paper: Paper, actor: Actor) -> Refund:
    """Propose that what went back to the federation by mistake, or some of it, has come in again.

    A refund is never changed: what was wrong of it is taken back by another record of two people. Refused for one that
    is not confirmed or is such a record itself, before its day, and for more than has not come back yet.
    """
    can(actor, moving(REFUND, states.PROPOSE)).require()
    if refund.reverses_id is not None or refund.state != ProposalState.CONFIRMED:
        raise Refused(_("Zurück kommt nur, was mit einer bestätigten Rückerstattung an das SEM ging."))
    _require_returnable(refund, paper)
    return _stored(refund.source, paper, refund, actor, refund.is_demo)


@transaction.atomic
def refund_confirm(*, refund: Refund, actor: Actor) -> None:
    """Let it count. Refused for whoever proposed it, and for what could not be proposed any more."""
    # Nothing else is booked or goes away of the source meanwhile.
    money_turns(sources=[refund.source_id])
    can(actor, moving(REFUND, states.CONFIRM), refund).require()
    paper = Paper(refund.amount, refund.moved_on, refund.decision, refund.reason)
    if refund.reverses is None:
        _require_refundable(refund.source, paper)
    else:
        _require_returnable(refund.reverses, paper)
    _move(refund, states.CONFIRM, actor)


def refund_withdraw(*, refund: Refund, reason: str, actor: Actor) -> None:
    """Take it back before it is confirmed, and why."""
    _move(refund, states.WITHDRAW, actor, reason)


def _require_refundable(source: FundingSource, paper: Paper) -> None:
    stock = stock_of(source, paper.day)
    if fault := refund_fault(paper, stock, clock.today()):
        raise _refused(fault, source, paper, stock.free or 0, stock.since)


def _require_returnable(refund: Refund, paper: Paper) -> None:
    gone = still_gone(refund)
    if fault := return_fault(paper, refund.moved_on, gone, clock.today()):
        raise _refused(fault, refund.source, paper, gone)


def _refused(fault: RefundFault, source: FundingSource, paper: Paper, most: int, since: int | None = None) -> Refused:
    words = {
        "source": source.label,
        "amount": Money(paper.amount),
        "day": f"{paper.day:%d.%m.%Y}",
        "most": Money(most),
        "since": since,
    }
    return Refused(str(REFUND_FAULTS[fault]) % words)


def _stored(source: FundingSource, paper: Paper, reverses: Refund | None, actor: Actor, is_demo: bool) -> Refund:
    stored = Refund.objects.create(
        state=ProposalState.PROPOSED,
        source=source,
        reverses=reverses,
        moved_on=paper.day,
        amount=paper.amount,
        decision=paper.decision.strip(),
        reason=paper.reason.strip(),
        is_demo=is_demo,
    )
    _move(stored, states.PROPOSE, actor)
    return stored


def _move(refund: Refund, name: str, actor: Actor, reason: str = "") -> None:
    reverses = refund.reverses.reference if refund.reverses else ""
    take_along(refund, name, actor, {"source": refund.source.code, "reverses": reverses}, reason)
