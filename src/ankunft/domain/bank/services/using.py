"""What a movement is used for: booked on an invoice, noted at payments; each amount of it once. Amounts are Rappen."""

from __future__ import annotations

from collections.abc import Sequence

from ankunft.domain.settlement.models import BookingKind, Invoice, Payment
from ankunft.domain.settlement.services.invoice_bookings import book
from ankunft.domain.settlement.services.outcomes import Told, executions_record, return_record
from ankunft.foundation.kernel.actor import Actor

from ..models import BankEntry, EntryUse

BATCH = 500


def use_for_invoice(*, entry: BankEntry, invoice: Invoice, amount: int, actor: Actor, reason: str = "") -> None:
    """A receipt is booked on an invoice, as far as it is open (KS 4.7)."""
    booking = book(
        invoice=invoice,
        kind=BookingKind.RECEIPT,
        amount=amount,
        booked_on=entry.booked_on,
        actor=actor,
        reason=reason or f"Bankbewegung {entry.key}",
    )
    EntryUse.objects.create(entry=entry, amount=amount, booking=booking)


def use_for_executions(*, executed: Sequence[tuple[BankEntry, Payment]], actor: Actor) -> None:
    """The bank paid these payments: one by a movement, or all of a file in one sum."""
    told = [Told(payment, entry.booked_on, entry.key) for entry, payment in executed]
    executions = executions_record(told=told, actor=actor)
    EntryUse.objects.bulk_create(
        [
            EntryUse(entry=entry, amount=-payment.amount, execution=execution)
            for (entry, payment), execution in zip(executed, executions, strict=True)
        ],
        batch_size=BATCH,
    )


def use_for_return(*, entry: BankEntry, payment: Payment, actor: Actor) -> None:
    """The movement brought a payment back."""
    returned = return_record(
        payment=payment,
        amount=entry.amount,
        code=entry.return_code,
        text=entry.return_text,
        returned_on=entry.booked_on,
        told_by=entry.key,
        actor=actor,
    )
    EntryUse.objects.create(entry=entry, amount=entry.amount, returned=returned)
