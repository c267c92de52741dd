"""Half-year reports (KS Anhang 2) and self-declarations (KS Anhang 3)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.interviews.models import Interview
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.workflow.models import Stateful


class ReportState(models.TextChoices):
    """Where a version of a half-year report stands. Only corrections are ever discarded."""

    DRAFT = "draft", _("in Arbeit")
    SUBMITTED = "submitted", _("eingereicht")
    RETURNED = "returned", _("zurückgegeben")
    ACCEPTED = "accepted", _("angenommen")
    DISCARDED = "discarded", _("verworfen")


OPEN_STATES = (ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED)


class HalfYearReport(Stateful):
    """The totals a municipality reports for a half-year, in one of several numbered versions.

    An accepted version never changes (a trigger refuses it); a correction is the next number.
    Which version counts is said by `CurrentReport`, so that accepting a correction touches no accepted row.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="half_year_reports", verbose_name=_("Gemeinde")
    )
    period = models.CharField(_("Halbjahr"), max_length=7)
    number = models.PositiveSmallIntegerField(_("Fassung"), default=1)
    first_information_interviews = models.PositiveIntegerField(_("Erstinformationsgespräche"), default=0)
    first_information_interpreters = models.PositiveIntegerField(
        _("Dolmetscheinsätze bei Erstinformationsgesprächen"), default=0
    )
    integration_interviews = models.PositiveIntegerField(_("Integrationsgespräche"), default=0)
    integration_interpreters = models.PositiveIntegerField(_("Dolmetscheinsätze bei Integrationsgesprächen"), default=0)
    remarks = models.TextField(_("Bemerkungen"), blank=True)
    submitted_on = models.DateField(_("eingereicht am"), null=True)
    accepted_on = models.DateField(_("angenommen am"), null=True)
    returned_reason = models.TextField(_("Grund der Rückgabe"), blank=True)
    correction_reason = models.TextField(_("Grund der Korrektur"), blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["period", "municipality", "number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "period", "number"], name="report_numbered"),
            models.UniqueConstraint(
                fields=["municipality", "period"],
                condition=Q(state__in=["draft", "submitted", "returned"]),
                name="report_one_open_version",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "returned", "accepted", "discarded"]),
                name="report_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "accepted"]) | Q(submitted_on__isnull=False),
                name="report_submitted_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_on__isnull=False), name="report_accepted_has_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(returned_reason=""), name="report_returned_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(correction_reason=""), name="report_correction_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["period", "state"], name="report_by_period")]


class ReportedInterview(models.Model):
    """That a version of a report rests on this recorded interview, as it was when the version was handed in.

    From an amount one comes over the report to the interviews. Those of an accepted version stay for ever.
    """

    report = models.ForeignKey(HalfYearReport, on_delete=models.PROTECT, related_name="interviews")
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="reported")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    is_case = models.BooleanField()
    is_deployment = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "interview"], name="reported_interview_once")]


class CurrentReport(models.Model):
    """Which accepted version counts for a municipality and half-year."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="current_reports")
    period = models.CharField(max_length=7)
    report = models.OneToOneField(HalfYearReport, on_delete=models.PROTECT, related_name="current")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "period"], name="current_report_once")]


class SelfDeclaration(models.Model):
    """That a municipality declared itself for a year: officer named, tasks organised (KS 4.2, 5.2).

    Append-only; a later declaration of the same year has the next number and replaces it.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="self_declarations", verbose_name=_("Gemeinde")
    )
    year = models.PositiveSmallIntegerField(_("Jahr"))
    number = models.PositiveSmallIntegerField(_("Fassung"), default=1)
    submitted_on = models.DateField(_("eingegangen am"))
    officer_named = models.BooleanField(_("Integrationsbeauftragte/r bezeichnet und beauftragt"))
    tasks_organised = models.BooleanField(_("Leistungserbringung geregelt, Aufgaben werden umgesetzt"))
    recorded_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["year", "municipality", "number"]
        constraints = [models.UniqueConstraint(fields=["municipality", "year", "number"], name="declaration_numbered")]


def label_of(model: type[models.Model], field: str) -> str:
    """What people call a column, in the language they read."""
    return str(getattr(model._meta.get_field(field), "verbose_name", field))
