"""What settles an invoice: receipts, nettings with later payments, cancellations; and taking a booking back."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from ankunft.domain.territory import readings as territory
from ankunft.domain.territory.rules import successor_on
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.services import transition

from .. import invoice_states as states
from ..invoice_rules import split
from ..models import OWED, BookingKind, Invoice, InvoiceBooking, PayeeBalance, Run
from ..rules import balance, payment_date
from .holders import listed

_AT_THE_END = {
    BookingKind.RECEIPT: states.PAY,
    BookingKind.NETTING: states.NET,
    BookingKind.CANCELLATION: states.CANCEL,
}


def book(
    *,
    invoice: Invoice,
    kind: BookingKind,
    amount: int,
    booked_on: date,
    actor: Actor,
    run: Run | None = None,
    undoes: InvoiceBooking | None = None,
    reason: str = "",
) -> InvoiceBooking:
    """Book an amount (Rappen, below zero where a booking is taken back) and move the invoice along.

    Called within the transaction that holds the turn of the ledger. Refused where more would be booked than is open,
    or somebody else moved the invoice.
    """
    rest = invoice.open - amount
    if not 0 <= rest <= invoice.amount:
        raise Refused(
            _("Rechnung %(number)s: Mehr als der offene Betrag lässt sich nicht buchen.") % {"number": invoice.number}
        )
    name = _AT_THE_END[kind] if rest == 0 else states.REOPEN if rest == invoice.amount else states.PART
    transition(
        obj=invoice,
        key=invoice.number,
        table=states.INVOICE,
        name=name,
        actor=actor,
        reason=reason,
        changes={"open": rest},
        details={"booked": amount, "open": rest, "kind": str(kind)},
    )
    return InvoiceBooking.objects.create(
        invoice=invoice,
        kind=kind,
        amount=amount,
        booked_on=booked_on,
        run=run,
        undoes=undoes,
        made_at=clock.now(),
        made_by=actor.label,
        reason=reason,
    )


def nettings_make(*, run: Run, actor: Actor) -> None:
    """At the release: what the run carries of earlier invoices is booked on them, the oldest first (KS 4.7).

    Refused if that is not what is open now: somebody paid since the calculation, or another run asked something.
    """
    owed = _owed_by_payee(run)
    changed = []
    for row in PayeeBalance.objects.filter(run=run):
        invoices = owed.get(row.municipality_id, [])
        now = balance(row.credit, row.reclaimed, sum(invoice.open for invoice in invoices))
        if now.carried != row.carried:
            changed.append(row.municipality_id)
            continue
        parts = split(row.carried, [invoice.open for invoice in invoices])
        for invoice, part in zip(invoices, parts, strict=True):
            if part:
                book(
                    invoice=invoice,
                    kind=BookingKind.NETTING,
                    amount=part,
                    booked_on=payment_date(run.month),
                    actor=actor,
                    run=run,
                )
    if changed:
        raise Refused(
            _(
                "Nicht freigegeben: Seit der Berechnung hat sich geändert, was an Rechnungen offen ist von %(names)s. "
                "Den Lauf zurückgeben und neu berechnen."
            )
            % {"names": listed(territory.names_of(changed))}
        )


def _owed_by_payee(run: Run) -> dict[int, list[Invoice]]:
    """The invoices that are not settled, the oldest first, by the municipality that carries them at the payment."""
    open_ones = Invoice.objects.filter(state__in=OWED, run__scheme=run.scheme)
    invoices = list(open_ones.order_by("issued_on", "number"))
    places, day = territory.places() if invoices else {}, payment_date(run.month)
    owed: dict[int, list[Invoice]] = {}
    for invoice in invoices:
        owed.setdefault(successor_on(places, invoice.payee_id, day), []).append(invoice)
    return owed
