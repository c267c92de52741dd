"""What happens to a job on its way: asked for, worked on, refused, tried again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from ankunft.foundation.access.models import Account, Membership
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.jobs import execution, selectors
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.jobs.registry import Outcome
from ankunft.foundation.jobs.services import MAX_ATTEMPTS, job_enqueue, job_start
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.foundation.jobs.making import Declare, done, enqueue
from tests.support import people

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_jobs_are_seen_by_whoever_asked_for_them(doing: Declare, actor: Actor) -> None:
    doing(lambda job: Outcome("getan"))
    job = enqueue(actor)
    enqueue(Actor.operator())
    other = people.actor_with("auditor")
    assert list(selectors.jobs_of(actor)) == [job]
    assert not selectors.jobs_of(other).exists()
    assert not selectors.jobs_of(Actor.operator()).exists()
    account = Account.objects.get(pk=actor.account_id)
    assert list(selectors.jobs_of(actor_of(account, "web"))) == [job]
