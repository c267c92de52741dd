"""A worker process is killed in the middle of a job, another one starts: the effect happens once."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ankunft.foundation.access.models import Organisation
from ankunft.foundation.audit.models import Event, SealEntry
from ankunft.foundation.jobs import registry
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.jobs.services import job_enqueue
from ankunft.foundation.kernel.actor import Actor
from tests.support.installations import around_test_database, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

TOTAL = 40
PROCESS = Path(__file__).with_name("process.py")
Process = subprocess.Popen[str]


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Callable[[], Process]]:
    """`worker()` starts a worker process on the test's database."""
    place = around_test_database(tmp_path)
    processes: list[Process] = []

    def start() -> Process:
        processes.append(place.start(sys.executable, PROCESS))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.communicate()


@pytest.fixture
def job() -> Iterator[Job]:
    registry.handler("test.found")(lambda job: registry.Outcome("never called here"))
    yield job_enqueue(kind="test.found", parameters={"total": TOTAL}, actor=Actor.operator())
    registry._register.pop("test.found")


def test_the_effect_happens_once(worker: Callable[[], Process], job: Job, tmp_path: Path) -> None:
    first = worker()
    wait_until((tmp_path / "paused").exists)
    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    assert job.total == TOTAL
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert Organisation.objects.count() == TOTAL // 2

    second = worker()
    wait_until(lambda: Job.objects.get().state == JobState.DONE)
    job.refresh_from_db()
    assert (job.attempts, job.done, job.outcome) == (2, TOTAL, f"{TOTAL} gegründet.")
    assert Organisation.objects.count() == TOTAL
    assert Event.objects.filter(action="test.founded").count() == TOTAL
    wait_until(lambda: SealEntry.objects.count() == Event.objects.count())

    second.terminate()
    _, complaint = second.communicate(timeout=20)
    assert second.returncode == 0, complaint


def test_a_worker_that_is_already_there_takes_over(worker: Callable[[], Process], job: Job, tmp_path: Path) -> None:
    first = worker()
    wait_until((tmp_path / "paused").exists)
    worker()
    first.kill()
    wait_until(lambda: Job.objects.get().state == JobState.DONE)
    assert Job.objects.get().attempts == 2
    assert Organisation.objects.count() == TOTAL
