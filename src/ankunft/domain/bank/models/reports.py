"""What the bank says of our orders before it books anything: accepted, or rejected with a reason (pain.002)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.settlement.models import Payment, PaymentFile, PaymentReturn
from ankunft.foundation.workflow.models import Stateful


class StatusReport(models.Model):
    """A report about one of our payment files. The same one is never read in twice; it never changes.

    `message` is the bank's number of it, `status` what it says of the whole file, empty if only of single payments.
    """

    file = models.ForeignKey(PaymentFile, on_delete=models.PROTECT, related_name="status_reports")
    message = models.CharField(max_length=35)
    made_on = models.DateField()
    status = models.CharField(max_length=35, blank=True)
    code = models.CharField(max_length=35, blank=True)
    text = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["file", "message"], name="status_report_once")]

    def __str__(self) -> str:
        return self.message


class WordState(models.TextChoices):
    """What came of what the bank said of a payment."""

    NOTED = "noted", _("zur Kenntnis genommen")
    REJECTED = "rejected", _("zurückgewiesen")
    WAITING = "waiting", _("zu klären")
    ASIDE = "set_aside", _("abgelegt")


class Misfit(models.TextChoices):
    """Why what the bank said does not fit what is known of the payment."""

    UNKNOWN_PAYMENT = "unknown_payment", _("keine Zahlung dieser Datei")
    EXECUTED = "executed", _("Zahlung schon ausgeführt")
    RETURNED = "returned", _("Zahlung schon zurückgekommen")
    OTHER_AMOUNT = "other_amount", _("anderer Betrag als die Zahlung")
    UNKNOWN_STATUS = "unknown_status", _("unbekannter Status")
    TAKEN_BACK = "taken_back", _("Zurückweisung zurückgenommen")


class StatusWord(Stateful):
    """What a report says of one payment. Only its state, its effect and why it does not fit ever change.

    `reference` is the payment's as the bank repeats it; `rejection` is what it made of the payment.
    """

    report = models.ForeignKey(StatusReport, on_delete=models.PROTECT, related_name="words")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="status_words")
    reference = models.CharField(max_length=35, blank=True)
    status = models.CharField(max_length=35, blank=True)
    code = models.CharField(max_length=35, blank=True)
    text = models.TextField(blank=True)
    rejection = models.OneToOneField(PaymentReturn, on_delete=models.PROTECT, null=True, related_name="status_word")
    misfit = models.CharField(max_length=20, choices=Misfit, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=WordState.REJECTED, rejection__isnull=False, payment__isnull=False)
                | Q(~Q(state=WordState.REJECTED), rejection=None),
                name="status_word_rejects_by_a_record",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="status_word_by_state")]

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(WordState(self.state).label)

    @property
    def misfit_label(self) -> str:
        """Why it does not fit, in words; empty where it does."""
        return str(Misfit(self.misfit).label) if self.misfit else ""
