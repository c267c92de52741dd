"""Jobs whose worker is gone."""

from __future__ import annotations

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ankunft.foundation.jobs import liveness
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.jobs.recovery import DEAD_AFTER, recover
from ankunft.foundation.jobs.registry import Outcome
from ankunft.foundation.jobs.services import MAX_ATTEMPTS, job_start
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.foundation.jobs.making import Declare, done, enqueue

pytestmark = pytest.mark.django_db(transaction=True)


class TestRecovery:
    """A job whose worker is gone is queued again, and only such a job."""

    @pytest.fixture
    def job(self, doing: Declare, actor: Actor) -> Job:
        doing(lambda job: Outcome("getan"))
        return enqueue(actor)

    @staticmethod
    def claimed_by(job: Job, worker_id: str, *, start: bool = True) -> None:
        DBTaskResult.objects.get(pk=job.task_id).claim(worker_id)
        if start:
            assert job_start(job, job.task_id)

    def test_waiting_jobs_are_left_alone(self, job: Job) -> None:
        assert recover() == 0

    def test_a_job_of_a_living_worker_is_left_alone_however_old_its_heartbeat(self, job: Job) -> None:
        alive = liveness.Liveness()
        self.claimed_by(job, alive.worker_id)
        Job.objects.update(heartbeat_at=clock.now() - DEAD_AFTER * 100)
        assert recover() == 0
        alive.close()
        assert recover() == 1

    @pytest.mark.parametrize("start", [True, False], ids=["in the middle", "before it began"])
    def test_a_job_of_a_dead_worker_is_done_by_the_next(self, job: Job, start: bool) -> None:
        dead = liveness.Liveness()
        self.claimed_by(job, dead.worker_id, start=start)
        dead.close()
        lost_task = job.task_id
        assert recover() == 1
        assert DBTaskResult.objects.get(pk=lost_task).status == TaskResultStatus.FAILED
        assert done(job).state == JobState.DONE
        assert job.attempts == (2 if start else 1)

    def test_a_worker_elsewhere_is_dead_when_its_heartbeat_stops(self, job: Job) -> None:
        self.claimed_by(job, "another-machine")
        assert recover() == 0
        DBTaskResult.objects.update(started_at=clock.now() - DEAD_AFTER * 2)
        assert recover() == 0
        Job.objects.update(heartbeat_at=clock.now() - DEAD_AFTER * 2)
        assert recover() == 1

    def test_a_task_that_ended_without_closing_its_job_is_found(self, job: Job) -> None:
        DBTaskResult.objects.all().delete()
        assert recover() == 1
        assert done(job).state == JobState.DONE

    def test_a_job_that_kills_every_worker_fails_in_the_end(self, job: Job) -> None:
        for _ in range(MAX_ATTEMPTS):
            dead = liveness.Liveness()
            self.claimed_by(job, dead.worker_id)
            dead.close()
            assert recover() == 1
            job.refresh_from_db()
        assert job.state == JobState.FAILED
        assert "Betriebsstelle" in job.outcome
        assert recover() == 0
