"""What two people of the coordination office, each for itself, think of an application. Amounts are whole Rappen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .projects import Project


class Recommendation(models.TextChoices):
    """What whoever assessed would do."""

    GRANT = "grant", _("bewilligen")
    LESS = "less", _("mit weniger bewilligen")
    REJECT = "reject", _("ablehnen")


class Assessment(models.Model):
    """One of the two assessments; never changes.

    `answers` are the criteria of that day as they were read: of each `code`, `label`, `points`, `most`, `remark`.
    `amount` (Rappen) is what is recommended; None where the recommendation is to reject.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="assessments")
    number = models.PositiveSmallIntegerField()
    account_id = models.BigIntegerField()
    assessed_by = models.CharField(max_length=200)
    assessed_at = models.DateTimeField()
    answers = models.JSONField()
    recommendation = models.CharField(_("Empfehlung"), max_length=10, choices=Recommendation)
    amount = models.BigIntegerField(_("Empfohlener Betrag"), null=True, help_text="Rappen")
    reasoning = models.TextField(_("Begründung"))

    class Meta:
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="assessment_numbered"),
            models.UniqueConstraint(fields=["project", "account_id"], name="assessment_once_each"),
            models.CheckConstraint(condition=Q(number__in=[1, 2]), name="assessment_one_of_two"),
            models.CheckConstraint(
                condition=Q(recommendation="reject", amount__isnull=True)
                | Q(recommendation__in=["grant", "less"], amount__gt=0),
                name="assessment_recommends_an_amount",
            ),
        ]

    @property
    def points(self) -> int:
        """The points given, of `most`."""
        return sum(answer["points"] for answer in self.answers)

    @property
    def most(self) -> int:
        """The most points that could be given."""
        return sum(answer["most"] for answer in self.answers)
