"""Scenarios and what came out of them. Amounts are whole Rappen; nothing here is ever paid."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.models import Account

from .values import Changes


class Scenario(models.Model):
    """A question to a year: what would be owed if something were otherwise. Seen by its owner, or by the canton."""

    name = models.CharField(_("Name"), max_length=120)
    question = models.TextField(_("Frage"), blank=True)
    year = models.PositiveSmallIntegerField(_("Jahr"))
    changes = models.JSONField()
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    is_shared = models.BooleanField(default=False)
    calculated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def assumes(self) -> Changes:
        """What it assumes, as values."""
        return Changes.from_dict(self.changes)


class ScenarioAmount(models.Model):
    """What one municipality would get of a contribution: as known, and as assumed."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="amounts")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    contribution = models.CharField(max_length=40)
    known = models.BigIntegerField(help_text="Rappen")
    assumed = models.BigIntegerField(help_text="Rappen")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scenario", "municipality", "contribution"], name="scenario_amount_once")
        ]
