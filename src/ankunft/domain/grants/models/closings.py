"""How a project was closed: what it used of its grant, what is still paid, what is asked back. Whole Rappen."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.settlement.models import Reclaim

from .projects import Project


class ClosingAccount(models.Model):
    """The figures on which a project was closed (KS 4.3.4); never changes.

    `planned` and `costs` are the costs of budget and report, `share` the part of the actual costs that the grant was of
    the planned ones, `left` what others left to pay (below zero: they paid too much), `used` what the canton bears,
    `paid` what it had paid by then, `lapsed` what is never paid, `reclaimed` what `reclaim` asks back.
    """

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="closing")
    granted = models.BigIntegerField(help_text="Rappen")
    planned = models.BigIntegerField(help_text="Rappen")
    costs = models.BigIntegerField(help_text="Rappen")
    share = models.BigIntegerField(help_text="Rappen")
    left = models.BigIntegerField(help_text="Rappen")
    used = models.BigIntegerField(_("Verwendet"), help_text="Rappen")
    paid = models.BigIntegerField(help_text="Rappen")
    lapsed = models.BigIntegerField(help_text="Rappen")
    reclaimed = models.BigIntegerField(_("Zurückgefordert"), help_text="Rappen")
    reclaim = models.OneToOneField(Reclaim, on_delete=models.PROTECT, null=True, related_name="project_closing")
    closed_on = models.DateField()
    closed_by = models.CharField(max_length=200)
    explanation = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used__gte=0, used__lte=F("granted"), paid__gte=0, paid__lte=F("granted")),
                name="closing_within_the_grant",
            ),
            models.CheckConstraint(
                condition=Q(paid__gt=F("used"), reclaimed=F("paid") - F("used"), lapsed=F("granted") - F("paid"))
                | Q(paid__lte=F("used"), reclaimed=0, lapsed=F("granted") - F("used")),
                name="closing_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(reclaimed=0, reclaim__isnull=True) | Q(reclaimed__gt=0, reclaim__isnull=False),
                name="closing_asks_back_by_a_reclaim",
            ),
        ]

    @property
    def to_pay(self) -> int:
        """What was still to be paid when the project was closed."""
        return max(self.used - self.paid, 0)

    @property
    def uncovered(self) -> int:
        """What neither others nor the canton paid: the municipality bears it."""
        return max(self.left - self.used, 0)
