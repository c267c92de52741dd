"""That payees are asked once more for what they owe: when that is time, and when it was done. Amounts in Rappen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .invoices import Invoice


class ReminderLevel(models.IntegerChoices):
    """How often a payee has been asked for the same invoice."""

    FIRST = 1, _("erste Erinnerung")
    SECOND = 2, _("zweite Erinnerung")


class ReminderTerms(models.Model):
    """After how many days an unpaid invoice is reminded, from `valid_from` on. Never changes: another one replaces it.

    `first_after` counts from the due date, `second_after` from the first reminder. No document states either.
    """

    valid_from = models.DateField(_("Gilt ab"), unique=True)
    first_after = models.PositiveSmallIntegerField(_("Tage bis zur ersten Erinnerung"))
    second_after = models.PositiveSmallIntegerField(_("Tage bis zur zweiten Erinnerung"))
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(first_after__gt=0, second_after__gt=0), name="reminder_terms_in_days")
        ]


class InvoiceReminder(models.Model):
    """That a payee was reminded of an invoice: at which level, when, of how much. Never changes."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="reminders")
    level = models.PositiveSmallIntegerField(choices=ReminderLevel)
    reminded_on = models.DateField()
    open = models.BigIntegerField(help_text="Rappen: what was open then")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["invoice", "level"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "level"], name="invoice_reminded_once_per_level"),
            models.CheckConstraint(condition=Q(open__gt=0), name="invoice_reminder_asks_something"),
            models.CheckConstraint(condition=Q(level__in=ReminderLevel.values), name="invoice_reminder_level_known"),
        ]
