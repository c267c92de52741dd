"""Where money comes from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SourceKind(models.TextChoices):
    """By which rules a source lives (FP 2; KIP3 2.2)."""

    LUMP_SUM = "lump_sum", _("Integrationspauschale")
    CREDIT = "credit", _("Integrationsförderkredit")
    PROGRAMME = "programme", _("Bundesprogramm")
    CANTON = "canton", _("Mittel des Kantons")
    MUNICIPALITIES = "municipalities", _("Mittel der Gemeinden")


class FundingSource(models.Model):
    """A source of money, as it is called. What it may be used for, and until when, holds from a day on (its terms).

    `vintage` is the programme of whose years a lump sum is: KIP 2, KIP 2bis, KIP 3. `number` puts them into order.
    """

    code = models.CharField(max_length=30, unique=True)
    label = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=SourceKind)
    vintage = models.CharField(max_length=20, blank=True)
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="funding_source_kind_known"),
        ]

    def __str__(self) -> str:
        return self.label
