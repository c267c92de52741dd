"""The cantonal integration programme: goals by area, measures, and which source bears how much of them each year.

What is planned here is what is entered in the portal of the federation and agreed with it (KIP3 1, 2.3). Whole Rappen.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.workflow.models import Stateful

from ..purposes import AREAS
from .plans import Position
from .sources import FundingSource


class IntegrationProgramme(models.Model):
    """A programme period, such as KIP 3 for 2024 to 2027.

    `submission_due` and `agreement_due` are the last days for the submission to the federation and for the agreement
    with it; `basis` is the decision behind them.
    """

    code = models.CharField(_("Kürzel"), max_length=30, unique=True)
    label = models.CharField(_("Bezeichnung"), max_length=120)
    first_year = models.PositiveSmallIntegerField(_("Erstes Jahr"))
    last_year = models.PositiveSmallIntegerField(_("Letztes Jahr"))
    submission_due = models.DateField(_("Eingabe bis"), null=True)
    agreement_due = models.DateField(_("Vereinbarung bis"), null=True)
    basis = models.CharField(_("Grundlage"), max_length=200, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(first_year__lte=F("last_year")), name="programme_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def years(self) -> range:
        """The calendar years of the programme."""
        return range(self.first_year, self.last_year + 1)


class ProgrammeState(models.TextChoices):
    """From the first goal to the end of the period."""

    DRAFT = "draft", _("in Arbeit")
    SUBMITTED = "submitted", _("eingereicht")
    AGREED = "agreed", _("vereinbart")
    SUPERSEDED = "superseded", _("abgelöst")
    CLOSED = "closed", _("abgeschlossen")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


ON_ITS_WAY = (ProgrammeState.DRAFT, ProgrammeState.SUBMITTED)
"""While a version is on its way to the agreement."""


class ProgrammeVersion(Stateful):
    """One version of a programme: written, submitted, agreed. From its submission on nothing in it changes.

    `occasion` says why there is another one. `receipt` is how the submission is named in the portal. `decision` is the
    one by which the government approved the agreement (KIP3 3.3). Only one version is on its way, and one is agreed.
    """

    programme = models.ForeignKey(IntegrationProgramme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    occasion = models.CharField(_("Anlass"), max_length=200, blank=True)
    opened_at = models.DateTimeField()
    submitted_on = models.DateField(_("eingereicht am"), null=True)
    receipt = models.CharField(_("Beleg der Eingabe"), max_length=120, blank=True)
    decision = models.CharField(_("Beschluss"), max_length=160, blank=True)
    decided_by = models.CharField(_("Beschlossen durch"), max_length=120, blank=True)
    decided_on = models.DateField(_("beschlossen am"), null=True)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="programme_version_once"),
            models.CheckConstraint(condition=Q(state__in=ProgrammeState.values), name="programme_version_state_known"),
            models.UniqueConstraint(fields=["programme"], condition=Q(state="agreed"), name="programme_agreed_once"),
            models.UniqueConstraint(
                fields=["programme"], condition=Q(state__in=ON_ITS_WAY), name="programme_on_its_way_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(decided_on__isnull=False) & ~Q(decision=""),
                name="programme_agreed_by_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """By what people and the trail name it."""
        return f"{self.programme.code}/{self.number}"


class ProgrammeGoal(models.Model):
    """What is to be reached in one of the seven areas, and by what that is seen."""

    version = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, related_name="goals")
    area = models.PositiveSmallIntegerField(_("Förderbereich"))
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("Ziel"))
    indicator = models.TextField(_("Indikator"), blank=True)

    class Meta:
        ordering = ["version", "area", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="programme_goal_numbered"),
            models.CheckConstraint(
                condition=Q(area__in=[area.number for area in AREAS]), name="programme_goal_area_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ProgrammeMeasure(models.Model):
    """What is done for a goal, by whom, and what it is to bring.

    `position` is the position of a plan onto which its expenditure is booked; None where it is booked nowhere yet.
    """

    goal = models.ForeignKey(ProgrammeGoal, on_delete=models.PROTECT, related_name="measures")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(_("Massnahme"), max_length=160)
    responsible = models.CharField(_("Verantwortlich"), max_length=120, blank=True)
    indicator = models.TextField(_("Indikator"), blank=True)
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Position im Plan")
    )

    class Meta:
        ordering = ["goal", "number"]
        constraints = [models.UniqueConstraint(fields=["goal", "number"], name="programme_measure_numbered")]

    def __str__(self) -> str:
        return self.label


class MeasureFunding(models.Model):
    """How much of a measure a source bears in a year, as it is planned in the programme. No row: nothing."""

    measure = models.ForeignKey(ProgrammeMeasure, on_delete=models.PROTECT, related_name="funding")
    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField(help_text="Rappen")

    class Meta:
        ordering = ["measure", "source", "year"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "source", "year"], name="measure_funding_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="measure_funding_above_nothing"),
        ]
