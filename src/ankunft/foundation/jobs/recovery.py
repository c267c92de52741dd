"""Finding the jobs whose worker is gone, and putting them back into the queue."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ankunft.foundation.kernel import clock

from . import liveness, results, services
from .models import OPEN, Job

DEAD_AFTER = timedelta(seconds=60)
STRAY_AFTER = timedelta(days=1)
LOST = "WorkerLost"
KEEP_RESULTS = timedelta(days=14)


def recover() -> int:
    """Queue again every open job that nobody works on any more; returns how many.

    Lost is a job whose task is running in a process that has ended, or whose task has ended without
    closing it. Safe to run in several workers at once.
    """
    jobs = list(Job.objects.filter(state__in=OPEN))
    results = {str(result.pk): result for result in DBTaskResult.objects.filter(pk__in=[j.task_id for j in jobs])}
    now = clock.now()
    lost = [job for job in jobs if _is_lost(job, results.get(job.task_id), now)]
    return sum(_take_back(job) for job in lost)


def tidy() -> None:
    """Remove what nobody needs any more: results of old tasks, files that jobs made, uploads that belong to none."""
    now = clock.now()
    finished = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    DBTaskResult.objects.filter(status__in=finished, finished_at__lt=now - KEEP_RESULTS).delete()
    results.drop_old()
    if not default_storage.exists(services.FOLDER):
        return
    uploaded = Job.objects.filter(state__in=OPEN).values_list("file", flat=True)
    made = Job.objects.exclude(result_file="").values_list("result_file", flat=True)
    needed = {PurePath(file).name for file in (*uploaded, *made)}
    for name in default_storage.listdir(services.FOLDER)[1]:
        path = f"{services.FOLDER}/{name}"
        if name not in needed and default_storage.get_modified_time(path) < now - STRAY_AFTER:
            default_storage.delete(path)


def _is_lost(job: Job, result: DBTaskResult[..., Any] | None, now: datetime) -> bool:
    if result is None:
        return True
    if result.status == TaskResultStatus.READY:
        return False
    if result.status != TaskResultStatus.RUNNING:
        return True
    dead = liveness.is_dead(result.worker_ids[-1]) if result.worker_ids else None
    if dead is not None:
        return dead
    signs = [moment for moment in (job.heartbeat_at, result.started_at) if moment]
    return not signs or max(signs) < now - DEAD_AFTER


@transaction.atomic
def _take_back(job: Job) -> bool:
    previous = job.task_id
    if not services.job_again(job, error_class=LOST):
        return False
    DBTaskResult.objects.filter(pk=previous, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.FAILED, finished_at=clock.now()
    )
    return True
