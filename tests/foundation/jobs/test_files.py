"""The file that a job works on: kept until it is closed, and no longer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ankunft.foundation.jobs import registry, results
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.jobs.recovery import STRAY_AFTER, tidy
from ankunft.foundation.jobs.registry import Outcome
from ankunft.foundation.jobs.services import job_enqueue, job_finish
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision, Forbidden
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


class TestResults:
    """What a job made: for whoever asked, for a day."""

    def test_it_lies_encrypted_and_comes_out_as_it_was(self, doing: Declare, actor: Actor) -> None:
        doing(lambda job: Outcome("getan", file=b"%PDF Demo", file_name="../briefe.pdf"))
        job = done(enqueue(actor))
        with default_storage.open(job.result_file) as stored:
            assert b"Demo" not in stored.read()
        assert results.fetch(job=job, actor=actor) == b"%PDF Demo"
        assert results.name_of(job) == "briefe.pdf"

    def test_after_a_day_it_is_gone(self, doing: Declare, actor: Actor) -> None:
        doing(lambda job: Outcome("getan", file=b"x", file_name="x.pdf"))
        job = done(enqueue(actor))
        tidy()
        assert default_storage.exists(job.result_file)
        Job.objects.filter(pk=job.pk).update(finished_at=clock.now() - results.KEPT - timedelta(minutes=1))
        stored = job.result_file
        job.refresh_from_db()
        with pytest.raises(Refused, match="nicht mehr da"):
            results.fetch(job=job, actor=actor)
        tidy()
        assert not default_storage.exists(stored)

    def test_who_lost_the_right_does_not_get_it(self, doing: Declare, actor: Actor) -> None:
        registry.handler("test", may_fetch=lambda job, actor: Decision.no("nicht mehr"))(
            lambda job: Outcome("getan", file=b"x", file_name="x.pdf")
        )
        try:
            job = done(enqueue(actor))
            with pytest.raises(Forbidden, match="nicht mehr"):
                results.fetch(job=job, actor=actor)
        finally:
            registry._register.pop("test")

    def test_of_a_kind_that_is_not_known_any_more_nobody_gets_it(self, doing: Declare, actor: Actor) -> None:
        """Whoever could say who may have it is gone."""
        registry.handler("test", may_fetch=lambda job, actor: Decision.no("nicht mehr"))(
            lambda job: Outcome("getan", file=b"x", file_name="x.pdf")
        )
        job = done(enqueue(actor))
        registry._register.pop("test")
        with pytest.raises(Refused, match="in dieser Version nicht mehr"):
            results.fetch(job=job, actor=actor)

    def test_what_no_database_stores_does_not_keep_a_job_open(self, doing: Declare, actor: Actor) -> None:
        """A sentence quotes what stood in a file; a name is as long as somebody made it."""
        doing(lambda job: Outcome("Spalte «a\0b»", details=["a\0b"], file=b"x", file_name=f"{'n' * 300}\0.pdf"))
        job = done(enqueue(actor))
        assert (job.state, job.attempts) == (JobState.DONE, 1)
        assert job.outcome == "Spalte «a\ufffdb»"
        assert job.result_name.endswith(".pdf")
        assert results.fetch(job=job, actor=actor) == b"x"

    def test_a_refusal_that_quotes_what_no_database_stores_is_told(self, doing: Declare, actor: Actor) -> None:
        def refuse(job: JobContext) -> Outcome:
            raise Refused("«a\0b»")

        doing(refuse)
        job = done(enqueue(actor))
        assert (job.state, job.attempts, job.outcome) == (JobState.FAILED, 1, "«a\ufffdb»")

    def test_who_was_taken_over_leaves_no_file(self, doing: Declare, actor: Actor) -> None:
        doing(lambda job: Outcome("getan"))
        job = done(enqueue(actor))
        before = default_storage.listdir("jobs")[1] if default_storage.exists("jobs") else []
        assert not job_finish(job, Outcome("zu spät", file=b"x", file_name="x.pdf"))
        after = default_storage.listdir("jobs")[1] if default_storage.exists("jobs") else []
        assert after == before
