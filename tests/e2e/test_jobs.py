"""The page of a job in a real browser: it renews itself until the job is finished, without inline code."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from ankunft.foundation.access.models import Account
from ankunft.foundation.jobs import registry
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.kernel import clock
from tests.support import browsers


@pytest.fixture(autouse=True)
def _kind() -> Iterator[None]:
    registry.handler("test", title="Berichte übernehmen")(lambda job: registry.Outcome(""))
    yield
    registry._register.pop("test")


def test_a_job_is_followed_to_its_end(page_for: Callable[..., Page], live_server: LiveServer) -> None:
    page = page_for("coordination")
    job = Job.objects.create(
        kind="test",
        file_name="berichte.csv",
        account_id=Account.objects.get().pk,
        created_at=clock.now(),
        state=JobState.RUNNING,
        done=20,
        total=80,
    )
    asked: list[str] = []
    page.on("request", lambda request: _note(request, asked))
    page.goto(live_server.url + reverse("job", args=[job.pk]))
    expect(page.get_by_text("20 von 80 (25 %)")).to_be_visible()
    browsers.assert_accessible(page)

    Job.objects.update(done=60)
    expect(page.get_by_text("60 von 80 (75 %)")).to_be_visible()
    Job.objects.update(
        state=JobState.FAILED, outcome="Die Datei hat 1 Fehler.", details=["Zeile 7, Spalte «period»: «2024» ist …"]
    )
    expect(page.get_by_text("Die Datei hat 1 Fehler.")).to_be_visible()
    expect(page.get_by_text("Zeile 7, Spalte «period»")).to_be_visible()
    browsers.assert_accessible(page)
    browsers.assert_no_sideways_scrolling(page)

    until_the_end = len(asked)
    page.wait_for_timeout(2500)
    assert len(asked) == until_the_end

    page.set_viewport_size(browsers.PHONE)
    page.goto(live_server.url + reverse("jobs"))
    expect(page.get_by_role("link", name="Berichte übernehmen: berichte.csv")).to_be_visible()
    browsers.assert_no_sideways_scrolling(page)
    browsers.assert_accessible(page)


def _note(request: Request, asked: list[str]) -> None:
    if request.url.endswith("/stand/"):
        asked.append(request.url)
