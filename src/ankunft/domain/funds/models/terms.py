"""What holds for a source from a day on, and what it gets: terms, rates, tranches. Amounts are whole Rappen."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .sources import FundingSource


class SourceTerms(models.Model):
    """What a source may bear and when it is refunded, from `valid_from` until the next terms hold (FP 1, 2.3).

    `purposes` and `groups` are codes (`purposes.PURPOSES`, `groups.GROUPS`); None where there is no earmark. An
    extension of the refund deadline is new terms, with the `decision` that granted it and its `condition`.
    Append-only.
    """

    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="terms")
    valid_from = models.DateField(_("gültig ab"))
    legal_basis = models.CharField(_("Grundlage"), max_length=200)
    purposes = models.JSONField(_("Zwecke"), null=True)
    groups = models.JSONField(_("Zielgruppen"), null=True)
    first_year = models.PositiveSmallIntegerField(_("trägt Aufwendungen ab"), null=True)
    last_year = models.PositiveSmallIntegerField(_("trägt Aufwendungen bis"), null=True)
    refund_due = models.DateField(_("Rückerstattung am"), null=True)
    condition = models.TextField(_("Auflagen"), blank=True)
    decision = models.CharField(_("Beschluss"), max_length=160, blank=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["source", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["source", "valid_from"], name="source_terms_keyed_by_start"),
            models.CheckConstraint(condition=~Q(legal_basis=""), name="source_terms_rest_on_something"),
            models.CheckConstraint(
                condition=Q(first_year__isnull=True) | Q(last_year__isnull=True) | Q(first_year__lte=F("last_year")),
                name="source_terms_end_after_they_begin",
            ),
        ]


class RateKind(models.TextChoices):
    """What is paid per person: the lump sum once, the money of programme S every month."""

    LUMP_SUM = "lump_sum", _("Integrationspauschale je Person")
    PROGRAMME_S = "programme_s", _("Programm S je Person und Monat")


class PersonRate(models.Model):
    """What the federation pays per person from a day on, and which document says so. Append-only.

    The lump sum is indexed every year: a rate that no document tells is not there, and never calculated.
    """

    kind = models.CharField(max_length=20, choices=RateKind)
    valid_from = models.DateField(_("gültig ab"))
    rate = models.BigIntegerField(help_text="Rappen")
    document = models.CharField(_("Dokument"), max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["kind", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="person_rate_keyed_by_start"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="person_rate_of_something"),
            models.CheckConstraint(condition=Q(kind__in=RateKind.values), name="person_rate_kind_known"),
            models.CheckConstraint(condition=~Q(document=""), name="person_rate_is_documented"),
        ]


class TrancheKind(models.TextChoices):
    """What comes into a source."""

    CARRIED = "carried", _("Saldovortrag")
    PAID = "paid", _("Tranche des Bundes")
    GRANTED = "granted", _("Bewilligte Mittel")


class Tranche(models.Model):
    """What a source got on a day: carried over from before, paid by the federation per half-year, or granted.

    Of a lump sum `persons` are those for whom it was paid, `months` the person-months that programme S had paid for
    them already; `explanation` is the derivation of what was to be expected, `expected` its sum (None: not
    calculated). `corrects` is the one of which this takes something back or adds to it. Append-only.
    """

    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="tranches")
    kind = models.CharField(max_length=10, choices=TrancheKind)
    half_year = models.CharField(_("Halbjahr"), max_length=7, blank=True)
    received_on = models.DateField(_("eingegangen am"))
    amount = models.BigIntegerField(_("Betrag"), help_text="Rappen")
    persons = models.PositiveIntegerField(_("Personen"), null=True)
    months = models.PositiveIntegerField(_("Personenmonate Programm S"), null=True)
    expected = models.BigIntegerField(null=True, help_text="Rappen")
    explanation = models.JSONField(default=dict)
    document = models.CharField(_("Beleg"), max_length=160)
    comment = models.TextField(_("Bemerkung"), blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["source", "received_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "document"], name="tranche_documented_once"),
            models.UniqueConstraint(
                fields=["source", "half_year"],
                condition=Q(corrects__isnull=True) & ~Q(half_year=""),
                name="tranche_once_per_half_year",
            ),
            models.UniqueConstraint(fields=["source"], condition=Q(kind="carried"), name="tranche_carried_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(corrects__isnull=False) & ~Q(amount=0), name="tranche_of_something"
            ),
            models.CheckConstraint(condition=Q(kind__in=TrancheKind.values), name="tranche_kind_known"),
            models.CheckConstraint(condition=~Q(document=""), name="tranche_is_documented"),
        ]

    PREFIX = "T-"

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """By what people and the trail name it."""
        return f"{self.PREFIX}{self.pk}"
