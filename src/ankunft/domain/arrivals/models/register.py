"""What came in from registers of residents (eCH-0020) and from tables: nothing is lost, nothing counts twice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.models import Account

from .arrivals import Arrival, Exclusion
from .people import Person


class Channel(models.TextChoices):
    """By which way it came in."""

    UPLOAD = "upload", _("hochgeladen")
    COMMAND = "command", _("Befehl")
    INBOX = "inbox", _("Eingangsordner")


class RegisterDelivery(models.Model):
    """One file, or one archive of many, that came in: what was made of its messages."""

    channel = models.CharField(max_length=10, choices=Channel)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    actor_label = models.CharField(max_length=200)
    received_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    read = models.PositiveIntegerField(default=0)
    applied = models.PositiveIntegerField(default=0)
    excluded = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]


class Outcome(models.TextChoices):
    """What was made of a message that could be read."""

    APPLIED = "applied", _("übernommen")
    EXCLUDED = "excluded", _("nicht start.integration")
    NOTED = "noted", _("ohne Wirkung")


class RegisterMessage(models.Model):
    """One message that was taken in, known in its municipality by sender and message id (eCH-0058): the same one has no
    second effect.

    One of many events under one header has its number behind the message id. The municipality is missing where a
    message without effect does not say whom it concerns. `content` is what was taken from it, encrypted JSON, without
    religion: for the list of those excluded, for a later correction or recall, and for whoever asks why. It goes when
    the person goes, and of those excluded after a year. `person_digest` is kept of those excluded as long as their
    content: a keyed digest of the register's key, by which what is told of them later finds them.
    """

    delivery = models.ForeignKey(RegisterDelivery, on_delete=models.PROTECT, related_name="messages")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")
    sender_id = models.CharField(max_length=60)
    message_id = models.CharField(max_length=50)
    kind = models.CharField(max_length=40)
    action = models.CharField(max_length=2)
    sent_at = models.DateTimeField()
    event_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    exclusion = models.CharField(max_length=20, choices=Exclusion, blank=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="messages")
    arrival = models.ForeignKey(Arrival, on_delete=models.SET_NULL, null=True, related_name="messages")
    content = models.TextField(blank=True)
    person_digest = models.CharField(max_length=64, blank=True, db_default="")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["sender_id", "message_id", "municipality"], name="register_message_once"),
            models.UniqueConstraint(
                fields=["sender_id", "message_id"],
                condition=Q(municipality__isnull=True),
                name="register_message_of_nobody_once",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "outcome"], name="register_message_by_outcome"),
            models.Index(fields=["person_digest"], name="register_message_by_person", condition=~Q(person_digest="")),
        ]


class RegisterRefusal(models.Model):
    """One message or row that was not taken in: where it stands, and what is wrong with it."""

    delivery = models.ForeignKey(RegisterDelivery, on_delete=models.CASCADE, related_name="refusals")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=300)
    message_id = models.CharField(max_length=50, blank=True)
    reason = models.TextField()

    class Meta:
        ordering = ["pk"]
        # By which the same one is found when it comes again: by its id, without one by its place.
        indexes = [models.Index(fields=["message_id", "place"], name="register_refusal_by_message")]
