"""What became of payments at the bank, and which runs are confirmed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.proposals import ProposalState

from ..models import DecisionKind, Payment, PaymentExecution, PaymentReturn, ReturnDecision, Run
from ..outcome_rules import Standing, is_confirmed, standing


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a payment stands, with the records that say so."""

    payment: Payment
    standing: Standing
    execution: PaymentExecution | None
    returned: PaymentReturn | None
    decision: ReturnDecision | None
    replaced_by: Payment | None


def outcomes_of(payments: Iterable[Payment]) -> list[Outcome]:
    """How each payment stands, in their order. Four statements, whatever their number."""
    rows = list(payments)
    keys = [payment.pk for payment in rows]
    executed = {one.payment_id: one for one in PaymentExecution.objects.filter(payment__in=keys, undone_at=None)}
    returned = {one.payment_id: one for one in PaymentReturn.objects.filter(payment__in=keys, undone_at=None)}
    standing_decisions = ReturnDecision.objects.exclude(state=ProposalState.WITHDRAWN)
    decided = {
        one.payment_return_id: one
        for one in standing_decisions.filter(payment_return__in=[one.pk for one in returned.values()])
    }
    again = {one.replaces_id: one for one in Payment.objects.filter(replaces__in=keys)}
    found = []
    for payment in rows:
        back = returned.get(payment.pk)
        decision = decided.get(back.pk) if back else None
        found.append(
            Outcome(
                payment,
                _standing(payment, executed.get(payment.pk), back, decision, again.get(payment.pk)),
                executed.get(payment.pk),
                back,
                decision,
                again.get(payment.pk),
            )
        )
    return found


def _standing(
    payment: Payment,
    executed: PaymentExecution | None,
    returned: PaymentReturn | None,
    decision: ReturnDecision | None,
    again: Payment | None,
) -> Standing:
    confirmed = decision is not None and decision.state == ProposalState.CONFIRMED
    return standing(
        ordered=payment.file_id is not None,
        executed=executed is not None,
        returned=returned is not None,
        proposed=decision is not None and not confirmed,
        replaced=again is not None,
        given_up=decision is not None and confirmed and decision.kind == DecisionKind.GIVE_UP,
    )


def runs_confirmed(runs: Collection[int]) -> set[int]:
    """Which of these runs the bank has confirmed: all that they pay is executed, paid again and executed, or given up.

    Nothing says so but what became of their payments, so it can never be out of date. Five statements.
    """
    standings: dict[int, list[Standing]] = {}
    for outcome in outcomes_of(Payment.objects.filter(run__in=runs)):
        standings.setdefault(outcome.payment.run_id, []).append(outcome.standing)
    return {run for run, told in standings.items() if is_confirmed(told)}


def run_is_confirmed(run: Run) -> bool:
    """Whether the bank has confirmed this run."""
    return run.pk in runs_confirmed([run.pk])


def returns_for(actor: Actor) -> QuerySet[PaymentReturn]:
    """Payments that came back, latest first, payment and payee with them."""
    rows = visible_to(actor, PaymentReturn).filter(undone_at=None)
    return rows.select_related("payment__payee", "payment__run").order_by("-returned_on", "-pk")


def decisions_of(returned: PaymentReturn) -> QuerySet[ReturnDecision]:
    """Everything that was proposed about it, latest first."""
    return ReturnDecision.objects.filter(payment_return=returned).order_by("-pk")
