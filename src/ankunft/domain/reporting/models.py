"""Half-year reports (KS Anhang 2) and self-declarations (KS Anhang 3)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.workflow.models import Stateful


class HalfYearReport(Stateful):
    """The totals a municipality reports for a half-year, in one of several numbered versions.

    An accepted version never changes (a trigger refuses it); a correction is the next number.
    Which version counts is said by `CurrentReport`, so that accepting a correction touches no accepted row.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="half_year_reports")
    period = models.CharField(max_length=7)
    number = models.PositiveSmallIntegerField(default=1)
    first_information_interviews = models.PositiveIntegerField(default=0)
    first_information_interpreters = models.PositiveIntegerField(default=0)
    integration_interviews = models.PositiveIntegerField(default=0)
    integration_interpreters = models.PositiveIntegerField(default=0)
    remarks = models.TextField(blank=True)
    submitted_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    returned_reason = models.TextField(blank=True)
    correction_reason = models.TextField(blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["period", "municipality", "number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "period", "number"], name="report_numbered"),
            models.UniqueConstraint(
                fields=["municipality", "period"],
                condition=~Q(state="accepted"),
                name="report_one_open_version",
            ),
        ]


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

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="self_declarations")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(default=1)
    submitted_on = models.DateField()
    officer_named = models.BooleanField()
    tasks_organised = models.BooleanField()
    recorded_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["year", "municipality", "number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year", "number"], name="declaration_numbered")
        ]
