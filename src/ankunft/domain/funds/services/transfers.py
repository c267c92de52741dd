"""Money that moves from one source to another: an explicit booking of two people (FP 2.3)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.workflow.proposals import ProposalState

from .. import transfer_states as states
from ..models import FundingSource, Transfer
from ..money_permissions import moving
from ..money_readings import Account, accounts, free_on, terms_on
from ..transfer_states import TRANSFER
from .inputs import MOST
from .leaving import take_along
from .terms import require_near
from .turns import money_turns


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
    """Propose that `amount` (Rappen) goes from one source to another; it does once somebody else has confirmed it.

    Refused without decision and reason, before the balance with which one of them begins, after the day on which what
    is left is refunded, and where the source does not have as much from that day on.
    """
    can(actor, moving(TRANSFER, states.PROPOSE)).require()
    if giving == taking:
        raise Refused(_("Umgebucht wird von einer Quelle auf eine andere."))
    if not 0 < amount <= MOST.rappen:
        raise Refused(_("Umgebucht wird ein Betrag über null, höchstens %(most)s.") % {"most": MOST})
    if not decision.strip() or not reason.strip():
        raise Refused(_("Eine Umbuchung beruht auf einem Beschluss und hat einen Grund: Bitte beides angeben."))
    _require_possible(giving, taking, moved_on, amount)
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
    """Let the money go. Refused for whoever proposed it, and for what could not be proposed any more."""
    # What is booked on a source meanwhile cannot be given away any more, and the other way round.
    money_turns(sources=[transfer.giving_id, transfer.taking_id])
    can(actor, moving(TRANSFER, states.CONFIRM), transfer).require()
    _require_possible(transfer.giving, transfer.taking, transfer.moved_on, transfer.amount)
    _move(transfer, states.CONFIRM, actor)


def transfer_withdraw(*, transfer: Transfer, reason: str, actor: Actor) -> None:
    """Take it back before it is confirmed, and why."""
    _move(transfer, states.WITHDRAW, actor, reason)


def _require_possible(giving: FundingSource, taking: FundingSource, moved_on: date, amount: int) -> None:
    """Nobody gives what it does not have: not before it is there, not when it is refunded, nor what is not known."""
    require_near(moved_on)
    known = accounts()
    _require_after_opening(known[giving.pk], moved_on)
    _require_after_opening(known[taking.pk], moved_on)
    if not known[giving.pk].is_known:
        raise Refused(
            _("Wie viel %(source)s hat, ist nicht erfasst: Zuerst ihre Tranchen erfassen.") % {"source": giving.label}
        )
    terms = terms_on(giving, moved_on)
    if terms is not None and terms.refund_due is not None and moved_on > terms.refund_due:
        raise Refused(
            _("%(source)s ist am %(day)s zurückzuerstatten: Danach wird nichts mehr umgebucht.")
            % {"source": giving.label, "day": f"{terms.refund_due:%d.%m.%Y}"}
        )
    left = free_on(known[giving.pk], moved_on)
    if amount > left:
        raise Refused(
            _("%(source)s hat am %(day)s noch %(left)s: %(amount)s lassen sich nicht umbuchen.")
            % {
                "source": giving.label,
                "day": f"{moved_on:%d.%m.%Y}",
                "left": Money(left),
                "amount": Money(amount),
            }
        )


def _require_after_opening(account: Account, moved_on: date) -> None:
    """What happened before an opening balance is in it: moved then, money would come in on one side alone."""
    if account.since is not None and moved_on.year < account.since:
        raise Refused(
            _("Was vorher geschah, ist im Saldo am 01.01.%(year)d von %(source)s enthalten: Umgebucht wird ab dann.")
            % {"year": account.since, "source": account.source.label}
        )


def _move(transfer: Transfer, name: str, actor: Actor, reason: str = "") -> None:
    ends = {"giving": transfer.giving.code, "taking": transfer.taking.code}
    take_along(transfer, name, actor, ends, reason)
