"""Letters of the canton to municipalities, to whom each goes, and in whose name they are written."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ankunft.domain.settlement.models import Run
from ankunft.domain.territory.models import ContactFunction, Municipality
from ankunft.foundation.mail.models import OutgoingMail


class LetterKind(models.TextChoices):
    """What a letter is about."""

    PAYMENT_NOTICE = "payment_notice", _("Zahlungsanzeige")
    INVOICE = "invoice", _("Rechnung")
    REMINDER = "reminder", _("Zahlungserinnerung")
    RECLAIM = "reclaim", _("Rückforderung")
    ANNEX = "annex", _("Jahresübersicht (Anhang 1)")


class Letterhead(models.Model):
    """In whose name letters are written from `valid_from` on. Never changes: another one replaces it.

    `remedy` is the text about the legal remedy that stands in a reclaim, `remedy_source` the paragraph that it rests
    on; empty where the canton has entered none: nothing is said that no source says.
    """

    valid_from = models.DateField(_("gültig ab"), unique=True)
    authority = models.CharField(_("Kanton und Departement"), max_length=100)
    office = models.CharField(_("Amt"), max_length=100)
    street = models.CharField(_("Strasse"), max_length=70)
    house_number = models.CharField(_("Hausnummer"), max_length=16, blank=True)
    postcode = models.CharField(_("Postleitzahl"), max_length=16)
    town = models.CharField(_("Ort"), max_length=35)
    phone = models.CharField(_("Telefon"), max_length=30, blank=True)
    email = models.EmailField(_("E-Mail"), max_length=200, blank=True)
    remedy = models.TextField(_("Rechtsmittel bei Rückforderungen"), blank=True)
    remedy_source = models.CharField(_("Rechtsgrundlage dazu"), max_length=120, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(remedy="", remedy_source="") | ~models.Q(remedy="") & ~models.Q(remedy_source=""),
                name="letterhead_remedy_has_source",
            )
        ]


class Letter(models.Model):
    """A letter as it was made. Never changes: a corrected one is another letter, with the next `number`.

    `occasion` is what it was made for: the payment month, the year, the number of the invoice (of a reminder with its
    level: `R-2025-03-2601/1`), the reference of the reclaim. `data` is what was set (canonical JSON), `template` the
    digest of the templates that set it, `content` the PDF and `sha256` its digest: the same data in the same template
    at the same `made_at` give the same bytes.
    """

    reference = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=LetterKind)
    occasion = models.CharField(max_length=30)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="letters")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="letters")
    number = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField(blank=True, help_text="Why it replaces the one before")
    title = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    template = models.CharField(max_length=64)
    data = models.TextField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["kind", "occasion", "municipality", "number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "occasion", "municipality", "number"], name="letter_once"),
            models.CheckConstraint(
                condition=models.Q(number=1, reason="") | models.Q(number__gt=1) & ~models.Q(reason=""),
                name="letter_replaced_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "-id"], name="letter_by_municipality")]

    def __str__(self) -> str:
        return self.reference


class Channel(models.TextChoices):
    """How a letter gets to somebody."""

    MAIL = "mail", _("E-Mail")
    PRINT = "print", _("Papier")


class Delivery(models.Model):
    """To which function in the municipality a letter goes, once, and how: by mail, or printed where none is known.

    `mail` is empty again once the outbox has forgotten it. Two functions with the same address share a mail.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="deliveries")
    function = models.CharField(max_length=30, choices=ContactFunction)
    channel = models.CharField(max_length=10, choices=Channel)
    mail = models.ForeignKey(OutgoingMail, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True)
    printed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["letter", "function"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "function"], name="delivery_once"),
            models.CheckConstraint(
                condition=models.Q(channel=Channel.PRINT, mail=None) | models.Q(channel=Channel.MAIL, printed_at=None),
                name="delivery_channel_fits",
            ),
        ]
