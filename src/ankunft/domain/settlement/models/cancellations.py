"""That the canton gives up what it asks by an invoice: proposed by one person, confirmed by another."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.workflow.models import Stateful
from ankunft.foundation.workflow.proposals import UNREFUSED, ProposalState

from .invoices import Invoice


class InvoiceCancellation(Stateful):
    """A proposed end of an invoice of which nothing is paid or netted. Its effect comes with the confirmation."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="cancellations")
    reason = models.TextField(_("Begründung"))
    proposed_on = models.DateField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice"],
                condition=Q(state=ProposalState.PROPOSED),
                name="invoice_cancellation_proposed_once",
            ),
            models.CheckConstraint(condition=Q(state__in=UNREFUSED), name="invoice_cancellation_state_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="invoice_cancellation_says_why"),
        ]
