"""What happens to a job on its way: asked for, worked on, refused, tried again, taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from ankunft.foundation.access.models import Account, Membership
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.jobs import execution, liveness, registry, selectors
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.jobs.recovery import DEAD_AFTER, STRAY_AFTER, recover, tidy
from ankunft.foundation.jobs.registry import Handler, Outcome
from ankunft.foundation.jobs.services import MAX_ATTEMPTS, job_enqueue, job_start
from ankunft.foundation.jobs.worker import run_waiting
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.support import people

pytestmark = pytest.mark.django_db(transaction=True)

Declare = Callable[[Handler], None]


@pytest.fixture
def doing() -> Iterator[Declare]:
    """`doing(function)`: jobs of kind "test" are done by that function."""
    yield lambda function: registry.handler("test", title="Probe")(function)
    registry._register.pop("test", None)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second attempt does not wait."""
    monkeypatch.setattr(execution, "RETRY_AFTER", (timedelta(0),))


@pytest.fixture
def actor() -> Actor:
    return people.actor_with("coordination")


def enqueue(actor: Actor, **parameters: object) -> Job:
    return job_enqueue(kind="test", parameters=dict(parameters), actor=actor)


def done(job: Job) -> Job:
    run_waiting()
    job.refresh_from_db()
    return job


def test_a_job_is_done_and_says_what_came_of_it(doing: Declare, actor: Actor) -> None:
    seen: list[JobContext] = []

    def work(job: JobContext) -> Outcome:
        seen.append(job)
        job.progress(1, 2)
        return Outcome("2 Berichte importiert.", link="/berichte/", details=["Zeile 3: …"])

    doing(work)
    job = enqueue(actor, period="2025-H1")
    assert job.state == JobState.QUEUED
    done(job)
    assert (job.state, job.outcome, job.link, job.details) == (
        JobState.DONE,
        "2 Berichte importiert.",
        "/berichte/",
        ["Zeile 3: …"],
    )
    assert (job.attempts, job.done, job.total, job.percent) == (1, 1, 2, 50)
    assert job.finished_at
    assert seen[0].parameters == {"period": "2025-H1"}
    assert seen[0].actor.account_id == actor.account_id


def test_a_job_belongs_to_the_transaction_that_asked_for_it(doing: Declare, actor: Actor) -> None:
    doing(lambda job: Outcome("getan"))
    with transaction.atomic():
        enqueue(actor)
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_an_undeclared_kind_is_a_mistake_of_the_program(actor: Actor) -> None:
    with pytest.raises(KeyError):
        job_enqueue(kind="unknown", parameters={}, actor=actor)


def test_a_kind_that_a_newer_version_no_longer_has_fails_with_a_sentence(doing: Declare, actor: Actor) -> None:
    doing(lambda job: Outcome("getan"))
    job = enqueue(actor)
    Job.objects.update(kind="gone")
    assert "nicht mehr" in done(job).outcome
    assert job.state == JobState.FAILED


def test_the_actor_has_the_roles_of_now(doing: Declare, actor: Actor) -> None:
    roles: list[frozenset[str]] = []

    def work(job: JobContext) -> Outcome:
        roles.append(job.actor.roles)
        return Outcome("getan")

    doing(work)
    job = enqueue(actor)
    Membership.objects.update(granted=False)
    done(job)
    assert roles == [frozenset()]


def test_a_closed_account_does_nothing_any_more(doing: Declare, actor: Actor) -> None:
    doing(lambda job: Outcome("getan"))
    job = enqueue(actor)
    Account.objects.update(is_active=False)
    assert done(job).state == JobState.FAILED
    assert "nicht mehr aktiv" in job.outcome


def test_the_operator_stays_the_operator(doing: Declare) -> None:
    seen: list[Actor] = []

    def work(job: JobContext) -> Outcome:
        seen.append(job.actor)
        return Outcome("getan")

    doing(work)
    done(enqueue(Actor.operator()))
    assert seen == [Actor.operator()]


def test_without_an_account_nobody_becomes_the_operator(doing: Declare) -> None:
    doing(lambda job: Outcome("getan"))
    job = done(enqueue(Actor(account_id=None, label="Demo-Niemand", origin="web")))
    assert job.state == JobState.FAILED
    assert "nicht mehr aktiv" in job.outcome


