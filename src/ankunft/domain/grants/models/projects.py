"""A project with its budget, from the draft of the application to the closing account. Amounts are whole Rappen."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.workflow.models import Stateful


class ProjectState(models.TextChoices):
    """From the first word of the application to the closing account."""

    DRAFT = "draft", _("in Arbeit")
    OFFERED = "offered", _("zur Unterzeichnung")
    SUBMITTED = "submitted", _("eingereicht")
    RETURNED = "returned", _("zurückgegeben")
    COMPLETE = "complete", _("in Beurteilung")
    ASSESSED = "assessed", _("beurteilt")
    GRANTED = "granted", _("bewilligt")
    RUNNING = "running", _("läuft")
    REPORTED = "reported", _("berichtet")
    CLOSED = "closed", _("abgerechnet")
    REJECTED = "rejected", _("abgelehnt")
    ABANDONED = "abandoned", _("zurückgezogen")


WITH_GRANT = (ProjectState.GRANTED, ProjectState.RUNNING, ProjectState.REPORTED, ProjectState.CLOSED)
"""With a grant that stands. Of one that was given up before the agreement the decision stays, and takes nothing."""


class Project(Stateful):
    """What a municipality wants to do to promote social integration, and what it asks for (KS 4.3.4).

    `asked` and `granted` are Rappen. `submitted_on` is the day of the last hand-in, None while the canton has nothing
    in its hands. `decision` names what was decided and by whom, with `reason`; `conditions` are those of a grant.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="projects")
    title = models.CharField(_("Titel"), max_length=120)
    goal = models.TextField(_("Ziel"), blank=True)
    target_group = models.TextField(_("Zielgruppe"), blank=True)
    measures = models.TextField(_("Massnahmen"), blank=True)
    begins_on = models.DateField(_("Beginn"), null=True)
    ends_on = models.DateField(_("Ende"), null=True)
    asked = models.BigIntegerField(_("Beim Kanton beantragt"), default=0, help_text="Rappen")
    begun_at = models.DateTimeField()
    submitted_on = models.DateField(_("eingereicht am"), null=True)
    granted = models.BigIntegerField(_("Bewilligt"), null=True, help_text="Rappen")
    decision = models.CharField(_("Beschluss"), max_length=120, blank=True)
    decided_on = models.DateField(_("entschieden am"), null=True)
    reason = models.TextField(_("Begründung des Entscheids"), blank=True)
    conditions = models.TextField(_("Auflagen"), blank=True)
    is_demo = models.BooleanField(default=False)

    PREFIX = "P-"

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ProjectState.values), name="project_state_known"),
            models.CheckConstraint(condition=Q(asked__gte=0), name="project_asks_no_less_than_nothing"),
            models.CheckConstraint(
                condition=Q(granted__isnull=True) | Q(granted__gt=0, granted__lte=F("asked")),
                name="project_granted_at_most_what_is_asked",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=WITH_GRANT)
                | Q(granted__isnull=False, decided_on__isnull=False) & ~Q(decision=""),
                name="project_granted_by_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProjectState.REJECTED) | Q(granted__isnull=True, decided_on__isnull=False),
                name="project_rejected_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """By what people and payments name it."""
        return f"{self.PREFIX}{self.pk}"


class Side(models.TextChoices):
    """On which side of the budget a line stands: what the project costs, or who pays besides the canton."""

    COST = "cost", _("Kosten")
    OWN = "own", _("Eigenmittel")
    THIRD = "third", _("Mittel Dritter")


class BudgetLine(models.Model):
    """A line of the budget or of its financing. What is asked from the canton stands with the project."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="lines")
    side = models.CharField(max_length=10, choices=Side)
    number = models.PositiveSmallIntegerField()
    label = models.CharField(_("Wofür"), max_length=120)
    amount = models.BigIntegerField(help_text="Rappen")

    class Meta:
        ordering = ["project", "side", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "side", "number"], name="budget_line_numbered"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="budget_line_of_something"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="budget_line_side_known"),
        ]
