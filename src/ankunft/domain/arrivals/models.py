"""Persons, what was changed about them, and who else may see them for which purpose."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.models import Account


class Sex(models.TextChoices):
    """As registers of residents know it (eCH-0044)."""

    FEMALE = "female", _("weiblich")
    MALE = "male", _("männlich")
    UNSPECIFIED = "unspecified", _("unbestimmt")


class Person(models.Model):
    """Somebody who arrived in a municipality. Outside the municipality only the random `reference` is told.

    The AHV number lies encrypted and is found by a keyed digest. `left_on` (departure or death) starts the period
    after which the person is made anonymous: then what statistics count is left, and nobody can be recognised.
    """

    reference = models.CharField(_("Referenz"), max_length=11, unique=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="persons", verbose_name=_("Gemeinde")
    )
    family_name = models.CharField(_("Familienname"), max_length=100, blank=True)
    given_name = models.CharField(_("Vorname"), max_length=100, blank=True)
    birth_date = models.DateField(_("Geburtsdatum"), null=True)
    birth_year = models.PositiveSmallIntegerField(_("Geburtsjahr"), null=True)
    sex = models.CharField(_("Geschlecht"), max_length=11, choices=Sex)
    nationality = models.CharField(_("Staatsangehörigkeit"), max_length=2)
    ahv_number_encrypted = models.TextField(_("AHV-Nummer"), blank=True)
    ahv_index = models.CharField(max_length=64, blank=True)
    data_lock = models.BooleanField(_("Datensperre"), default=False)
    left_on = models.DateField(_("weggezogen oder gestorben am"), null=True)
    left_year = models.PositiveSmallIntegerField(null=True)
    anonymised_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["family_name", "given_name", "reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "ahv_index"],
                condition=Q(left_on__isnull=True) & ~Q(ahv_index=""),
                name="person_ahv_once_among_the_present",
            ),
            models.CheckConstraint(
                condition=Q(anonymised_at__isnull=False) | ~Q(family_name=""), name="person_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(anonymised_at__isnull=True)
                | Q(
                    family_name="",
                    given_name="",
                    birth_date__isnull=True,
                    ahv_number_encrypted="",
                    ahv_index="",
                    left_on__isnull=True,
                    left_year__isnull=False,
                ),
                name="person_anonymous_is_nobody",
            ),
            models.CheckConstraint(
                condition=Q(ahv_number_encrypted="", ahv_index="") | (~Q(ahv_number_encrypted="") & ~Q(ahv_index="")),
                name="person_ahv_has_its_index",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "family_name", "given_name"], name="person_by_name"),
            models.Index(fields=["left_on"], name="person_by_departure", condition=Q(left_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.reference


class PersonChange(models.Model):
    """What was changed of a person, and why: `content` is encrypted JSON, and goes when the person is made anonymous.

    The trail names the reference and which fields were changed; what they held stands here alone.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="changes")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    content = models.TextField()

    class Meta:
        ordering = ["-pk"]


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
