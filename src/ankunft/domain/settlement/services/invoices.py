"""Invoices to municipalities whose balance of a run is against them (KS 4.7)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.domain.territory import readings as territory
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.audit.services import Entry, record_many
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from ..invoice_rules import creditor_reference, due_on, invoice_number
from ..models import Invoice, InvoiceState, PayeeBalance, Run
from ..rules import accounts_day
from .holders import Holder, listed

BATCH = 500


def invoices_make(*, run: Run, creditor: Holder, actor: Actor) -> list[Invoice]:
    """An invoice for every payee that owes something after the run, payable to `creditor` within 30 days (KS 4.7).

    Called within the transaction that writes the payment file, by whoever may write it. Refused if a payee has no
    address.
    """
    invoices = _drafted(run, creditor)
    Invoice.objects.bulk_create(invoices, batch_size=BATCH)
    record_many(actor, (_entry(run, invoice) for invoice in invoices))
    return invoices


def _drafted(run: Run, creditor: Holder) -> list[Invoice]:
    owed = dict(PayeeBalance.objects.filter(run=run, invoice__gt=0).values_list("municipality_id", "invoice"))
    addresses = territory.accounts_on(owed.keys(), accounts_day(run.month, clock.today()))
    if lacking := owed.keys() - addresses.keys():
        raise Refused(
            _("Für die Rechnung fehlt die Adresse von %(names)s. Zuerst das Konto mit Adresse erfassen.")
            % {"names": listed(territory.names_of(lacking))}
        )
    numbers = dict(Municipality.objects.filter(pk__in=owed).order_by("bfs_number").values_list("pk", "bfs_number"))
    today = clock.today()
    return [
        Invoice(
            run=run,
            payee_id=payee,
            state=InvoiceState.OPEN,
            number=invoice_number(run.reference, bfs_number),
            reference=creditor_reference(run.month, bfs_number, run.sign),
            amount=owed[payee],
            open=owed[payee],
            issued_on=today,
            due_on=due_on(today),
            **creditor.as_dict(),
            **_debtor(Holder.of(addresses[payee])),
        )
        for payee, bfs_number in numbers.items()
    ]


def _debtor(holder: Holder) -> dict[str, str]:
    """The address alone: what the municipality pays from is its own affair."""
    return {f"debtor_{name}": value for name, value in holder.as_dict().items() if name != "iban"}


def _entry(run: Run, invoice: Invoice) -> Entry:
    return Entry(
        "settlement.invoice.issue",
        "settlement.invoice",
        invoice.number,
        f"Rechnung {invoice.number} über {Money(invoice.amount)} gestellt.",
        after={
            "run": run.reference,
            "amount": invoice.amount,
            "reference": invoice.reference,
            "due_on": invoice.due_on.isoformat(),
        },
    )
