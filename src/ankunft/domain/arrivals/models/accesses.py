"""Who else may see a person, and for which purpose."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.models import Account

from .people import Person


class SampleCheck(models.Model):
    """Persons of a municipality drawn at random for the coordination office: with this seed the same ones come out."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="sample_checks")
    period = models.CharField(_("Halbjahr"), max_length=7)
    asked = models.PositiveSmallIntegerField(_("Anzahl"))
    drawn_from = models.PositiveIntegerField()
    seed = models.CharField(max_length=32)
    requested_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]


class Purpose(models.TextChoices):
    """For what the coordination office may see a person."""

    SAMPLE_CHECK = "sample_check", _("Stichprobe")
    CONSENT = "consent", _("Einwilligung")


class PersonAccess(models.Model):
    """That one account of the coordination office may see one person, for a purpose and until a day.

    `legal_basis` is needed where the person's data are locked. The municipality is told and may object.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accesses")
    person_reference = models.CharField(max_length=11)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    sample = models.ForeignKey(SampleCheck, on_delete=models.PROTECT, null=True, related_name="accesses")
    requested_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=Purpose)
    reason = models.TextField(_("Begründung"), blank=True)
    consent_note = models.TextField(_("Nachweis der Einwilligung"), blank=True)
    legal_basis = models.TextField(_("Rechtsgrundlage bei Datensperre"), blank=True)
    granted_at = models.DateTimeField()
    until = models.DateField(_("bis"))
    ended_at = models.DateTimeField(null=True)
    objection = models.TextField(_("Einwand der Gemeinde"), blank=True)
    objected_at = models.DateTimeField(null=True)
    objected_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose="sample_check", sample__isnull=False) | Q(purpose="consent", sample__isnull=True),
                name="access_of_a_sample_has_one",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("granted_at")), name="access_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["requested_by", "until"], name="access_by_account")]