def test_a_refusal_is_the_outcome_and_is_not_tried_again(doing: Declare, actor: Actor) -> None:
    calls: list[int] = []

    class Table(Refused):
        problems = ("Zeile 2: unbekannte BFS-Nummer 9999.", "Zeile 4: negative Anzahl.")

    def work(job: JobContext) -> Outcome:
        calls.append(1)
        raise Table("Die Datei hat 2 Fehler.")

    doing(work)
    job = done(enqueue(actor))
    assert (job.state, job.outcome, job.attempts) == (JobState.FAILED, "Die Datei hat 2 Fehler.", 1)
    assert job.details == ["Zeile 2: unbekannte BFS-Nummer 9999.", "Zeile 4: negative Anzahl."]
    assert calls == [1]


def test_of_very_many_problems_the_first_are_kept(doing: Declare, actor: Actor) -> None:
    class Table(Refused):
        problems = tuple(f"Zeile {number}: leer." for number in range(2, 1002))

    def work(job: JobContext) -> Outcome:
        raise Table("Die Datei hat 1000 Fehler.\nZeile 2: leer.\nZeile 3: leer.")

    doing(work)
    job = done(enqueue(actor))
    assert job.outcome == "Die Datei hat 1000 Fehler."
    assert len(job.details) == execution.MOST_DETAILS + 1
    assert job.details[-1] == "… und 800 weitere."


def test_an_error_is_tried_again(doing: Declare, actor: Actor) -> None:
    calls: list[int] = []

    def work(job: JobContext) -> Outcome:
        calls.append(1)
        if len(calls) < MAX_ATTEMPTS:
            raise ValueError("broken")
        return Outcome("getan")

    doing(work)
    job = done(enqueue(actor))
    assert (job.state, job.attempts, len(calls)) == (JobState.DONE, MAX_ATTEMPTS, MAX_ATTEMPTS)


def test_after_three_errors_it_fails_and_the_log_names_nobody(
    doing: Declare, actor: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    def work(job: JobContext) -> Outcome:
        raise ValueError("AHV 756.1234.5678.97 of Demo-Keller is odd")

    doing(work)
    job = done(enqueue(actor))
    assert (job.state, job.attempts) == (JobState.FAILED, MAX_ATTEMPTS)
    assert f"Auftragsnummer {job.pk}" in job.outcome
    assert "ValueError at" in caplog.text
    assert "756" not in caplog.text + str(list(DBTaskResult.objects.values_list("traceback", flat=True)))
    assert "Keller" not in caplog.text


def test_progress_inside_a_transaction_is_refused(doing: Declare, actor: Actor) -> None:
    errors: list[RuntimeError] = []

    def work(job: JobContext) -> Outcome:
        job.progress(0, 1000)
        with transaction.atomic():
            try:
                job.progress(1, 1000)
            except RuntimeError as error:
                errors.append(error)
        return Outcome("getan")

    doing(work)
    done(enqueue(actor))
    assert len(errors) == 1


def test_progress_is_written_a_few_times_a_second_only(
    doing: Declare, actor: Actor, django_assert_max_num_queries: Callable[..., object]
) -> None:
    def work(job: JobContext) -> Outcome:
        with django_assert_max_num_queries(4):  # type: ignore[attr-defined]
            for number in range(1, 1001):
                job.progress(number, 1000)
        return Outcome("getan")

    doing(work)
    job = done(enqueue(actor))
    assert (job.state, job.done, job.total) == (JobState.DONE, 1000, 1000)


def test_a_worker_that_lost_its_job_stops_and_changes_nothing(doing: Declare, actor: Actor) -> None:
    calls: list[str] = []

    def work(job: JobContext) -> Outcome:
        calls.append("first" if not calls else "second")
        if calls == ["first"]:
            Job.objects.update(task_id="somebody-else")
            job.progress(1, 2)
        return Outcome("getan")

    doing(work)
    job = done(enqueue(actor))
    assert job.state == JobState.RUNNING
    assert calls == ["first"]


def test_a_stale_task_does_not_start_a_job(doing: Declare, actor: Actor) -> None:
    doing(lambda job: Outcome("getan"))
    job = enqueue(actor)
    assert not job_start(job, "another-task")
    assert job_start(job, job.task_id)
    assert not job_start(job, job.task_id)


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


def test_jobs_are_seen_by_whoever_asked_for_them(doing: Declare, actor: Actor) -> None:
    doing(lambda job: Outcome("getan"))
    job = enqueue(actor)
    enqueue(Actor.operator())
    other = people.actor_with("auditor")
    assert list(selectors.visible_to(actor)) == [job]
    assert not selectors.visible_to(other).exists()
    assert not selectors.visible_to(Actor.operator()).exists()
    account = Account.objects.get(pk=actor.account_id)
    assert list(selectors.visible_to(actor_of(account, "web"))) == [job]
