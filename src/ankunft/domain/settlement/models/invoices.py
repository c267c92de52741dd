"""What municipalities owe the canton after a run, and how it was settled. Amounts are whole Rappen."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.workflow.models import Stateful

from .payments import AccountAndAddress
from .runs import Run


class InvoiceState(models.TextChoices):
    """What is left of an invoice, and how it came to an end."""

    OPEN = "open", _("offen")
    PARTLY = "partly_paid", _("teilweise beglichen")
    PAID = "paid", _("bezahlt")
    NETTED = "netted", _("verrechnet")
    CANCELLED = "cancelled", _("storniert")


OWED = frozenset({InvoiceState.OPEN, InvoiceState.PARTLY})
"""The states in which something is still to be paid."""


class Invoice(Stateful, AccountAndAddress):
    """What a payee has to pay back after a run, within 30 days of the invoice (KS 4.7).

    `iban`, name and address are those of the canton, which is paid; `reference` is what finds the payment again
    (ISO 11649). Only the state and what is `open` ever change: the database itself refuses every other change.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="invoices")
    payee = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=20, unique=True)
    reference = models.CharField(max_length=25, unique=True)
    amount = models.BigIntegerField(help_text="Rappen")
    open = models.BigIntegerField(help_text="Rappen: the amount less everything booked")
    issued_on = models.DateField()
    due_on = models.DateField()
    debtor_name = models.CharField(max_length=70)
    debtor_street = models.CharField(max_length=70, blank=True)
    debtor_house_number = models.CharField(max_length=16, blank=True)
    debtor_postcode = models.CharField(max_length=16)
    debtor_town = models.CharField(max_length=35)

    class Meta:
        ordering = ["-issued_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "payee"], name="invoice_once_per_payee"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoice_asks_something"),
            models.CheckConstraint(
                condition=Q(state=InvoiceState.OPEN, open=F("amount"))
                | Q(state=InvoiceState.PARTLY, open__gt=0, open__lt=F("amount"))
                | Q(state__in=[InvoiceState.PAID, InvoiceState.NETTED, InvoiceState.CANCELLED], open=0),
                name="invoice_state_fits_open",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(InvoiceState(self.state).label)


class BookingKind(models.TextChoices):
    """What settles an invoice, or a part of it."""

    RECEIPT = "receipt", _("Zahlungseingang")
    NETTING = "netting", _("Verrechnung")
    CANCELLATION = "cancellation", _("Stornierung")


class InvoiceBooking(models.Model):
    """An amount by which less of an invoice is open. Never changes; what is taken back is a booking below zero.

    `run` is the one whose payment was netted with it.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="bookings")
    kind = models.CharField(max_length=20, choices=BookingKind)
    amount = models.BigIntegerField(help_text="Rappen")
    booked_on = models.DateField()
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="nettings")
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undoes=None, amount__gt=0) | Q(undoes__isnull=False, amount__lt=0),
                name="invoice_booking_settles_or_undoes",
            ),
            models.CheckConstraint(
                condition=Q(kind=BookingKind.NETTING) ^ Q(run=None), name="invoice_netting_has_its_run"
            ),
            models.UniqueConstraint(fields=["run", "invoice"], name="invoice_netted_once_per_run"),
        ]
