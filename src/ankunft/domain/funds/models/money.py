"""What money was used for, moved and assigned. Amounts are whole Rappen; expenditure is above zero."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.workflow.models import Stateful
from ankunft.foundation.workflow.proposals import UNREFUSED

from .plans import PlanVersion, Position
from .sources import FundingSource


class CostKind(models.TextChoices):
    """What costs money."""

    SETTLEMENT = "settlement", _("Abrechnungslauf")
    GRANT = "grant", _("Projektbeitrag")
    AGREEMENT = "agreement", _("Leistungsvereinbarung")
    OTHER = "other", _("Übrige Aufwendung")


class Booking(models.Model):
    """Expenditure on a position, borne by a source. Append-only: what is wrong is booked back, as a whole.

    `reference` is the paper or record that it comes from, once for each position. `flags` are codes of what was not as
    it should be (`money_words.FLAGS`), `reason` why it was booked all the same. `reverses` is the booking that
    this one books back: the same, below zero.
    """

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="bookings")
    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="bookings")
    kind = models.CharField(max_length=20, choices=CostKind)
    booked_on = models.DateField(_("Buchungsdatum"))
    amount = models.BigIntegerField(_("Betrag"), help_text="Rappen")
    reference = models.CharField(_("Beleg"), max_length=80)
    text = models.CharField(_("Text"), max_length=200)
    flags = models.JSONField(default=list)
    reason = models.TextField(_("Begründung"), blank=True)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)
    is_demo = models.BooleanField(default=False)

    PREFIX = "B-"

    class Meta:
        ordering = ["-booked_on", "-pk"]
        indexes = [models.Index(fields=["source", "booked_on"], name="booking_by_source")]
        constraints = [
            models.UniqueConstraint(
                fields=["position", "reference"], condition=Q(reverses__isnull=True), name="booking_referenced_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(reverses__isnull=False) & ~Q(amount=0), name="booking_of_something"
            ),
            models.CheckConstraint(condition=Q(kind__in=CostKind.values), name="booking_kind_known"),
            models.CheckConstraint(condition=~Q(reference=""), name="booking_has_a_paper"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """By what people and the trail name it."""
        return f"{self.PREFIX}{self.pk}"


class CostRule(models.Model):
    """Onto which position, and from which source, the costs of a scheme or of project grants go from a day on.

    `costs` names them: the key of a scheme, or `grants`. Append-only.
    """

    costs = models.CharField(max_length=20)
    valid_from = models.DateField(_("gültig ab"))
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["costs", "valid_from"]
        constraints = [models.UniqueConstraint(fields=["costs", "valid_from"], name="cost_rule_keyed_by_start")]


class Movement(Stateful):
    """Money that leaves a source, once a second person has confirmed it: on which day, how much, by which paper."""

    moved_on = models.DateField(_("Valuta"))
    amount = models.BigIntegerField(_("Betrag"), help_text="Rappen")
    reason = models.TextField(_("Begründung"))
    decision = models.CharField(_("Beschluss"), max_length=160)
    is_demo = models.BooleanField(default=False)

    PREFIX: ClassVar[str]

    class Meta:
        abstract = True
        ordering = ["-moved_on", "-pk"]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """By what people and the trail name it."""
        return f"{self.PREFIX}{self.pk}"


class Transfer(Movement):
    """Money that moves from one source to another (FP 2.3)."""

    giving = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="given")
    taking = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="taken")

    PREFIX = "U-"

    class Meta(Movement.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_of_something"),
            models.CheckConstraint(condition=~Q(giving=F("taking")), name="transfer_between_two_sources"),
            models.CheckConstraint(condition=Q(state__in=UNREFUSED), name="transfer_state_known"),
        ]


class Refund(Movement):
    """Money of a source that went back to the federation, which demands it by its `decision` (FP 2.3).

    `reason` is why the canton does not need it any more, where it goes back before the deadline. `reverses` is the
    refund of which this one is what came back, because it was wrong: the amount is above zero all the same.
    """

    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="refunds")
    reverses = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="returns")

    PREFIX = "E-"

    class Meta(Movement.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_of_something"),
            models.CheckConstraint(condition=~Q(decision=""), name="refund_is_demanded"),
            models.CheckConstraint(condition=Q(state__in=UNREFUSED), name="refund_state_known"),
        ]


class Assignment(models.Model):
    """That a source bears so much of a position in a year because somebody said so. Append-only: the newest counts.

    An amount of zero takes the one before it back.
    """

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="assignments")
    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="assignments")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField(help_text="Rappen")
    reason = models.TextField(_("Begründung"))
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["position", "year", "source", "number"]
        constraints = [
            models.UniqueConstraint(fields=["position", "source", "year", "number"], name="assignment_numbered"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="assignment_not_negative"),
            models.CheckConstraint(condition=~Q(reason=""), name="assignment_has_a_reason"),
        ]


class Projection(models.Model):
    """How long the money of a plan lasts, as it was calculated: seed, inputs and result. Append-only (FP 2.4).

    `inputs` and `result` are canonical JSON as it was written, `digest` the SHA-256 of the inputs, `method` how the
    draws become amounts. `over` is the last month whose bookings were taken as complete, empty where none was.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="projections")
    seed = models.BigIntegerField()
    draws = models.PositiveIntegerField()
    method = models.CharField(max_length=120)
    over = models.CharField(max_length=7, blank=True)
    inputs = models.TextField()
    digest = models.CharField(max_length=64)
    result = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(seed__gte=0, draws__gte=1), name="projection_can_be_repeated")
        ]
