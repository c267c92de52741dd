"""That somebody was reminded of figures that their structure owes."""

from __future__ import annotations

from django.db import models

from ankunft.foundation.access.models import Account
from ankunft.foundation.mail.models import OutgoingMail

from .plans import PlanVersion


class InputReminder(models.Model):
    """Once for each account and stage: so many days before (-) or after (+) the last day for inputs (FP 3.4).

    `due_on` is that last day: inputs that are opened again until another one are asked for anew.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="reminders")
    due_on = models.DateField()
    stage = models.CharField(max_length=10)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    mail = models.ForeignKey(OutgoingMail, on_delete=models.SET_NULL, null=True, related_name="+")
    reminded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "due_on", "stage", "account"], name="input_reminder_once")
        ]
