"""What a handler is given: parameters, actor, the uploaded file, and a way to say how far it is."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .models import Job, JobState

WRITE_EVERY = 0.25


class TakenOver(Exception):
    """The job is no longer this worker's: it was taken for dead and another one works on it."""


class JobContext:
    """A job as its handler sees it. `actor` has the roles of now, not those of when the job was asked for."""

    def __init__(self, *, job: Job, actor: Actor) -> None:
        self.id = job.pk
        self.kind = job.kind
        self.parameters: dict[str, Any] = job.parameters
        self.actor = actor
        self.file_name = job.file_name
        self._file = job.file
        self._task_id = job.task_id
        self._written_at: float | None = None

    @property
    def path(self) -> Path:
        """The uploaded file; ValueError if the job has none. It is removed when the job is finished."""
        if not self._file:
            raise ValueError(f"job {self.id} has no file")
        return Path(default_storage.path(self._file))

    def progress(self, done: int, total: int) -> None:
        """Say that `done` of `total` pieces are done. May be called for every piece: four a second are written.

        Only outside a transaction: inside one nobody would see the figure before the end, and on
        SQLite the row would stay locked with it. RuntimeError there, whatever the database. Raises
        TakenOver (let it pass) if another worker has the job by now.
        """
        _require_outside_transaction()
        moment = time.monotonic()
        if self._written_at is not None and done < total and moment - self._written_at < WRITE_EVERY:
            return
        self._written_at = moment
        mine = Job.objects.filter(pk=self.id, task_id=self._task_id, state=JobState.RUNNING)
        if not mine.update(done=done, total=total, heartbeat_at=clock.now()):
            raise TakenOver


def _require_outside_transaction() -> None:
    """RuntimeError inside an atomic block; the one that a test case wraps around a test does not count."""
    connection = transaction.get_connection()
    if connection.in_atomic_block and not getattr(connection.atomic_blocks[-1], "_from_testcase", False):
        raise RuntimeError("progress() is called outside transactions only")
