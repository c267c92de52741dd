"""The reminder of an invoice that is overdue, with a QR-bill over what is still open of it (KS 4.7)."""

from __future__ import annotations

from ankunft.domain.settlement.models import InvoiceReminder, ReminderLevel
from ankunft.foundation.documents.qrbill import part_data
from ankunft.foundation.kernel.money import Money

from .base import NET_DAYS, Written, swiss, text
from .invoice import bill_of, debtor_lines, invoice_facts
from .material import basis_of

_TITLES = {
    ReminderLevel.FIRST: "Zahlungserinnerung zu Rechnung {number}",
    ReminderLevel.SECOND: "Zweite Zahlungserinnerung zu Rechnung {number}",
}


def reminder_letter(reminder: InvoiceReminder) -> Written:
    """What is open today, and how it is paid. Refused where nothing is open any more: there is no bill for nothing.

    No fee and no interest: no source names any.
    """
    invoice = reminder.invoice
    blocks = [
        text("Guten Tag"),
        text(
            f"Unsere Rechnung {invoice.number} vom {swiss(invoice.issued_on)} war innert 30 Tagen zu bezahlen, bis zum "
            f"{swiss(invoice.due_on)}{basis_of(invoice.run).cited(NET_DAYS)}.{_before(reminder)} Davon sind "
            f"{Money(invoice.open)} noch offen. Bitte überweisen Sie diesen Betrag mit dem Zahlteil unten."
        ),
        invoice_facts(invoice),
        text(
            "Was bei der nächsten Auszahlung noch offen ist, wird mit ihr verrechnet. Haben Sie in diesen Tagen "
            "bezahlt, betrachten Sie dieses Schreiben bitte als erledigt."
        ),
        text("Freundliche Grüsse"),
    ]
    title = _TITLES[ReminderLevel(reminder.level)].format(number=invoice.number)
    return Written(title, debtor_lines(invoice), blocks, part_data(bill_of(invoice)))


def _before(reminder: InvoiceReminder) -> str:
    """The day of the reminder before, if this is not the first."""
    earlier = InvoiceReminder.objects.filter(invoice=reminder.invoice_id, level__lt=reminder.level).last()
    return f" Am {swiss(earlier.reminded_on)} haben wir Sie daran erinnert." if earlier else ""
