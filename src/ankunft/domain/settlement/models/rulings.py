"""What the canton decides against a municipality (KS 4.7), and what the municipality objects. Amounts in Rappen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.workflow.models import Stateful

from .runs import Contribution


class RulingState(models.TextChoices):
    """From a proposal to what can no longer be contested."""

    PROPOSED = "proposed", _("vorgeschlagen")
    DECIDED = "decided", _("entschieden")
    CONTESTED = "contested", _("Einsprache offen")
    FINAL = "final", _("rechtskräftig")
    LIFTED = "lifted", _("aufgehoben")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


class Ruling(Stateful):
    """A decision of the canton that one person proposes and another takes. `prefix` begins its reference.

    `period` (a half-year or a year) and `contribution` are empty where it concerns no particular one. `origin` says
    what it rests on: the number of a finding, a line of a run, a report.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="%(class)ss")
    period = models.CharField(_("Periode"), max_length=7, blank=True)
    contribution = models.CharField(_("Beitrag"), max_length=40, blank=True, choices=Contribution)
    reason = models.TextField(_("Begründung"))
    paragraph = models.CharField(_("Rechtsgrundlage"), max_length=120)
    origin = models.CharField(_("Anlass"), max_length=200)
    proposed_on = models.DateField()
    decided_on = models.DateField(null=True)
    is_demo = models.BooleanField(default=False)

    prefix: str | models.CharField[str, str]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """By what people and lines of runs name it."""
        return f"{self.prefix}{self.pk}"


class ObjectionOutcome(models.TextChoices):
    """What became of an objection; empty while nobody decided on it."""

    UPHELD = "upheld", _("gutgeheissen")
    PARTLY = "partly", _("teilweise gutgeheissen")
    DISMISSED = "dismissed", _("abgewiesen")


class Objection(models.Model):
    """That a municipality contests a ruling, on which ground, and how it was decided. Rappen before and after."""

    raised_on = models.DateField(_("Erhoben am"))
    ground = models.TextField(_("Begründung der Gemeinde"))
    outcome = models.CharField(max_length=20, blank=True, choices=ObjectionOutcome)
    decided_on = models.DateField(null=True)
    decision = models.TextField(_("Entscheid"), blank=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    @property
    def is_open(self) -> bool:
        return not self.outcome


def objection_constraints(name: str) -> list[models.BaseConstraint]:
    """One objection at a time, and what is decided says when and how."""
    return [
        models.UniqueConstraint(fields=["ruling"], condition=Q(outcome=""), name=f"{name}_objection_one_at_a_time"),
        models.CheckConstraint(
            condition=Q(outcome="", decided_on__isnull=True) | Q(decided_on__isnull=False) & ~Q(outcome=""),
            name=f"{name}_objection_decided_on_a_day",
        ),
    ]
