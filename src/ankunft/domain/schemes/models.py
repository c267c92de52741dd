"""Schemes with their dated definitions and tariffs. What is confirmed never changes. Amounts are whole Rappen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.workflow.models import Stateful
from ankunft.foundation.workflow.proposals import ProposalState

STATES = (ProposalState.PROPOSED, ProposalState.CONFIRMED, ProposalState.WITHDRAWN)
"""Nothing here is refused: whoever does not confirm it has it withdrawn."""


class Scheme(models.Model):
    """What all confirmed definitions of a scheme have in common: its key, the sign in names of runs, its periods."""

    key = models.CharField(max_length=20, unique=True)
    sign = models.CharField(max_length=3, unique=True)
    cycle = models.CharField(max_length=10)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class SchemeDefinition(Stateful):
    """How a scheme works for periods that begin on `valid_from` or later, as JSON (`content.py`)."""

    key = models.CharField(max_length=20)
    valid_from = models.DateField(_("gültig ab"))
    definition = models.JSONField()
    digest = models.CharField(max_length=64)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["key", "valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "valid_from"],
                condition=Q(state=ProposalState.CONFIRMED),
                name="scheme_definition_keyed_by_start",
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="scheme_definition_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.key}, {self.valid_from:%d.%m.%Y}"

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(ProposalState(self.state).label)


class SchemeTariff(Stateful):
    """What a unit of a contribution is worth from `valid_from` on.

    `rows` are pairs of a lower bound of residents and the rate in Rappen; none: nothing is paid any more.
    """

    contribution = models.CharField(_("Beitrag"), max_length=40)
    valid_from = models.DateField(_("gültig ab"))
    rows = models.JSONField()
    act = models.CharField(_("Erlass"), max_length=60)
    paragraph = models.CharField(_("Ziffer"), max_length=60)
    note = models.TextField(_("Bemerkung"), blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["contribution", "valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "valid_from"],
                condition=Q(state=ProposalState.CONFIRMED),
                name="scheme_tariff_keyed_by_start",
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="scheme_tariff_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.contribution}, {self.valid_from:%d.%m.%Y}"

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(ProposalState(self.state).label)
