"""The process that does the jobs, and beside them the housekeeping of the installation."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

from django.db import connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from ankunft.foundation.audit.services import seal
from ankunft.foundation.kernel import clock

from . import chores, timetable
from .liveness import Liveness
from .models import Job, JobState
from .recovery import recover, tidy


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a worker looks for work and keeps house, in seconds."""

    poll: float = 0.5
    heartbeat: float = 10
    recover: float = 15
    seal: float = 60
    tidy: float = 3600
    timetable: float = 30


class JobWorker(Worker):
    """django-tasks-db's worker that also says which task it is at."""

    def __init__(self, *, liveness: Liveness, pace: Pace, batch: bool) -> None:
        super().__init__(
            queue_names=["default"],
            interval=pace.poll,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=liveness.worker_id,
            excluded_queue_names=[],
        )
        self.current_task = ""
        self._liveness = liveness

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End after the current task, or at the next look for one.

        The library would exit from within the signal: in the middle of a question to the database that is an error.
        """
        if self.running and not self.running_task:
            self.running = False
        else:
            super().shutdown(signum, frame)

    def run_task(self, db_task_result: DBTaskResult[..., Any]) -> None:
        self.current_task = str(db_task_result.pk)
        try:
            super().run_task(db_task_result)
        finally:
            self.current_task = ""

    def beat(self) -> None:
        """Give a sign of life, for this worker and for the current job."""
        self._liveness.sign()
        if self.current_task:
            Job.objects.filter(task_id=self.current_task, state=JobState.RUNNING).update(heartbeat_at=clock.now())


class Housekeeping(threading.Thread):
    """Chores beside the work, each after so many seconds.

    A thread with its own connection, so that it goes on while a handler is busy.
    """

    def __init__(self, name: str, work: list[tuple[float, Callable[[], object]]]) -> None:
        super().__init__(name=name, daemon=True)
        self._stopping = threading.Event()
        self._work = work

    def run(self) -> None:
        due = [every for every, _ in self._work]
        while not self._stopping.wait(pause := min(due)):
            for index, (every, chore) in enumerate(self._work):
                due[index] -= pause
                if due[index] <= 0:
                    due[index] = every
                    chores.attempt(chore)
        connections.close_all()

    def stop(self) -> None:
        self._stopping.set()
        self.join(timeout=5)


def run_worker(*, pace: Pace | None = None) -> None:
    """Work until told to stop (SIGTERM, SIGINT): the current job is finished first, a second signal breaks it off."""
    pace = pace or Pace()
    liveness = Liveness()
    worker = JobWorker(liveness=liveness, pace=pace, batch=False)
    threads = _housekeeping(worker, pace)
    for chore in (recover, seal, tidy):
        chores.attempt(chore)
    worker.configure_signals()
    for thread in threads:
        thread.start()
    try:
        worker.run()
    finally:
        for thread in threads:
            thread.stop()
        liveness.close()


def _housekeeping(worker: JobWorker, pace: Pace) -> list[Housekeeping]:
    """The worker's own chores in one thread; in another those of the rooms, which may wait for other machines.

    Those that are rare may take long, so that they have a thread as well.
    """
    own: list[tuple[float, Callable[[], object]]] = [
        (pace.heartbeat, worker.beat),
        (pace.recover, recover),
        (pace.seal, seal),
        (pace.tidy, tidy),
    ]
    rare: list[tuple[float, Callable[[], object]]] = [(pace.timetable, timetable.do_due)]
    threads = [Housekeeping("housekeeping", own), Housekeeping("timetable", rare)]
    if registered := [(chore.every, chore.do) for chore in chores.all_chores() if not chore.is_rare]:
        threads.append(Housekeeping("chores", registered))
    return threads


def run_waiting() -> None:
    """Do what is waiting now, in this process, and return. For tests and for one-off use."""
    liveness = Liveness()
    try:
        JobWorker(liveness=liveness, pace=Pace(), batch=True).run()
    finally:
        liveness.close()
