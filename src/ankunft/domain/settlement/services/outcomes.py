"""Recording what the bank says of our payments: executed, come back; and that it was a mistake."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ankunft.foundation.audit.services import Entry, record, record_many
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.workflow.proposals import ProposalState

from ..models import Payment, PaymentExecution, PaymentReturn, Run
from ..selectors.outcomes import runs_confirmed

BATCH = 500
_told: ContextVar[bool] = ContextVar("confirmations_told", default=False)


@dataclass(frozen=True, slots=True)
class Told:
    """That the bank paid a payment on that day; `told_by` is its own name of the movement."""

    payment: Payment
    booked_on: date
    told_by: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """That the bank does not execute a payment, with the reason as banks write it; `told_by` is its report."""

    payment: Payment
    rejected_on: date
    code: str
    text: str
    told_by: str
    by_hand_of: int | None = None


@contextmanager
def confirmations_told(paid_by: Collection[int | None], actor: Actor) -> Iterator[None]:
    """The trail of a run says when nothing of it is to come any more, and when that is no longer so.

    Around whatever records or takes back what became of payments, within its transaction. Within another one, which
    has to name its runs too, the outer one tells what came of it all. What no run paid (None) has none to confirm.
    """
    if _told.get():
        yield
        return
    runs = {run for run in paid_by if run is not None}
    before, token = runs_confirmed(runs), _told.set(True)
    try:
        yield
    finally:
        _told.reset(token)
    after = runs_confirmed(runs)
    names = dict(Run.objects.filter(pk__in=before ^ after).values_list("pk", "reference"))
    record_many(actor, [_confirmed(name, is_confirmed=run in after) for run, name in sorted(names.items())])


def executions_record(*, told: Sequence[Told], actor: Actor) -> list[PaymentExecution]:
    """The bank has paid these. Called by whoever read it from a statement, in the turn of the ledger."""
    now = clock.now()
    executions = [
        PaymentExecution(
            payment=one.payment, booked_on=one.booked_on, told_by=one.told_by, made_at=now, made_by=actor.label
        )
        for one in told
    ]
    with confirmations_told({one.payment.run_id for one in told}, actor):
        PaymentExecution.objects.bulk_create(executions, batch_size=BATCH)
    record_many(actor, (_executed(one) for one in executions))
    return executions


def return_record(
    *, payment: Payment, amount: int, code: str, text: str, returned_on: date, told_by: str, actor: Actor
) -> PaymentReturn:
    """A payment came back (`amount` in Rappen): it is owed again, and somebody proposes what becomes of it."""
    with confirmations_told({payment.run_id}, actor):
        returned = PaymentReturn.objects.create(
            payment=payment,
            amount=amount,
            code=code,
            text=text,
            returned_on=returned_on,
            told_by=told_by,
            made_at=clock.now(),
            made_by=actor.label,
        )
    record(
        actor,
        Entry(
            "settlement.payment.return",
            "settlement.payment",
            payment.reference,
            f"Zahlung {payment.reference} ist zurückgekommen: {Money(amount)}.",
            after={"amount": amount, "code": code, "on": returned_on.isoformat()},
        ),
    )
    return returned


def rejections_record(*, told: Sequence[Rejected], actor: Actor) -> list[PaymentReturn]:
    """The bank does not execute these: they are owed again, as what came back is, until people decide about it.

    Called in the turn of the ledger, for payments that are neither executed nor come back.
    """
    now = clock.now()
    rejections = [
        PaymentReturn(
            payment=one.payment,
            amount=one.payment.amount,
            code=one.code,
            text=one.text,
            returned_on=one.rejected_on,
            is_rejection=True,
            by_hand_of=one.by_hand_of,
            told_by=one.told_by,
            made_at=now,
            made_by=actor.label,
        )
        for one in told
    ]
    with confirmations_told({one.payment.run_id for one in told}, actor):
        PaymentReturn.objects.bulk_create(rejections, batch_size=BATCH)
    record_many(actor, (_rejected(one) for one in rejections))
    return rejections


def executions_undo(*, executions: Sequence[PaymentExecution], reason: str, actor: Actor) -> None:
    """It was a mistake that the bank paid these: the payments are ordered, as before. Refused if one came back since.

    As many statements for a whole file as for one payment.
    """
    payments = [execution.payment for execution in executions]
    returned = PaymentReturn.objects.filter(payment__in=payments, undone_at=None).select_related("payment").first()
    if returned is not None:
        raise Refused(
            _("Zahlung %(reference)s ist zurückgekommen: Zuerst das zurücknehmen.")
            % {"reference": returned.payment.reference}
        )
    _undo(executions, reason, actor)


def return_undo(*, returned: PaymentReturn, reason: str, actor: Actor) -> None:
    """It was a mistake that the payment came back. Refused once somebody proposed or decided what becomes of it."""
    if returned.decisions.exclude(state=ProposalState.WITHDRAWN).exists():
        raise Refused(
            _("Zur zurückgekommenen Zahlung %(reference)s ist schon etwas vorgeschlagen oder entschieden.")
            % {"reference": returned.payment.reference}
        )
    _undo([returned], reason, actor)


def _undo(words: Sequence[PaymentExecution] | Sequence[PaymentReturn], reason: str, actor: Actor) -> None:
    if not words:
        return
    payments = [word.payment for word in words]
    standing = type(words[0])._default_manager.filter(pk__in=[word.pk for word in words], undone_at=None)
    with confirmations_told({payment.run_id for payment in payments}, actor):
        undone = standing.update(undone_at=clock.now())
    if undone != len(words):
        raise Refused(_("Inzwischen hat jemand anders diesen Datensatz bearbeitet. Bitte neu laden und prüfen."))
    record_many(actor, (_undone(payment, reason) for payment in payments))


def _undone(payment: Payment, reason: str) -> Entry:
    return Entry(
        "settlement.payment.undo",
        "settlement.payment",
        payment.reference,
        f"Zurückgenommen, was die Bank zur Zahlung {payment.reference} sagt.",
        reason=reason,
    )


def _executed(execution: PaymentExecution) -> Entry:
    return Entry(
        "settlement.payment.execute",
        "settlement.payment",
        execution.payment.reference,
        f"Zahlung {execution.payment.reference} ist ausgeführt.",
        after={"on": execution.booked_on.isoformat()},
    )


def _rejected(rejection: PaymentReturn) -> Entry:
    by_hand = rejection.by_hand_of is not None
    return Entry(
        "settlement.payment.reject",
        "settlement.payment",
        rejection.payment.reference,
        f"Zahlung {rejection.payment.reference} ist von der Bank zurückgewiesen.",
        after={"code": rejection.code, "on": rejection.returned_on.isoformat(), "by_hand": by_hand},
        reason=rejection.text if by_hand else "",
    )


def _confirmed(run: str, *, is_confirmed: bool) -> Entry:
    action = "confirm" if is_confirmed else "unconfirm"
    sentence = (
        "Lauf von der Bank bestätigt: Alle Zahlungen sind ausgeführt oder erledigt."
        if is_confirmed
        else "Lauf nicht mehr bestätigt: Eine Zahlung steht wieder aus."
    )
    return Entry(f"settlement.run.{action}", "settlement.run", run, sentence)
