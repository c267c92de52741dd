"""What a municipality reports of a project that is over, and what it proves. Amounts are whole Rappen."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.workflow.models import Stateful

from .papers import Paper
from .projects import BudgetLine, Project, Side


class ReportState(models.TextChoices):
    """From the first word of the report to its acceptance."""

    DRAFT = "draft", _("in Arbeit")
    OFFERED = "offered", _("zur Unterzeichnung")
    SUBMITTED = "submitted", _("eingereicht")
    RETURNED = "returned", _("zurückgegeben")
    ACCEPTED = "accepted", _("angenommen")


class FinalReport(Stateful):
    """What a project reached, and what it did cost (KS 4.3.4); one for each project.

    `deviations` says what was done otherwise than applied for. `submitted_on` is the day of the last hand-in, None
    while the canton has nothing in its hands.
    """

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="report")
    reached = models.TextField(_("Was erreicht wurde"), blank=True)
    deviations = models.TextField(_("Abweichungen"), blank=True)
    submitted_on = models.DateField(_("eingereicht am"), null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="final_report_state_known"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """By what people and the trail name it: the project, of which it is the only one."""
        return self.project.reference


class ReportLine(models.Model):
    """The actual amount of a line of the budget; or, where `planned` is None, of something that was not in it.

    `amount` is None while nothing was entered; nothing is zero.
    """

    report = models.ForeignKey(FinalReport, on_delete=models.PROTECT, related_name="lines")
    planned = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, null=True, related_name="actual")
    side = models.CharField(max_length=10, choices=Side)
    number = models.PositiveSmallIntegerField()
    label = models.CharField(_("Wofür"), max_length=120)
    amount = models.BigIntegerField(null=True, help_text="Rappen")

    class Meta:
        ordering = ["report", "side", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "side", "number"], name="report_line_numbered"),
            models.UniqueConstraint(fields=["report", "planned"], name="report_line_once_for_each_planned"),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="report_line_not_below_0"),
            models.CheckConstraint(
                condition=Q(planned__isnull=False) | Q(amount__gt=0), name="report_line_not_planned_has_amount"
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="report_line_side_known"),
        ]


class ReportFile(Paper):
    """What proves the report: the account of the project, a list of receipts, a page about it."""

    report = models.ForeignKey(FinalReport, on_delete=models.PROTECT, related_name="files")
    label = models.CharField(_("Was es ist"), max_length=120)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["report", "pk"]
