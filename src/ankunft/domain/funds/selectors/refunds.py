"""What may still go back to the federation, and what may come back of a refund. Amounts in Rappen."""

from __future__ import annotations

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.proposals import ProposalState

from ..models import FundingSource, Refund
from ..money_permissions import SEE_MONEY
from ..money_readings import still_gone, stock_of
from ..rules.refunds import FEDERAL


def refundable(source: FundingSource, actor: Actor) -> int | None:
    """What a source has today that may go back to the federation.

    None where nobody knows how much it has, or where it is not the federation's.
    """
    can(actor, SEE_MONEY).require()
    return stock_of(source, clock.today()).free if source.kind in FEDERAL else None


def returnable(refund: Refund) -> int:
    """What of a refund may come back: nothing of one that is not confirmed, or is itself what came back."""
    if refund.state != ProposalState.CONFIRMED or refund.reverses_id is not None:
        return 0
    return still_gone(refund)
