"""What became of payments at the bank, and which runs are confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

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


def is_rejected(outcome: Outcome) -> bool:
    """Whether the bank rejected the payment: nothing left the account."""
    return outcome.returned is not None and outcome.returned.is_rejection


def returns_given_up() -> QuerySet[PaymentReturn]:
    """What came back and two people gave up: it was not paid in the end. What was taken up again is not in it."""
    return PaymentReturn.objects.filter(
        decisions__state=ProposalState.CONFIRMED, decisions__kind=DecisionKind.GIVE_UP, undone_at=None
    ).order_by()


def returns_undecided() -> QuerySet[PaymentReturn]:
    """What came back and is owed: nobody decided yet whether it is paid again or given up."""
    decided = ReturnDecision.objects.filter(payment_return=OuterRef("pk"), state=ProposalState.CONFIRMED)
    return PaymentReturn.objects.filter(~Exists(decided), undone_at=None).order_by()


def standings_of(runs: Collection[int]) -> dict[int, Counter[Standing]]:
    """Of each of these runs that pays something, how many of its payments stand how. One statement."""
    words = PaymentReturn.objects.filter(payment=OuterRef("pk"), undone_at=None)
    decisions = ReturnDecision.objects.filter(payment_return__payment=OuterRef("pk"), payment_return__undone_at=None)
    given_up = decisions.filter(state=ProposalState.CONFIRMED, kind=DecisionKind.GIVE_UP)
    told = {
        "ordered": ExpressionWrapper(Q(file__isnull=False), BooleanField()),
        "executed": Exists(PaymentExecution.objects.filter(payment=OuterRef("pk"), undone_at=None)),
        "returned": Exists(words),
        "proposed": Exists(decisions.filter(state=ProposalState.PROPOSED)),
        "replaced": Exists(Payment.objects.filter(replaces=OuterRef("pk"))),
        "given_up": Exists(given_up),
    }
    marked = (
        Payment.objects.filter(run__in=runs).order_by().annotate(**{f"is_{name}": one for name, one in told.items()})
    )
    rows = marked.values_list("run_id", *(f"is_{name}" for name in told)).annotate(count=Count("pk"))
    found: dict[int, Counter[Standing]] = {}
    for run, *said, count in rows:
        found.setdefault(run, Counter())[standing(**dict(zip(told, said, strict=True)))] += count
    return found


def runs_confirmed(runs: Collection[int]) -> set[int]:
    """Which of these runs the bank has confirmed: all that they pay is executed, paid again and executed, or given up.

    Nothing says so but what became of their payments, so it can never be out of date. One statement.
    """
    return {run for run, counted in standings_of(runs).items() if is_confirmed(counted)}


def run_is_confirmed(run: Run) -> bool:
    """Whether the bank has confirmed this run."""
    return run.pk in runs_confirmed([run.pk])


def returns_for(actor: Actor) -> QuerySet[PaymentReturn]:
    """Payments that came back, latest first, payment and payee with them."""
    rows = visible_to(actor, PaymentReturn).filter(undone_at=None)
    return rows.select_related("payment__payee", "payment__run").order_by("-returned_on", "-pk")


def returns_open(actor: Actor) -> QuerySet[PaymentReturn]:
    """Payments that came back and of which nothing is decided yet, the oldest first."""
    return returns_for(actor).filter(pk__in=returns_undecided().values("pk")).order_by("returned_on", "pk")


def given_up(origin: str) -> Exists:
    """Whether the order of that name (a path of the outer query) came back and two people pay it no more."""
    decisions = ReturnDecision.objects.filter(state=ProposalState.CONFIRMED, kind=DecisionKind.GIVE_UP)
    return Exists(
        decisions.filter(
            payment_return__undone_at=None,
            payment_return__payment__run=None,
            payment_return__payment__origin=OuterRef(origin),
        )
    )


def orders_undecided(origins: Collection[str]) -> list[str]:
    """Those of these orders whose payment came back, while nobody has decided what becomes of it."""
    rows = returns_undecided().filter(payment__run=None, payment__origin__in=origins)
    return sorted(rows.values_list("payment__origin", flat=True))


def decisions_of(returned: PaymentReturn) -> QuerySet[ReturnDecision]:
    """Everything that was proposed about it, latest first."""
    return ReturnDecision.objects.filter(payment_return=returned).order_by("-pk")
