"""The file that a job works on: kept until it is closed, and no longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.jobs.recovery import STRAY_AFTER, tidy
from ankunft.foundation.jobs.registry import Outcome
from ankunft.foundation.jobs.services import job_enqueue
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.foundation.jobs.making import Declare, done, enqueue

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_file_is_there_for_the_handler_and_removed_afterwards(doing: Declare, actor: Actor) -> None:
    content: list[bytes] = []

    def work(job: JobContext) -> Outcome:
        content.append(job.path.read_bytes())
        assert job.path.suffix == ".csv"
        assert job.file_name == "berichte.CSV"
        return Outcome("getan")

    doing(work)
    file = ContentFile(b"bfs_number\n2601\n", name="../x/berichte.CSV")
    job = job_enqueue(kind="test", parameters={}, actor=actor, file=file)
    stored = job.file
    assert default_storage.exists(stored)
    assert done(job).state == JobState.DONE
    assert content == [b"bfs_number\n2601\n"]
    assert not default_storage.exists(stored)


def test_a_file_that_is_too_large_is_refused_and_not_kept(doing: Declare, actor: Actor, settings: object) -> None:
    settings.IMPORT_MAX_BYTES = 10  # type: ignore[attr-defined]
    doing(lambda job: Outcome("getan"))
    with pytest.raises(Refused, match=r"berichte\.csv"):
        job_enqueue(kind="test", parameters={}, actor=actor, file=ContentFile(b"x" * 11, name="berichte.csv"))
    assert not Job.objects.exists()


def test_a_context_without_file_says_so(doing: Declare, actor: Actor) -> None:
    doing(lambda job: Outcome("getan"))
    job = enqueue(actor)
    with pytest.raises(ValueError, match="no file"):
        _ = JobContext(job=job, actor=actor).path


def test_files_without_a_job_are_tidied_away_after_a_day(doing: Declare, actor: Actor) -> None:
    doing(lambda job: Outcome("getan"))
    stray = default_storage.save("jobs/stray.csv", ContentFile(b"x"))
    kept = job_enqueue(kind="test", parameters={}, actor=actor, file=ContentFile(b"x", name="a.csv")).file
    tidy()
    assert default_storage.exists(stray)
    with clock.moved_to(clock.today() + STRAY_AFTER + timedelta(days=1)):
        tidy()
    assert not default_storage.exists(stray)
    assert default_storage.exists(kept)
    default_storage.delete(kept)
