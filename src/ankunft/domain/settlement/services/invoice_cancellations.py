"""Giving up what an invoice asks: proposed by one, confirmed by another, and taken back where it turns out otherwise.

A cancelled invoice is netted with no later payment. Its claims stay settled: they were taken back and given up.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, QuerySet, Sum
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.foundation.workflow.services import transition

from .. import cancellation_states as states
from ..inputs import reclaims as reclaims_known
from ..invoice_permissions import REINSTATE, cancelling
from ..models import BookingKind, Contribution, Invoice, InvoiceCancellation, InvoiceState, Line, Run
from ..states import RELEASED
from .invoice_bookings import book
from .ledger import take_turn

Key = tuple[int, str, str]
"""Municipality, contribution and period: a claim."""


@transaction.atomic
def invoice_cancel_propose(*, invoice: Invoice, reason: str, actor: Actor) -> InvoiceCancellation:
    """Propose that the canton gives up what the invoice asks; until a second person confirms it nothing changes.

    Refused without a reason, where something of the invoice is paid or netted, and where the next run would give back
    by itself what the invoice asks: it is netted with the invoice then.
    """
    can(actor, cancelling(states.PROPOSE)).require()
    if not reason.strip():
        raise Refused(_("Die Begründung fehlt: Weshalb verzichtet der Kanton auf den Betrag?"))
    take_turn()
    invoice.refresh_from_db()
    if InvoiceCancellation.objects.filter(invoice=invoice, state=ProposalState.PROPOSED).exists():
        raise Refused(_("Die Stornierung ist schon vorgeschlagen. Eine zweite Person bestätigt sie."))
    _require_whole(invoice)
    proposed = InvoiceCancellation.objects.create(
        state=ProposalState.PROPOSED, invoice=invoice, reason=reason.strip(), proposed_on=clock.today()
    )
    _move(proposed, states.PROPOSE, actor)
    return proposed


@transaction.atomic
def invoice_cancel_confirm(*, cancellation: InvoiceCancellation, actor: Actor) -> None:
    """Nothing is owed any more. Refused where somebody paid, or a run netted something, since the proposal."""
    can(actor, cancelling(states.CONFIRM), cancellation).require()
    take_turn()
    invoice = Invoice.objects.get(pk=cancellation.invoice_id)
    _require_whole(invoice)
    _move(cancellation, states.CONFIRM, actor)
    book(
        invoice=invoice,
        kind=BookingKind.CANCELLATION,
        amount=invoice.open,
        booked_on=clock.today(),
        actor=actor,
        reason=cancellation.reason,
    )


def invoice_cancel_withdraw(*, cancellation: InvoiceCancellation, actor: Actor) -> None:
    """The invoice stays as it is."""
    _move(cancellation, states.WITHDRAW, actor)


@transaction.atomic
def invoice_reinstate(*, invoice: Invoice, reason: str, actor: Actor) -> None:
    """What was given up is owed again, and netted with the next payment. Refused where it is not cancelled."""
    can(actor, REINSTATE).require()
    take_turn()
    invoice.refresh_from_db(fields=["state", "open", "version"])
    if invoice.state != InvoiceState.CANCELLED:
        raise Refused(_("Die Rechnung %(number)s ist nicht storniert.") % {"number": invoice.number})
    given_up = invoice.bookings.filter(kind=BookingKind.CANCELLATION, undone_by=None, amount__gt=0).get()
    book(
        invoice=invoice,
        kind=BookingKind.CANCELLATION,
        amount=-given_up.amount,
        booked_on=clock.today(),
        actor=actor,
        undoes=given_up,
        reason=reason.strip(),
    )


def require_nothing_given_up_is_paid(run: Run) -> None:
    """At the release: what was taken back by a cancelled invoice was never paid, so it is not given back either.

    Refused with the invoices whose cancellation has to be taken back: then the run nets them.
    """
    cancelled = Invoice.objects.filter(state=InvoiceState.CANCELLED).exclude(run=run)
    taken: dict[Key, str] = {}
    for number, key in _taken_by(cancelled):
        taken[key] = number
    if not taken:
        return
    numbers = {taken[key] for key, amount in _sums(Line.objects.filter(run=run)) if amount > 0 and key in taken}
    if numbers:
        raise Refused(
            _(
                "Nicht freigegeben: Der Lauf gibt zurück, was mit stornierten Rechnungen nie bezahlt wurde "
                "(%(numbers)s). Zuerst deren Stornierung zurücknehmen, dann den Lauf zurückgeben und neu berechnen: "
                "Er verrechnet sie."
            )
            % {"numbers": ", ".join(sorted(numbers))}
        )


def _taken_by(invoices: QuerySet[Invoice]) -> Iterable[tuple[str, Key]]:
    """The claims that the runs of these invoices took back from whoever they are addressed to."""
    rows = (
        Line.objects.filter(run__invoices__in=invoices, run__invoices__payee=F("payee"))
        .order_by()
        .values_list("run__invoices__number", "municipality_id", "contribution", "period")
        .annotate(sum=Sum("amount"))
        .filter(sum__lt=0)
    )
    return [(number, (municipality, contribution, period)) for number, municipality, contribution, period, _sum in rows]


def _sums(lines: QuerySet[Line]) -> Iterable[tuple[Key, int]]:
    rows = lines.order_by().values_list("municipality_id", "contribution", "period").annotate(sum=Sum("amount"))
    return [((municipality, contribution, period), int(total)) for municipality, contribution, period, total in rows]


def _require_whole(invoice: Invoice) -> None:
    if invoice.state != InvoiceState.OPEN:
        raise Refused(
            _("Die Rechnung %(number)s ist «%(state)s»: Storniert wird nur, wovon noch nichts gebucht ist.")
            % {"number": invoice.number, "state": invoice.state_label}
        )
    references = Line.objects.filter(run=invoice.run_id, payee=invoice.payee_id, contribution=Contribution.RECLAIM)
    settled = (
        Line.objects.filter(
            run__state=RELEASED,
            contribution=Contribution.RECLAIM,
            period__in=list(references.values_list("period", flat=True)),
        )
        .order_by()
        .values_list("period")
        .annotate(sum=Sum("amount"))
    )
    owed = {one.reference: -one.amount for one in reclaims_known() if not one.is_contested}
    if pending := sorted(reference for reference, amount in settled if owed.get(reference) != amount):
        raise Refused(
            _(
                "Nicht storniert: %(references)s ist bestritten, herabgesetzt oder aufgehoben. Was zurückkommt, "
                "verrechnet der nächste Lauf mit dieser Rechnung."
            )
            % {"references": ", ".join(pending)}
        )


def _move(cancellation: InvoiceCancellation, name: str, actor: Actor) -> None:
    transition(
        obj=cancellation,
        key=str(cancellation.pk),
        table=states.CANCELLATION,
        name=name,
        actor=actor,
        reason=cancellation.reason if name == states.PROPOSE else "",
        details={"invoice": cancellation.invoice.number, "amount": cancellation.invoice.amount},
    )
