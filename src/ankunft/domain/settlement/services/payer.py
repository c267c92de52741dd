"""The canton's own account: one person proposes it, another confirms it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.territory.checks import account_value_faults
from ankunft.domain.territory.rules import compact_iban
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.foundation.workflow.services import transition

from .. import states
from ..models import PayerAccount
from ..permissions import paying
from .holders import Holder
from .ledger import take_turn


@transaction.atomic
def payer_propose(*, holder: Holder, valid_from: date, actor: Actor, is_demo: bool = False) -> PayerAccount:
    """From `valid_from` on the canton shall pay from this account, once somebody else has confirmed it.

    Refused if no bank could pay from it.
    """
    can(actor, paying(states.PROPOSE)).require()
    holder = holder.with_iban(compact_iban(holder.iban))
    if faults := account_value_faults(holder.as_dict()):
        raise Refused(" ".join(dict.fromkeys(fault.message for fault in faults)))
    account = PayerAccount.objects.create(
        state=ProposalState.PROPOSED, valid_from=valid_from, is_demo=is_demo, **holder.as_dict()
    )
    _move(account, states.PROPOSE, actor, {"valid_from": valid_from.isoformat(), **holder.as_dict()})
    return account


@transaction.atomic
def payer_confirm(*, account: PayerAccount, actor: Actor) -> None:
    """The account is used from its day on. Refused if the canton has another one from the same day."""
    take_turn()
    same_day = PayerAccount.objects.filter(state=ProposalState.CONFIRMED, valid_from=account.valid_from)
    if same_day.exclude(pk=account.pk).exists():
        raise Refused(
            _("Ab dem %(day)s ist schon ein Konto bestätigt. Das neue mit einem anderen Datum vorschlagen.")
            % {"day": f"{account.valid_from:%d.%m.%Y}"}
        )
    _move(account, states.CONFIRM, actor)


def payer_withdraw(*, account: PayerAccount, actor: Actor) -> None:
    """The proposed account is not used."""
    _move(account, states.WITHDRAW, actor)


def _move(account: PayerAccount, name: str, actor: Actor, details: dict[str, str] | None = None) -> None:
    transition(obj=account, key=str(account.pk), table=states.PAYER, name=name, actor=actor, details=details)
