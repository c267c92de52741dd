"""How the installation does: each sign measured and judged here once, and shown in three places.

`ankunft check`, the page «Zustand» of the administration and the metrics say it in their own words.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from .audit.selectors import unsealed
from .fitness import Level
from .jobs.liveness import last_sign
from .jobs.models import Job, JobState
from .kernel import clock
from .mail.models import MailState, OutgoingMail

WORKER_QUIET = timedelta(minutes=1)
"""Six signs of life that did not come."""
WAITS_LONG = timedelta(minutes=10)
ROOM_WARNING, ROOM_FAULT = 5 * 1024**3, 1024**3
UNSEALED_MOST = 5000
NO_WORKER = -1.0


@dataclass(frozen=True, slots=True)
class Vital:
    """What was measured, and whether it is well."""

    value: float
    level: Level = "ok"

    @property
    def is_well(self) -> bool:
        return self.level == "ok"


def missing_migrations() -> Vital:
    """Steps by which the database is behind this version."""
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return Vital(missing, "fault" if missing else "ok")


def worker_silence() -> Vital:
    """Seconds since the last sign of life of a worker in this folder; `NO_WORKER` if none runs."""
    sign = last_sign()
    if sign is None:
        return Vital(NO_WORKER, "fault")
    silent = clock.machine_now() - sign
    return Vital(silent.total_seconds(), "ok" if silent < WORKER_QUIET else "fault")


def jobs_in(state: JobState) -> int:
    return Job.objects.filter(state=state).count()


def oldest_waiting_job() -> Vital:
    """Seconds for which the oldest job has waited for a worker; 0 where none waits."""
    oldest = Job.objects.filter(state=JobState.QUEUED).order_by("pk").values_list("created_at", flat=True).first()
    waited = clock.now() - oldest if oldest else timedelta(0)
    return Vital(waited.total_seconds(), "warning" if waited > WAITS_LONG else "ok")


def unsealed_events() -> Vital:
    """Events of the trail that are in no block yet."""
    count = unsealed().count()
    return Vital(count, "warning" if count > UNSEALED_MOST else "ok")


def mails_in(state: MailState) -> int:
    return OutgoingMail.objects.filter(state=state).count()


def mails_failed() -> Vital:
    """Mails that could not be delivered."""
    count = mails_in(MailState.FAILED)
    return Vital(count, "warning" if count else "ok")


def room() -> Vital:
    """Bytes that are free where the installation lies; FileNotFoundError if its folder is not there."""
    free = shutil.disk_usage(settings.HOME).free
    return Vital(free, "fault" if free < ROOM_FAULT else "warning" if free < ROOM_WARNING else "ok")
