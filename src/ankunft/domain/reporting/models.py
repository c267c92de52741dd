"""Half-year reports (KS Anhang 2) and self-declarations (KS Anhang 3)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.domain.interviews.models import Interview
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.models import Account
from ankunft.foundation.mail.models import OutgoingMail
from ankunft.foundation.workflow.models import Stateful


class ReportState(models.TextChoices):
    """Where a version of a half-year report stands. Only corrections are ever discarded.

    What the strategic lead signs is handed in with the same move: signed and not handed in does not exist.
    """

    DRAFT = "draft", _("in Arbeit")
    OFFERED = "offered", _("zur Unterzeichnung")
    SUBMITTED = "submitted", _("eingereicht")
    RETURNED = "returned", _("zurückgegeben")
    ACCEPTED = "accepted", _("angenommen")
    DISCARDED = "discarded", _("verworfen")


OPEN_STATES = (ReportState.DRAFT, ReportState.OFFERED, ReportState.SUBMITTED, ReportState.RETURNED)


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
                condition=Q(state__in=["draft", "offered", "submitted", "returned"]),
                name="report_one_open_version",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "offered", "submitted", "returned", "accepted", "discarded"]),
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

    def __str__(self) -> str:
        return f"{self.municipality} {self.period}"


class ReturnedSection(models.Model):
    """Why one section of a version was given back, in one of several rounds. Append-only.

    `section` is a code of `sections`; who gave it back is the strategic lead or the coordination office.
    """

    report = models.ForeignKey(HalfYearReport, on_delete=models.PROTECT, related_name="returned_sections")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=60)
    reason = models.TextField(_("Begründung"))
    returned_by = models.CharField(max_length=200)
    returned_at = models.DateTimeField()

    class Meta:
        ordering = ["report", "round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "round", "section"], name="returned_section_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="returned_section_has_reason"),
        ]


class AboutFinding(models.Model):
    """What somebody said about a warning of a check. Append-only.

    It is said about the very numbers on which the warning rests (`basis`): another number is another warning, about
    which nothing is said yet. It goes for all versions of the half-year in which the numbers are the same.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)
    code = models.CharField(max_length=60)
    field = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=60)
    text = models.TextField()
    said_by = models.CharField(max_length=200)
    account_id = models.BigIntegerField()
    said_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["pk"]


class Explanation(AboutFinding):
    """How the municipality explains a warning; a later one of the same warning takes the place of the earlier."""


class Waiver(AboutFinding):
    """That the canton takes the report in spite of a warning, and why."""

    class Meta(AboutFinding.Meta):
        constraints = [
            models.UniqueConstraint(fields=["municipality", "period", "code", "field", "basis"], name="waiver_once")
        ]


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


class Obligation(models.TextChoices):
    """What a municipality owes by a day (KS 5.2)."""

    REPORT = "report", _("Halbjahresbericht")
    DECLARATION = "declaration", _("Selbstdeklaration")


class DeadlineReminder(models.Model):
    """That somebody was reminded of what a municipality owes: once for each account and stage.

    `kind` is an Obligation, or what a later room calls its own (`owed.register`); `term` is the half-year or the year;
    `stage` is one of `reminders`, or the day on which somebody reminded by hand.
    One mail tells everything that an account is reminded of at a time.
    """

    kind = models.CharField(max_length=40)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="deadline_reminders")
    term = models.CharField(max_length=7)
    stage = models.CharField(max_length=20)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    mail = models.ForeignKey(OutgoingMail, on_delete=models.SET_NULL, null=True, related_name="+")
    reminded_at = models.DateTimeField()
    reminded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "municipality", "term", "stage", "account"], name="deadline_reminder_once"
            )
        ]


def label_of(model: type[models.Model], field: str) -> str:
    """What people call a column, in the language they read."""
    return str(getattr(model._meta.get_field(field), "verbose_name", field))
