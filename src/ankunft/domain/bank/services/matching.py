"""What references do not tell, people do: matching a movement by hand, setting it aside, taking that back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from stdnum import iso11649

from ankunft.domain.settlement.models import BookingKind, Invoice, Payment
from ankunft.domain.settlement.selectors.outcomes import is_rejected, outcomes_of
from ankunft.domain.settlement.services.invoice_bookings import book
from ankunft.domain.settlement.services.ledger import take_turn
from ankunft.domain.settlement.services.outcomes import executions_undo, return_undo
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.services import transition

from .. import states
from ..models import BankEntry, EntryState, EntryUse, Finding
from ..permissions import matching
from ..rules import debited_by
from .using import BATCH, use_for_executions, use_for_invoice, use_for_return


@transaction.atomic
def entry_match(*, entry: BankEntry, target: str, reason: str = "", actor: Actor) -> None:
    """Say what a movement is: the number or reference of an invoice, or that of a payment or payment file of ours.

    Of a receipt as much is booked as the invoice has open; the rest waits on. Refused if nothing is known by that
    name, or it does not fit the movement.
    """
    can(actor, matching(states.MATCH), entry).require()
    take_turn()
    target = target.strip()
    payments = list(Payment.objects.filter(reference=target, file__isnull=False))
    if payments := payments or list(Payment.objects.filter(file__reference=target)):
        _as_payments(entry, target, payments, reason, actor)
        return
    invoice = (
        Invoice.objects.filter(number=target.upper()).first()
        or Invoice.objects.filter(reference=iso11649.compact(target)).first()
    )
    if invoice is None:
        raise Refused(
            _(
                "«%(target)s» ist weder eine Rechnung noch eine Zahlung oder Zahlungsdatei. "
                "Beispiele: R-2025-03-2601, 2025-03-2601, ANKUNFT-2025-03."
            )
            % {"target": target}
        )
    _as_receipt(entry, invoice, reason, actor)


@transaction.atomic
def entry_set_aside(*, entry: BankEntry, reason: str, actor: Actor) -> None:
    """It, or what is left of it, belongs to something else: charges, another matter, paid back outside of here."""
    can(actor, matching(states.SET_ASIDE), entry).require()
    _move(entry, states.SET_ASIDE, actor, reason)


@transaction.atomic
def entry_resume(*, entry: BankEntry, reason: str, actor: Actor) -> None:
    """What was set aside waits again. Refused for a sum that gave way to its parts: they are what explains it."""
    can(actor, matching(states.RESUME), entry).require()
    take_turn()
    if entry.key == entry.group and BankEntry.objects.filter(group=entry.group).exclude(pk=entry.pk).exists():
        raise Refused(_("Die Einzelheiten dieser Sammelbuchung sind eingelesen: Ordnen Sie diese zu."))
    _move(entry, states.RESUME if entry.rest == entry.amount else states.RESUME_REST, actor, reason)


@transaction.atomic
def entry_undo(*, entry: BankEntry, reason: str, actor: Actor) -> None:
    """Take back what a movement was used for: it waits again, its invoices and payments stand as they did before.

    Refused where an invoice was netted or cancelled since, or something was decided about a payment that came back.
    """
    can(actor, matching(states.UNDO), entry).require()
    take_turn()
    _move(entry, states.UNDO, actor, reason, rest=entry.amount, finding=Finding.TAKEN_BACK)
    standing = entry.uses.filter(undoes=None, undone_by=None)
    uses = list(standing.select_related("booking", "execution__payment", "returned__payment"))
    executions = [use.execution for use in uses if use.execution is not None]
    if executions:
        executions_undo(executions=executions, reason=reason, actor=actor)
    undone = [_undone(entry, use, reason, actor) for use in uses]
    EntryUse.objects.bulk_create(undone, batch_size=BATCH)


def _undone(entry: BankEntry, use: EntryUse, reason: str, actor: Actor) -> EntryUse:
    """The use that takes back this one; what it was used for stands as before."""
    booking = use.booking
    if booking is not None:
        booking = book(
            # As it is now: an earlier use taken back here may have moved it.
            invoice=Invoice.objects.get(pk=booking.invoice_id),
            kind=BookingKind.RECEIPT,
            amount=-use.amount,
            booked_on=entry.booked_on,
            undoes=booking,
            actor=actor,
            reason=reason,
        )
    elif use.returned is not None:
        return_undo(returned=use.returned, reason=reason, actor=actor)
    return EntryUse(
        entry=entry,
        amount=-use.amount,
        booking=booking,
        execution=use.execution,
        returned=use.returned,
        undoes=use,
    )


def _as_receipt(entry: BankEntry, invoice: Invoice, reason: str, actor: Actor) -> None:
    if entry.amount <= 0:
        raise Refused(_("Auf eine Rechnung lässt sich nur buchen, was eingegangen ist."))
    if not invoice.open:
        raise Refused(
            _("Bei der Rechnung %(number)s ist nichts mehr offen: Sie ist %(state)s.")
            % {"number": invoice.number, "state": invoice.state_label}
        )
    amount = min(entry.rest, invoice.open)
    rest = entry.rest - amount
    name = states.PART if rest else states.MATCH
    _move(entry, name, actor, reason, rest=rest, finding=Finding.OVERPAID if rest else "", target=invoice.number)
    use_for_invoice(entry=entry, invoice=invoice, amount=amount, actor=actor, reason=reason)


def _as_payments(entry: BankEntry, target: str, payments: list[Payment], reason: str, actor: Actor) -> None:
    """The movement executed a payment, or all of a file in one sum, or it brought a payment back."""
    if entry.state != EntryState.UNMATCHED:
        raise Refused(_("Nur was noch gar nicht zugeordnet ist, kann eine Zahlung sein."))
    told = {one.payment.reference: one for one in outcomes_of(payments) if not is_rejected(one)}
    if not told:
        raise Refused(
            _("Die Bank hat %(reference)s zurückgewiesen. Gilt das nicht, zuerst die Zurückweisung zurücknehmen.")
            % {"reference": target}
        )
    if entry.amount > 0:
        waiting = [one.payment for one in told.values() if one.returned is None]
        fits = len(payments) == len(told) == 1 and entry.amount <= payments[0].amount
    else:
        waiting = [one.payment for one in told.values() if one.execution is None]
        amounts = {one.reference: (one.amount, told[one.reference].returned is not None) for one in waiting}
        paid = debited_by(amounts, entry.amount)
        fits, waiting = bool(paid), [one for one in waiting if one.reference in paid] or waiting
    if not waiting:
        raise Refused(_("Zu %(reference)s ist das schon eingelesen.") % {"reference": target})
    if not fits:
        raise Refused(_("Der Betrag der Bewegung passt nicht zu %(reference)s.") % {"reference": target})
    if 0 < entry.amount < payments[0].amount and not reason.strip():
        raise Refused(
            _(
                "Es kam weniger zurück als bezahlt. Wer es zuordnet, lässt die ganze Zahlung wieder geschuldet sein: "
                "Sagen Sie in der Bemerkung, warum."
            )
        )
    _move(entry, states.MATCH, actor, reason, rest=0, finding="", target=target)
    if entry.amount > 0:
        use_for_return(entry=entry, payment=payments[0], actor=actor)
    else:
        use_for_executions(executed=[(entry, payment) for payment in waiting], actor=actor)


def _move(entry: BankEntry, name: str, actor: Actor, reason: str, *, target: str = "", **changes: object) -> None:
    """Move it as it was when somebody looked at it: whoever moved it since has to be told."""
    details = {**({"target": target} if target else {}), **({"rest": changes["rest"]} if "rest" in changes else {})}
    transition(
        obj=entry,
        key=str(entry.pk),
        table=states.ENTRY,
        name=name,
        actor=actor,
        reason=reason,
        changes=changes,
        details=details,
    )
