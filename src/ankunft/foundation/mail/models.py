"""The outbox: what is to be sent to whom, and what became of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Where a mail stands."""

    WAITING = "waiting", _("wartet")
    SENT = "sent", _("gesendet")
    FAILED = "failed", _("nicht zugestellt")
    WITHHELD = "withheld", _("zurückgehalten")


class MailError(models.TextChoices):
    """Why the last attempt did not succeed. Never what the server said: that may name the person."""

    CONNECTION = "connection", _("Der Mailserver ist nicht erreichbar.")
    TLS = "tls", _("Die verschlüsselte Verbindung zum Mailserver kommt nicht zustande.")
    SIGN_IN = "sign_in", _("Der Mailserver nimmt die Anmeldung nicht an.")
    DISCONNECTED = "disconnected", _("Der Mailserver hat die Verbindung abgebrochen.")
    SENDER = "sender", _("Der Mailserver nimmt die Absenderadresse nicht an.")
    RECIPIENT = "recipient", _("Der Mailserver nimmt die Adresse der Empfängerin oder des Empfängers nicht an.")
    REFUSED = "refused", _("Der Mailserver nimmt die Nachricht nicht an.")
    INTERRUPTED = "interrupted", _("Das Senden wurde mehrmals unterbrochen.")
    ATTACHMENT = "attachment", _("Die Beilage ist nicht mehr da oder nicht mehr die, die erstellt wurde.")
    UNREADABLE = "unreadable", _("Der Text lässt sich mit den Schlüsseln der Installation nicht entschlüsseln.")


class OutgoingMail(models.Model):
    """One mail. `text` is encrypted, may hold a link that opens an account, and is shown to nobody.

    `attachment` names the file that goes with it (`kind:key`), which lies with the room that made it.
    `reference` makes the Message-ID, the same at every attempt. `is_secret`: the text is emptied as soon as it is
    sent. Moments are the machine's own: the worker does not move its clock.
    """

    reference = models.CharField(max_length=32, unique=True)
    to = models.EmailField(max_length=200)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    attachment = models.CharField(max_length=100, blank=True)
    is_secret = models.BooleanField(default=False)
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=20, choices=MailError, blank=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "-id"], name="mail_by_state"),
            models.Index(fields=["not_before"], condition=models.Q(state="waiting"), name="mail_waiting"),
        ]
