"""How pages speak of invoices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ankunft.domain.settlement.models import Invoice, InvoiceReminder, InvoiceState
from ankunft.domain.settlement.reminder_rules import is_overdue
from ankunft.web.shell.registry import Text

STATE_KINDS: dict[str, str] = {
    InvoiceState.OPEN: "info",
    InvoiceState.PARTLY: "info",
    InvoiceState.PAID: "ok",
    InvoiceState.NETTED: "ok",
    InvoiceState.CANCELLED: "neutral",
}


@dataclass(frozen=True, slots=True)
class Tag:
    """A word about an invoice, and of which kind."""

    text: Text
    kind: str


def invoice_tags(invoice: Invoice, reminders: Sequence[InvoiceReminder], day: date) -> list[Tag]:
    """That it is overdue, first of all; its state; and at which level its payee was last reminded while it is open."""
    tags = [Tag(_("überfällig"), "bad")] if is_overdue(invoice.open, invoice.due_on, day) else []
    tags.append(Tag(invoice.state_label, STATE_KINDS[invoice.state]))
    if reminders and invoice.open:
        tags.append(Tag(reminders[-1].get_level_display(), "warning"))
    return tags
