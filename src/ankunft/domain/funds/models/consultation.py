"""What the bodies of the IIZ say to a version of a plan (FP 1), and the papers that lie with inputs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.grants.models.papers import Paper
from ankunft.foundation.access.models import Organisation

from .plans import PlanVersion, PositionInput


class Stance(models.TextChoices):
    """What a body makes of a version."""

    RECOMMEND = "recommend", _("zur Genehmigung empfohlen")
    REMARKS = "remarks", _("mit Bemerkungen empfohlen")
    REJECT = "reject", _("nicht empfohlen")


class AskedBody(models.Model):
    """A body that is asked for a statement. Append-only.

    `body` is its organisation; None where it has none here, then it has a name only. A version that is changed after
    a consultation is consulted on anew: `round` counts from one, and only the last one counts.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="asked")
    round = models.PositiveSmallIntegerField()
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("Gremium"), max_length=120)
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["version", "round", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "round", "name"], name="body_asked_once")]

    def __str__(self) -> str:
        return self.name


class Statement(models.Model):
    """What a body said, once: the newest counts, the earlier ones stay. Append-only.

    `reference` says where it was decided («Sitzung EKG vom 01.12.2023», «Zirkularweg»).
    """

    asked = models.ForeignKey(AskedBody, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveSmallIntegerField()
    stance = models.CharField(_("Haltung"), max_length=20, choices=Stance)
    text = models.TextField(_("Stellungnahme"), blank=True)
    reference = models.CharField(_("Woher"), max_length=160, blank=True)
    account_id = models.BigIntegerField(null=True)
    given_by = models.CharField(max_length=200)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["asked", "number"]
        constraints = [
            models.UniqueConstraint(fields=["asked", "number"], name="statement_numbered"),
            models.CheckConstraint(condition=Q(stance__in=Stance.values), name="statement_stance_known"),
            models.CheckConstraint(
                condition=Q(stance="recommend") | ~Q(text=""), name="statement_says_what_it_does_not_recommend"
            ),
        ]


class InputPaper(Paper):
    """A paper on which the figures of an input rest: a budget, a resolution. It comes with the input and stays."""

    input = models.ForeignKey(PositionInput, on_delete=models.PROTECT, related_name="papers")
    label = models.CharField(_("Was es ist"), max_length=120)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["input", "pk"]
