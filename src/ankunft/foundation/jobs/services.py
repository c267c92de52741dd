"""Asking for background work, and what happens to a job on its way."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from . import registry, results
from .models import OPEN, Job, JobState

MAX_ATTEMPTS = 3
FOLDER = results.FOLDER
LONGEST_NAME = 200
_ENDING = re.compile(r"\.[a-z0-9]{1,9}")


@transaction.atomic
def job_enqueue(
    *,
    kind: str,
    parameters: dict[str, Any],
    actor: Actor,
    file: File[bytes] | None = None,
) -> Job:
    """Ask for a job in the caller's transaction: if that rolls back, nobody ever works on it.

    `parameters` are plain JSON values. `file` is kept outside the web root until the job is finished;
    Refused if it is larger than an import may be. KeyError for a kind that nobody declared.
    The job acts for the actor with the roles held when it runs, and leaves the events of what it does.
    """
    if registry.get(kind) is None:
        raise KeyError(kind)
    job = Job.objects.create(
        kind=kind,
        parameters=parameters,
        file=_keep(file) if file else "",
        file_name=_storable(PurePath(file.name or "").name)[:LONGEST_NAME] if file else "",
        is_operator=actor.is_operator,
        account_id=actor.account_id,
        account_label=actor.label,
        created_at=clock.now(),
    )
    _queue(job)
    return job


def job_start(job: Job, task_id: str) -> bool:
    """Take the job for this task; False if it is no longer waiting for it."""
    now = clock.now()
    taken = Job.objects.filter(pk=job.pk, task_id=task_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        done=0,
        total=0,
        started_at=now,
        heartbeat_at=now,
    )
    job.refresh_from_db()
    return bool(taken)


def job_finish(job: Job, outcome: registry.Outcome) -> bool:
    """The work is done; False if another worker has the job by now."""
    return _close(job, JobState.DONE, outcome)


def job_fail(job: Job, outcome: registry.Outcome) -> bool:
    """The work is not done and will not be tried again; False if another worker has the job by now."""
    return _close(job, JobState.FAILED, outcome)


@transaction.atomic
def job_again(job: Job, after: timedelta | None = None, *, error_class: str) -> bool:
    """Queue the job once more, as a new task; after the last attempt it fails. False if somebody else was faster.

    `error_class` names what went wrong, for the operations.
    """
    Job.objects.filter(pk=job.pk, task_id=job.task_id, state__in=OPEN).update(error_class=error_class[:100])
    if job.attempts >= MAX_ATTEMPTS:
        return job_fail(job, registry.Outcome(_gave_up(job)))
    moved = Job.objects.filter(pk=job.pk, task_id=job.task_id, state__in=OPEN).update(
        state=JobState.QUEUED, task_id="", done=0, total=0
    )
    if moved:
        _queue(job, after)
    return bool(moved)


def _queue(job: Job, after: timedelta | None = None) -> None:
    """Queue a task for the job; from now on only that task may work on it."""
    from .execution import work

    task = work.using(run_after=clock.machine_now() + after) if after else work
    job.task_id = str(task.enqueue(job.pk).id)
    job.save(update_fields=["task_id"])


def _close(job: Job, state: JobState, outcome: registry.Outcome) -> bool:
    result = results.keep(outcome.file) if outcome.file else ""
    closed = Job.objects.filter(pk=job.pk, task_id=job.task_id, state__in=OPEN).update(
        state=state,
        outcome=_storable(outcome.sentence),
        details=[_storable(detail) for detail in outcome.details],
        link=outcome.link,
        result_file=result,
        result_name=_storable(PurePath(outcome.file_name).name)[-LONGEST_NAME:] if result else "",
        finished_at=clock.now(),
    )
    if result and not closed:
        default_storage.delete(result)
    if closed and job.file:
        transaction.on_commit(lambda: default_storage.delete(job.file))
    return bool(closed)


def _storable(text: str) -> str:
    """The text without null characters: a sentence may quote what stood in a file, and no database stores them."""
    return str(text).replace("\0", "\N{REPLACEMENT CHARACTER}")


def _keep(file: File[bytes]) -> str:
    """Store an uploaded file under a name that nobody can guess, with the ending it came with."""
    if file.size > settings.IMPORT_MAX_BYTES:
        raise Refused(
            _("Die Datei «%(name)s» ist grösser als %(limit)s MB. Bitte teilen Sie sie auf.")
            % {
                "name": PurePath(file.name or "").name,
                "limit": settings.IMPORT_MAX_BYTES // 1024**2,
            }
        )
    ending = PurePath(file.name or "").suffix.lower()
    ending = ending if _ENDING.fullmatch(ending) else ""
    return default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}{ending}", file)


def _gave_up(job: Job) -> str:
    return _(
        "Der Auftrag ist nach %(attempts)s Versuchen nicht gelungen. Versuchen Sie es später noch einmal; "
        "gelingt es wieder nicht, nennen Sie der Betriebsstelle die Auftragsnummer %(number)s."
    ) % {"attempts": job.attempts, "number": job.pk}
