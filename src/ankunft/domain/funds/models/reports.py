"""Reports on the use of money: prepared, signed off by another person, sent; their files are kept as bytes (FP 3.2)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.kernel.periods import Quarter
from ankunft.foundation.workflow.models import Stateful

from .plans import PlanVersion, Position
from .programmes import ProgrammeVersion


class ReportKind(models.TextChoices):
    """What is reported, and to whom."""

    QUARTERLY = "quarterly", _("Quartalsbericht an das SEM")
    YEARLY = "yearly", _("Jahresplan für die IIZ-Leitung")
    AREAS = "areas", _("Integrationsprogramm nach Förderbereichen")


class ReportState(models.TextChoices):
    """From the first comment to the day on which it was sent."""

    DRAFT = "draft", _("in Arbeit")
    SIGNED_OFF = "signed_off", _("unterzeichnet")
    SUBMITTED = "submitted", _("übermittelt")
    DISCARDED = "discarded", _("verworfen")


_LETTERS = {ReportKind.YEARLY: "-P", ReportKind.AREAS: "-F"}


class SemReport(Stateful):
    """A report about a plan or a programme for a quarter or a year.

    `subject` is the code of the plan or programme, `plan_version` or `programme_version` what is compared with.
    `number` counts the reports about the same; from the second on it corrects the one before and says why. Until it is
    signed off it follows what is booked; from then on it is what its files say.
    """

    kind = models.CharField(max_length=10, choices=ReportKind)
    subject = models.CharField(max_length=30)
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, null=True, related_name="+")
    programme_version = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveSmallIntegerField(default=1)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    reason = models.CharField(_("Grund der Korrektur"), max_length=200, blank=True)
    begun_at = models.DateTimeField()
    submitted_on = models.DateField(_("übermittelt am"), null=True)
    receipt = models.CharField(_("Beleg"), max_length=160, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-year", "-quarter", "subject", "-number"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="sem_report_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="sem_report_state_known"),
            models.CheckConstraint(
                condition=Q(kind="quarterly", quarter__in=(1, 2, 3, 4)) | ~Q(kind="quarterly") & Q(quarter=0),
                name="sem_report_quarterly_has_a_quarter",
            ),
            models.CheckConstraint(
                condition=Q(kind="areas", programme_version__isnull=False, plan_version__isnull=True)
                | ~Q(kind="areas") & Q(programme_version__isnull=True, plan_version__isnull=False),
                name="sem_report_about_a_plan_or_a_programme",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject", "year", "quarter", "number"], name="sem_report_numbered"
            ),
            models.UniqueConstraint(
                fields=["kind", "subject", "year", "quarter"],
                condition=Q(state="draft"),
                name="sem_report_in_work_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_on__isnull=False), name="sem_report_submitted_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def period(self) -> str:
        """`2024-Q3`, or the year."""
        return str(Quarter(self.year, self.quarter)) if self.quarter else str(self.year)

    @property
    def reference(self) -> str:
        """By what people and the trail name it: `KIP2-2024-Q3/1`, `KIP2-2024-P/1`, `KIP3-2024-F/1`."""
        return f"{self.subject}-{self.period}{_LETTERS.get(ReportKind(self.kind), '')}/{self.number}"


class ReportComment(models.Model):
    """What is said of a position in a report, while it is in work."""

    report = models.ForeignKey(SemReport, on_delete=models.PROTECT, related_name="comments")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("Bemerkung"))

    class Meta:
        ordering = ["report", "position"]
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="report_comment_once")]


class FileFormat(models.TextChoices):
    """In which form a signed report is kept."""

    JSON = "json", "JSON"
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"


class SemReportFile(models.Model):
    """A file of a signed report, as it was made when it was signed; `sha256` is that of the unpacked file."""

    report = models.ForeignKey(SemReport, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(max_length=4, choices=FileFormat)
    packed = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["report", "form"]
        constraints = [
            models.UniqueConstraint(fields=["report", "form"], name="sem_report_file_once"),
            models.CheckConstraint(condition=Q(form__in=FileFormat.values), name="sem_report_file_form_known"),
        ]
