"""Persons, what was changed about them, their permits, languages and families."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.territory.models import Municipality

from .households import Household


class Sex(models.TextChoices):
    """As registers of residents know it (eCH-0044)."""

    FEMALE = "female", _("weiblich")
    MALE = "male", _("männlich")
    UNSPECIFIED = "unspecified", _("unbestimmt")


class InterpreterNeed(models.TextChoices):
    """Whether somebody is needed who interprets. Empty: nobody has asked yet."""

    YES = "yes", _("ja")
    NO = "no", _("nein")


class Person(models.Model):
    """Somebody who arrived in a municipality. Outside the municipality only the random `reference` is told.

    The AHV number lies encrypted and is found by a keyed digest, the name by its keys (`NameKey`). Of some
    only year, or year and month of birth are known (eCH-0044). `further_nationalities` are ISO codes with spaces
    between. `register_key` is by which the register of residents knows the person (eCH-0044 localPersonId, as
    category:id). A person that turned out to be another one is `merged_into` that one and keeps its reference for
    whoever has it. `left_on` (departure or death) starts the period after which the person is made anonymous: then
    what statistics count is left, and nobody is recognised.
    """

    reference = models.CharField(_("Referenz"), max_length=11, unique=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="persons", verbose_name=_("Gemeinde")
    )
    family_name = models.CharField(_("Familienname"), max_length=100, blank=True)
    given_name = models.CharField(_("Vorname"), max_length=100, blank=True)
    birth_date = models.DateField(_("Geburtsdatum"), null=True)
    birth_month = models.PositiveSmallIntegerField(_("Geburtsmonat"), null=True)
    birth_year = models.PositiveSmallIntegerField(_("Geburtsjahr"), null=True)
    sex = models.CharField(_("Geschlecht"), max_length=11, choices=Sex)
    nationality = models.CharField(_("Staatsangehörigkeit"), max_length=2)
    further_nationalities = models.CharField(_("weitere Staatsangehörigkeiten"), max_length=60, blank=True)
    language = models.CharField(_("Sprache der Korrespondenz"), max_length=8, blank=True)
    interpreter_need = models.CharField(_("Dolmetschen nötig"), max_length=3, choices=InterpreterNeed, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="persons", verbose_name=_("Haushalt")
    )
    register_key = models.CharField(max_length=60, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
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
                condition=Q(left_on__isnull=True, merged_into__isnull=True) & ~Q(ahv_index=""),
                name="person_ahv_once_among_the_present",
            ),
            models.UniqueConstraint(
                fields=["municipality", "register_key"],
                condition=Q(left_on__isnull=True, merged_into__isnull=True) & ~Q(register_key=""),
                name="person_register_key_once",
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
                    birth_month__isnull=True,
                    further_nationalities="",
                    phone="",
                    email="",
                    household__isnull=True,
                    register_key="",
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
            # Who was born on the same day may be the same one.
            models.Index(fields=["municipality", "birth_date"], name="person_by_birth"),
            models.Index(fields=["left_on"], name="person_by_departure", condition=Q(left_on__isnull=False)),
            # By which messages of registers find somebody, whoever has left included.
            models.Index(fields=["register_key"], name="person_by_register_key", condition=~Q(register_key="")),
            models.Index(fields=["ahv_index"], name="person_by_ahv", condition=~Q(ahv_index="")),
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


class Permit(models.Model):
    """The permit of a person from `valid_from` on, until the next one begins (eCH-0006)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="permits")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(_("Ausweis"), max_length=2)
    code = models.CharField(max_length=6, blank=True)
    valid_from = models.DateField(_("gültig ab"))
    valid_until = models.DateField(_("gültig bis"), null=True)
    entered_on = models.DateField(_("eingereist am"), null=True)

    class Meta:
        ordering = ["person", "valid_from"]
        constraints = [models.UniqueConstraint(fields=["person", "valid_from"], name="permit_keyed_by_start")]


class Level(models.TextChoices):
    """How well somebody knows a language (CEFR)."""

    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"
    C2 = "C2", "C2"
    NATIVE = "native", _("Erstsprache")


class SpokenLanguage(models.Model):
    """How well a person knew a language on a day, spoken and written; empty where nobody has looked."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="languages")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("Sprache"), max_length=8)
    oral = models.CharField(_("mündlich"), max_length=6, choices=Level, blank=True)
    written = models.CharField(_("schriftlich"), max_length=6, choices=Level, blank=True)
    as_of = models.DateField(_("Stand"))

    class Meta:
        ordering = ["person", "language", "-as_of"]
        constraints = [models.UniqueConstraint(fields=["person", "language", "as_of"], name="language_once_a_day")]


class RelationKind(models.TextChoices):
    """What the other one is to the person (eCH-0021 typeOfRelationship 1 to 6)."""

    SPOUSE = "spouse", _("verheiratet mit")
    PARTNER = "partner", _("in eingetragener Partnerschaft mit")
    MOTHER = "mother", _("Mutter")
    FATHER = "father", _("Vater")
    FOSTER_PARENT = "foster_parent", _("Pflegeelternteil")


class Relation(models.Model):
    """Who is whose spouse or parent. `other_key` is the register's key of somebody who may not be recorded (yet)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="relations")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=RelationKind)
    other = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="relations_of_others")
    other_key = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(other__isnull=False) | ~Q(other_key=""), name="relation_leads_somewhere")
        ]
        indexes = [models.Index(fields=["municipality", "other_key"], name="relation_by_key")]


class DuplicateState(models.TextChoices):
    """What a person decided about two that may be one."""

    OPEN = "open", _("zu prüfen")
    MERGED = "merged", _("zusammengeführt")
    DISTINCT = "distinct", _("zwei Personen")


class Duplicate(models.Model):
    """Two recorded persons that may be one and the same: how likely (0 to 100), why, and what was decided.

    `undo` is what a merger changed, as encrypted JSON, so that it can be taken back.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="duplicates")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="duplicates_of_others")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField()
    state = models.CharField(max_length=10, choices=DuplicateState, default=DuplicateState.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    undo = models.TextField(blank=True, db_default="")

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "other"], name="duplicate_once")]
