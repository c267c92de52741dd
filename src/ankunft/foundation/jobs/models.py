"""What is worked on in the background, how far it is, and what came of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from . import registry


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("wartet")
    RUNNING = "running", _("läuft")
    DONE = "done", _("erledigt")
    FAILED = "failed", _("nicht ausgeführt")


OPEN = (JobState.QUEUED, JobState.RUNNING)


class Job(models.Model):
    """One piece of background work. `outcome` is the German sentence that tells what came of it.

    `task_id` is the queued task that may work on it. Every change of state is one conditional UPDATE
    that names it: a worker that was taken for dead and comes back finds that the job is no longer its own.
    """

    kind = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    file = models.CharField(max_length=200, blank=True, help_text="Uploaded file in the default storage")
    file_name = models.CharField(max_length=200, blank=True, help_text="What the person called that file")
    result_file = models.CharField(max_length=200, blank=True, help_text="What was made, encrypted in the storage")
    result_name = models.CharField(max_length=200, blank=True, help_text="Under which name it is handed out")
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    outcome = models.TextField(blank=True)
    details = models.JSONField(default=list)
    link = models.CharField(max_length=200, blank=True)
    is_operator = models.BooleanField(default=False, help_text="The operator asked for it")
    account_id = models.BigIntegerField(null=True, help_text="Whoever else asked for it")
    account_label = models.CharField(max_length=200)
    task_id = models.CharField(max_length=36, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error_class = models.CharField(max_length=100, blank=True, help_text="Class of the last error, never its message")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["account_id", "-id"], name="job_by_account"),
            models.Index(
                fields=["id"],
                condition=models.Q(state__in=["queued", "running"]),
                name="job_open",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What people call it: the kind of job, and the file it came with."""
        name = registry.title(self.kind)
        return f"{name}: {self.file_name}" if self.file_name else name

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def percent(self) -> int | None:
        """How much is done, 0 to 100; None as long as nobody knows how much there is."""
        return min(100, self.done * 100 // self.total) if self.total else None


class ChoreTurn(models.Model):
    """When a rare chore of the worker is next due, whichever worker does it."""

    code = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code
