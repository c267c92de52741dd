"""The pages of background work: one's own jobs, how far they are, what came of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from ankunft.foundation.jobs import registry
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.kernel import clock
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kind() -> Iterator[None]:
    registry.handler("test", title="Berichte übernehmen")(lambda job: registry.Outcome(""))
    yield
    registry._register.pop("test")


@pytest.fixture
def reader(client_for: Callable[..., StrictClient]) -> StrictClient:
    return client_for("coordination")


def make(reader: StrictClient, **fields: object) -> Job:
    assert reader.account is not None
    values = {"account_label": reader.account.name, "created_at": clock.now(), "kind": "test", **fields}
    return Job.objects.create(account_id=reader.account.pk, **values)


def text(reader: StrictClient, name: str, *arguments: object) -> str:
    response = reader.get(reverse(name, args=arguments))
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_running_job_shows_its_progress_and_asks_for_itself(reader: StrictClient) -> None:
    job = make(reader, state=JobState.RUNNING, done=1250, total=2500, file_name="berichte.csv")
    page = text(reader, "job", job.pk)
    assert "Berichte übernehmen: berichte.csv" in page
    assert "1'250 von 2'500 (50 %)" in unescape(page)
    assert 'role="img"' in page
    assert f'hx-get="{reverse("job-state", args=[job.pk])}"' in page
    assert "<html" not in text(reader, "job-state", job.pk)


@pytest.mark.parametrize(
    ("attempts", "sentence"), [(0, "kommt als Nächstes"), (1, "noch einmal versucht")], ids=["first", "again"]
)
def test_a_waiting_job_says_what_it_waits_for(reader: StrictClient, attempts: int, sentence: str) -> None:
    assert sentence in text(reader, "job-state", make(reader, attempts=attempts).pk)


def test_a_finished_job_shows_its_outcome_and_asks_no_more(reader: StrictClient) -> None:
    job = make(reader, state=JobState.DONE, outcome="3 Zeilen gelesen.", link="/berichte/", details=["Warnung: viel"])
    page = text(reader, "job", job.pk)
    assert "3 Zeilen gelesen." in page
    assert "Warnung: viel" in page
    assert 'href="/berichte/"' in page
    assert "hx-get" not in text(reader, "job-state", job.pk)


def test_a_failed_job_lists_the_problems_of_its_file(reader: StrictClient) -> None:
    details = ["Zeile 2, Spalte «period»: …", "Zeile 9: doppelt <b>"]
    page = text(reader, "job", make(reader, state=JobState.FAILED, outcome="2 Fehler.", details=details).pk)
    assert "Zeile 2, Spalte «period»: …" in page
    assert "doppelt &lt;b&gt;" in page
    assert 'role="alert"' in page


@pytest.mark.parametrize("name", ["job", "job-state"])
def test_jobs_of_others_do_not_exist(client_for: Callable[..., StrictClient], reader: StrictClient, name: str) -> None:
    job = make(reader)
    assert client_for("auditor").get(reverse(name, args=[job.pk])).status_code == 404
    assert StrictClient().get(reverse(name, args=[job.pk])).status_code == 302


def test_the_list_holds_ones_own_jobs(client_for: Callable[..., StrictClient], reader: StrictClient) -> None:
    make(reader, file_name="mine.csv")
    make(client_for("auditor"), file_name="other.csv")
    page = text(reader, "jobs")
    assert "mine.csv" in page
    assert "other.csv" not in page


def test_the_empty_list_says_what_will_be_there(reader: StrictClient) -> None:
    assert "noch keinen Auftrag" in text(reader, "jobs")


def test_my_day_has_a_card_of_recent_jobs(reader: StrictClient) -> None:
    assert "Aufträge im Hintergrund" not in text(reader, "my-day")
    make(reader, state=JobState.DONE, finished_at=clock.now() - timedelta(days=2), file_name="old.csv")
    assert "old.csv" not in text(reader, "my-day")
    make(reader, state=JobState.RUNNING, done=1, total=4, file_name="new.csv")
    page = text(reader, "my-day")
    assert "new.csv" in page
    assert "25 %" in page


@pytest.mark.parametrize("name", ["jobs", "my-day"])
def test_queries_do_not_grow_with_the_rows(reader: StrictClient, queries: Callable[..., int], name: str) -> None:
    make(reader)
    one = queries(reader, reverse(name))
    for _ in range(50):
        make(reader)
    assert queries(reader, reverse(name)) == one
