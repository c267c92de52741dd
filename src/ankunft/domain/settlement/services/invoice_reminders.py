"""Asking once more for what is overdue: after how many days, and that it was done."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from ..invoice_permissions import REMIND, SET_REMINDER_TERMS
from ..models import Invoice, InvoiceReminder, ReminderTerms
from ..reminder_rules import next_reminder
from ..selectors.invoices import is_being_cancelled, owed_of, reminder_terms_on
from .ledger import take_turn

MOST_DAYS = 365


@transaction.atomic
def reminder_terms_set(
    *, valid_from: date, first_after: int, second_after: int, actor: Actor, is_demo: bool = False
) -> ReminderTerms:
    """From `valid_from` on reminders come after so many days. Refused for less than a day or more than a year."""
    can(actor, SET_REMINDER_TERMS).require()
    if not (0 < first_after <= MOST_DAYS and 0 < second_after <= MOST_DAYS):
        raise Refused(_("Fristen sind 1 bis %(most)s Tage.") % {"most": MOST_DAYS})
    take_turn()
    if ReminderTerms.objects.filter(valid_from=valid_from).exists():
        raise Refused(
            _("Ab dem %(day)s sind schon Fristen erfasst. Einen anderen Tag wählen.")
            % {"day": f"{valid_from:%d.%m.%Y}"}
        )
    terms = ReminderTerms.objects.create(
        valid_from=valid_from, first_after=first_after, second_after=second_after, is_demo=is_demo
    )
    record(
        actor,
        Entry(
            "settlement.reminder_terms.set",
            "settlement.reminder_terms",
            valid_from.isoformat(),
            f"Fristen der Zahlungserinnerungen ab {valid_from:%d.%m.%Y} erfasst.",
            after={"first_after": first_after, "second_after": second_after},
        ),
    )
    return terms


@transaction.atomic
def invoice_remind(*, invoice: Invoice, actor: Actor) -> InvoiceReminder:
    """Write down that the payee is reminded today at the next level; whoever calls it writes to the payee.

    Refused where nothing is open (any more), where it is not time yet, after the last level, and while the canton
    considers giving the invoice up.
    """
    can(actor, REMIND).require()
    take_turn()
    invoice.refresh_from_db(fields=["state", "open", "version"])
    due = next_reminder(owed_of(invoice), reminder_terms_on(clock.today()))
    words = {"number": invoice.number, "state": invoice.state_label}
    if not invoice.open:
        raise Refused(_("Die Rechnung %(number)s ist «%(state)s»: Es gibt nichts zu erinnern.") % words)
    if due is None:
        raise Refused(_("An die Rechnung %(number)s ist schon zweimal erinnert worden.") % words)
    if due.since > clock.today():
        raise Refused(
            _("An die Rechnung %(number)s wird ab dem %(day)s erinnert.") % {**words, "day": f"{due.since:%d.%m.%Y}"}
        )
    if is_being_cancelled(invoice):
        raise Refused(
            _("Die Stornierung der Rechnung %(number)s ist vorgeschlagen: Zuerst darüber entscheiden.") % words
        )
    reminder = InvoiceReminder.objects.create(
        invoice=invoice,
        level=due.level,
        reminded_on=clock.today(),
        open=invoice.open,
        made_at=clock.now(),
        made_by=actor.label,
    )
    record(
        actor,
        Entry(
            "settlement.invoice.remind",
            "settlement.invoice",
            invoice.number,
            f"Zahlungserinnerung, Stufe {due.level}, zu Rechnung {invoice.number}: {Money(invoice.open)} offen.",
            after={"level": due.level, "open": invoice.open},
        ),
    )
    return reminder
