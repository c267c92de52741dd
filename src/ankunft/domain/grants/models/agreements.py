"""What canton and municipality agreed on a granted project, and in which parts it is paid. Amounts are whole Rappen."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.settlement.models import Payment
from ankunft.foundation.workflow.models import Stateful

from .papers import Paper
from .projects import Project


class Agreement(Paper):
    """That both sides signed on that day, with the signed paper as it was scanned; never changes."""

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="agreement")
    concluded_on = models.DateField(_("abgeschlossen am"))
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)


class InstalmentState(models.TextChoices):
    """From the plan to the payment, or to nothing where the closing account leaves nothing to pay."""

    PLANNED = "planned", _("geplant")
    PROPOSED = "proposed", _("zur Freigabe")
    PAID = "paid", _("ausbezahlt")
    LAPSED = "lapsed", _("entfällt")


class Instalment(Stateful):
    """A part of a grant: when it is to be paid, on which condition, and by which payment it was.

    `amount` is what was agreed, `payable` what the closing account left of it (None: it is as agreed). `explanation` is
    the derivation as it was when it was released.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField(help_text="Rappen")
    payable = models.BigIntegerField(null=True, help_text="Rappen")
    due_on = models.DateField(_("fällig am"))
    condition = models.CharField(_("Bedingung"), max_length=200, blank=True)
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, related_name="instalment")
    explanation = models.JSONField(default=dict)

    class Meta:
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="instalment_numbered"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="instalment_pays_something"),
            models.CheckConstraint(condition=Q(state__in=InstalmentState.values), name="instalment_state_known"),
            models.CheckConstraint(
                condition=Q(state=InstalmentState.PAID, payment__isnull=False)
                | ~Q(state=InstalmentState.PAID) & Q(payment__isnull=True),
                name="instalment_paid_by_a_payment",
            ),
            models.CheckConstraint(
                condition=Q(payable__isnull=True) & ~Q(state=InstalmentState.LAPSED)
                | Q(payable=0, state=InstalmentState.LAPSED)
                | Q(payable__gt=0, payable__lt=F("amount")) & ~Q(state=InstalmentState.LAPSED),
                name="instalment_lowered_or_lapsed",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """By what people and payments name it: `P-3/1`."""
        return f"{Project.PREFIX}{self.project_id}/{self.number}"

    @property
    def to_pay(self) -> int:
        """What it pays: what was agreed, or what the closing account left of it."""
        return self.amount if self.payable is None else self.payable
