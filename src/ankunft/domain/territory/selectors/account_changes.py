"""What people see of accounts that are proposed for municipalities."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from ankunft.foundation.access.policy import can, reach, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.foundation.workflow.selectors import taken_by

from ..models import AccountChange, Municipality
from ..permissions import CONFIRM_ACCOUNT, PROPOSE_ACCOUNT
from ..states import ACCOUNT_CHANGE, PROPOSE

TOLD_FOR = timedelta(days=30)
"""How long a refusal is told on the first page of those who may propose again."""


def account_changes(actor: Actor) -> QuerySet[AccountChange]:
    """Every change that was ever proposed, as somebody sees it, the latest first."""
    return visible_to(actor, AccountChange).select_related("municipality").order_by("-pk")


def last_account_change(actor: Actor, municipality: Municipality) -> AccountChange | None:
    """What was proposed last for the municipality, while it waits or if it was refused."""
    last = account_changes(actor).filter(municipality=municipality).first()
    return last if last and last.state in (ProposalState.PROPOSED, ProposalState.REFUSED) else None


def account_changes_to_confirm(actor: Actor) -> list[AccountChange]:
    """What waits for somebody with the actor's role and other hands, the oldest first."""
    if not can(actor, CONFIRM_ACCOUNT):
        return []
    own = taken_by(ACCOUNT_CHANGE.object_type, PROPOSE, actor.account_id)
    waiting = account_changes(actor).filter(state=ProposalState.PROPOSED).order_by("pk")
    return [change for change in waiting if str(change.pk) not in own]


def account_changes_refused(actor: Actor) -> list[AccountChange]:
    """What was refused lately to the actor's own municipality, which has proposed nothing since."""
    own = reach(actor, PROPOSE_ACCOUNT, Municipality)
    if own.everything or not own.ids:
        return []
    last: dict[int, AccountChange] = {}
    for change in account_changes(actor).filter(municipality__in=own.ids).order_by("pk"):
        last[change.municipality_id] = change
    lately = clock.now() - TOLD_FOR
    return [
        change for change in last.values() if change.state == ProposalState.REFUSED and change.proposed_at >= lately
    ]
