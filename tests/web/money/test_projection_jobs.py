"""A projection is asked for, its progress shown, and its result kept once, whatever becomes of the worker."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django_tasks_db.models import DBTaskResult

from ankunft.domain.funds import services
from ankunft.domain.funds.models import Projection
from ankunft.foundation.access.models import Membership
from ankunft.foundation.access.services import role_end
from ankunft.foundation.jobs import liveness
from ankunft.foundation.jobs.context import JobContext, TakenOver
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.jobs.recovery import recover
from ankunft.foundation.jobs.services import job_again, job_start
from ankunft.foundation.jobs.worker import run_waiting
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.money.projection_jobs import make_projection, projection_ask
from tests.domain.funds.making import People, opened
from tests.domain.funds.money_making import Ground
from tests.support.clients import StrictClient
from tests.support.threads import at_once
from tests.web.money.reading import text_of

Client = Callable[..., StrictClient]
PAGE = "/finanzplanung/hochrechnung/DEMO/1/"
DRAWS = 10_000

pytestmark = pytest.mark.django_db(transaction=True)


def asked(ground: Ground, actor: Actor | None = None) -> Job:
    return projection_ask(version=ground.version, actor=actor or ground.people.office)


def seen(job: Job, actor: Actor) -> JobContext:
    """The job as its handler sees it, once a worker has taken it."""
    assert job_start(job, job.task_id)
    return JobContext(job=job, actor=actor)


def test_it_is_asked_for_made_and_shown(client_for: Client, ground: Ground) -> None:
    office = client_for("coordination")
    assert "Noch nicht hochgerechnet." in text_of(office.get(PAGE))
    answer = office.post(f"{PAGE}rechnen/")
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/auftraege/{job.pk}/")
    waiting = office.get(PAGE).content.decode()
    assert "Neue Hochrechnung" in waiting
    assert f"/auftraege/{job.pk}/stand/" in waiting
    assert "Noch nicht hochgerechnet." not in waiting
    assert f"{PAGE}rechnen/" not in waiting, "it is being made already"
    run_waiting()
    job.refresh_from_db()
    kept = Projection.objects.get()
    assert (job.state, job.outcome) == (JobState.DONE, "Demo-Plan hochgerechnet: 10'000 Zukünfte.")
    assert (job.done, job.total, job.link) == (DRAWS, DRAWS, f"{PAGE}{kept.pk}/")
    assert kept.seed == job.parameters["seed"]
    page = office.get(job.link).content.decode()
    assert str(kept.seed) in page
    assert "<svg" in page
    assert f"{PAGE}rechnen/" in page
    assert "Neue Hochrechnung" not in page


def test_only_its_own_job_is_shown_to_a_person(client_for: Client, ground: Ground) -> None:
    asked(ground)
    page = text_of(client_for("finance_officer").get(PAGE))
    assert "Neue Hochrechnung" not in page
    assert client_for("auditor").post(f"{PAGE}rechnen/").status_code == 403
    assert Job.objects.count() == 1


def test_two_people_at_the_same_moment_each_get_one(ground: Ground) -> None:
    first, second = at_once(lambda: asked(ground), lambda: asked(ground, ground.finance))
    run_waiting()
    assert first.pk != second.pk
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    assert {one.seed for one in Projection.objects.all()} == {first.parameters["seed"], second.parameters["seed"]}


def test_whoever_clicks_twice_gets_one(ground: Ground) -> None:
    first, second = at_once(lambda: asked(ground), lambda: asked(ground))
    assert first.pk == second.pk
    run_waiting()
    assert asked(ground).pk != first.pk, "what is done is projected anew"


def test_what_plans_nothing_is_refused_at_once(client_for: Client) -> None:
    people = People()
    version = opened(people)
    with pytest.raises(Refused, match="sobald zu einer Position Zahlen"):
        projection_ask(version=version, actor=people.office)
    assert client_for("coordination").post(f"{PAGE}rechnen/").status_code == 409
    assert not Job.objects.exists()


def test_who_may_no_longer_is_told_so(ground: Ground) -> None:
    job = asked(ground)
    held = Membership.objects.select_related("account", "organisation").get(account=ground.people.office.account_id)
    role_end(
        account=held.account,
        organisation=held.organisation,
        role=held.role,
        valid_from=clock.today(),
        actor=Actor.operator(),
    )
    run_waiting()
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "Hochrechnungen rechnen die Koordinationsstelle" in job.outcome
    assert not Projection.objects.exists()


def test_a_worker_that_is_killed_is_followed_by_another_with_the_same_figures(ground: Ground) -> None:
    job = asked(ground)
    dead = liveness.Liveness()
    DBTaskResult.objects.get(pk=job.task_id).claim(dead.worker_id)
    make_projection(seen(job, ground.people.office))  # killed after the effect, before it could say so
    dead.close()
    assert recover() == 1
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    kept = Projection.objects.get()
    assert job.link == f"{PAGE}{kept.pk}/"


def test_a_worker_that_was_taken_for_dead_keeps_nothing(ground: Ground) -> None:
    job = asked(ground)
    context = seen(job, ground.people.office)
    assert job_again(job, error_class="WorkerLost")
    with pytest.raises(TakenOver):
        make_projection(context)
    assert not Projection.objects.exists()
    run_waiting()
    assert Projection.objects.count() == 1


def test_the_page_costs_the_same_while_something_is_underway(
    client_for: Client, ground: Ground, queries: Callable[..., int]
) -> None:
    client = client_for("coordination")
    services.projection_run(version=ground.version, actor=ground.finance)
    client.post(f"{PAGE}rechnen/")
    once = queries(client, PAGE)
    run_waiting()
    for _number in range(3):
        client.post(f"{PAGE}rechnen/")
        run_waiting()
    client.post(f"{PAGE}rechnen/")
    assert queries(client, PAGE) == once
