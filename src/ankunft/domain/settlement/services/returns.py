"""A payment that came back is made again or given up: proposed by one person, confirmed by another."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.territory import readings as territory
from ankunft.domain.territory.rules import successor_on
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.foundation.workflow.services import transition

from .. import outcome_states as states
from ..models import DecisionKind, Payment, PaymentReturn, ReturnDecision
from ..outcome_permissions import deciding
from ..rules import numbered
from ..selectors.payments import payer_of
from .credits import require_room_again
from .holders import Holder
from .ledger import take_turn
from .outcomes import confirmations_told
from .payments import file_write


@transaction.atomic
def return_propose(*, returned: PaymentReturn, kind: DecisionKind, reason: str, actor: Actor) -> ReturnDecision:
    """Propose that a payment be made again, to the payee's account that is in force today, or that it be given up.

    The account is never typed here: a new one is recorded with the municipality first. Refused if there is none, if
    something is proposed or decided already, or without a reason.
    """
    can(actor, deciding(states.PROPOSE)).require()
    take_turn()
    returned.refresh_from_db()
    if not reason.strip():
        raise Refused(_("Sagen Sie, warum noch einmal oder nicht mehr bezahlt wird."))
    if returned.undone_at is not None or returned.decisions.exclude(state=ProposalState.WITHDRAWN).exists():
        raise Refused(_("Zu dieser Zahlung ist schon etwas vorgeschlagen oder entschieden."))
    holder = _account(returned.payment) if kind == DecisionKind.AGAIN else Holder("", "", "", "", "", "")
    decision = ReturnDecision.objects.create(
        payment_return=returned, state=ProposalState.PROPOSED, kind=kind, reason=reason, **holder.as_dict()
    )
    _move(decision, states.PROPOSE, actor, reason)
    return decision


@transaction.atomic
def return_confirm(*, decision: ReturnDecision, actor: Actor) -> None:
    """Confirm it with other hands. What is paid again is a new payment of the same amount, in a file of its own.

    The payment that came back and its file stay as they are. Refused if the account is no longer the one that was
    proposed, or while the canton has no confirmed account.
    """
    can(actor, deciding(states.CONFIRM), decision).require()
    take_turn()
    payment = decision.payment_return.payment
    with confirmations_told({payment.run_id}, actor):
        _move(decision, states.CONFIRM, actor)
        if decision.kind == DecisionKind.AGAIN:
            _pay_again(payment, Holder.of(decision), actor)


@transaction.atomic
def return_withdraw(*, decision: ReturnDecision, actor: Actor) -> None:
    """It is not done this way: something else can be proposed."""
    can(actor, deciding(states.WITHDRAW), decision).require()
    _move(decision, states.WITHDRAW, actor)


@transaction.atomic
def return_resume(*, decision: ReturnDecision, reason: str, actor: Actor) -> None:
    """What was given up is taken up again: it is owed and counts as paid.

    Refused where it was paid again, and where the credit of its year has not got it any more.
    """
    can(actor, deciding(states.RESUME), decision).require()
    take_turn()
    if decision.kind != DecisionKind.GIVE_UP:
        raise Refused(_("Was noch einmal bezahlt ist, lässt sich nicht wieder aufnehmen."))
    if (run := decision.payment_return.payment.run) is not None:
        require_room_again(run, decision.payment_return.amount)
    with confirmations_told({decision.payment_return.payment.run_id}, actor):
        _move(decision, states.RESUME, actor, reason)


def _pay_again(first: Payment, holder: Holder, actor: Actor) -> None:
    if holder != _account(first):
        raise Refused(
            _("Das Konto von %(name)s hat seit dem Vorschlag geändert. Zurückziehen und neu vorschlagen.")
            % {"name": first.payee.name}
        )
    payer = payer_of(first.run)
    if payer is None:
        raise Refused(_("Das Konto fehlt, von dem der Kanton zahlt. Zuerst erfassen und bestätigen lassen."))
    number = first.number + 1
    plain = first.reference if first.number == 1 else first.reference.removesuffix(f"-{first.number}")
    Payment.objects.create(
        run=first.run,
        origin=first.origin,
        payee=first.payee,
        number=number,
        replaces=first,
        reference=numbered(plain, number),
        amount=first.amount,
        message=first.message,
        **holder.as_dict(),
    )
    file_write(run=first.run, origin=first.origin, payer=Holder.of(payer), actor=actor)


def _account(payment: Payment) -> Holder:
    """The account in force today of the payee, or of the municipality into which it merged."""
    payee = successor_on(territory.places(), payment.payee_id, clock.today())
    entry = territory.accounts_on([payee], clock.today()).get(payee)
    if entry is None:
        raise Refused(
            _("%(name)s hat heute kein Konto mit Adresse. Zuerst das Konto erfassen.") % {"name": payment.payee.name}
        )
    return Holder.of(entry)


def _move(decision: ReturnDecision, name: str, actor: Actor, reason: str = "") -> None:
    transition(
        obj=decision,
        key=str(decision.pk),
        table=states.RETURNED,
        name=name,
        actor=actor,
        reason=reason,
        details={
            "payment": decision.payment_return.payment.reference,
            "kind": decision.kind,
            **({"account": Holder.of(decision).as_dict()} if decision.iban else {}),
        },
    )
