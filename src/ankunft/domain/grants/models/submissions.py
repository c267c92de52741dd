"""What was signed and handed in, as it was that day: it stays when the municipality writes on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .projects import Project


class SubmissionKind(models.TextChoices):
    """Which of the two papers of a project a municipality signs."""

    APPLICATION = "application", _("Gesuch")
    REPORT = "report", _("Schlussbericht")


class Submission(models.Model):
    """An application or a final report as it was signed (KS 4.3.4); never changes.

    `content` is what `submission_contents` makes of it, `sha256` its checksum that the trail keeps with the signature.
    `withdrawn_at` is when the municipality took it back before the canton did anything about it: then the signature
    holds no longer, and only the municipality reads it.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="submissions")
    kind = models.CharField(max_length=20, choices=SubmissionKind)
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()
    signed_by = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["project", "kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "kind", "number"], name="submission_numbered"),
            models.CheckConstraint(condition=Q(kind__in=SubmissionKind.values), name="submission_kind_known"),
        ]
