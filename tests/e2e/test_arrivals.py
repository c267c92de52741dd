"""A new officer in a real browser: a table is handed in, somebody is entered by hand, one family is waived and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from ankunft.domain.arrivals.models import Household
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.access.models import Account
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.jobs.context import JobContext
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.arrivals.register_jobs import take_in_file
from tests.domain.arrivals.making import arrival, person
from tests.domain.reporting.making import municipality
from tests.support import browsers

OLTEN = "bfs-2581"
HEADER = (
    "arrival_id,bfs_number,arrived_on,from_country,nationality,permit,family_name,given_name,birth_date,sex,language,"
    "household_id\n"
)


@pytest.fixture
def town(transactional_db: None) -> Municipality:
    return municipality(2581, "Olten")


def ago(days: int) -> str:
    return f"{clock.today() - timedelta(days=days):%d.%m.%Y}"


def assert_good(page: Page, shots: Path, name: str) -> None:
    """Accessible and within the window, wide and narrow; a picture of both, for whoever wants to look."""
    for size, width in ((browsers.DESKTOP, 1280), (browsers.PHONE, 390)):
        page.set_viewport_size(size)
        browsers.assert_accessible(page)
        browsers.assert_no_sideways_scrolling(page)
        page.screenshot(path=shots / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size(browsers.DESKTOP)


def family(town: Municipality) -> None:
    """A family that arrived five weeks ago, so that its invitation is late."""
    with wall.open_for(Actor.operator()):
        home = Household.objects.create(municipality=town, street="Demoweg", house_number="7", town="Olten")
        for name in ("Ada", "Bea", "Carl"):
            one = person(town, family_name="Demo-Haddad", given_name=name, language="ar", interpreter_need="yes")
            arrival(town, of=one, household=home, from_country="SY", arrived_on=clock.today() - timedelta(days=36))


def work_off() -> str:
    """Do the job as the worker would; where its result is."""
    job = Job.objects.get()
    Job.objects.update(state=JobState.RUNNING)
    actor = actor_of(Account.objects.get(pk=job.account_id), "job")
    with wall.open_for(actor):
        return take_in_file(JobContext(job=job, actor=actor)).link


def test_a_new_officer_learns_of_newcomers_and_deals_with_them(
    page_for: Callable[..., Page], live_server: LiveServer, town: Municipality, tmp_path: Path
) -> None:
    family(town)
    page = page_for("integration_officer", OLTEN)
    expect(page.get_by_role("link", name="Einladen")).to_have_count(1)
    expect(page.get_by_text("3 Personen · Zuzug").first).to_be_visible()
    assert_good(page, tmp_path, "my-day")

    page.get_by_role("link", name="Zuzüge", exact=True).click()
    expect(page.get_by_role("link", name="Demo-Haddad Ada, Bea, Carl")).to_be_visible()
    assert_good(page, tmp_path, "list")

    page.get_by_role("link", name="Meldungen einlesen").click()
    assert_good(page, tmp_path, "register")
    rows = [
        f"1,2581,{ago(3)},ER,ER,F,Demo-Haile,Abel,1990,male,ti,h-1",
        f"2,2581,{ago(3)},ER,ER,F,Demo-Haile,Sara,1992-03-04,female,ti,h-1",
        f"3,2581,{ago(3)},DE,CH,,Demo-Meier,Eva,1980-01-02,female,de,",
        f"4,2581,{ago(3)},QQ,ER,F,Demo-Fehler,Ada,1990,female,ti,",
    ]
    table = {"name": "zuzuege.csv", "mimeType": "text/csv", "buffer": (HEADER + "\n".join(rows)).encode()}
    page.get_by_label("Datei").set_input_files(files=[table])  # type: ignore[list-item]
    page.get_by_role("button", name="Einlesen").click()
    page.goto(live_server.url + work_off())
    expect(page.get_by_text("«QQ» ist kein Land")).to_be_visible()
    assert_good(page, tmp_path, "delivery")
    page.get_by_role("link", name="Nicht start.integration").first.click()
    assert_good(page, tmp_path, "excluded")
    page.get_by_role("button", name="Trotzdem aufnehmen").click()
    expect(page.get_by_text("Ein Gespräch mit dieser Person wird nicht bezahlt", exact=False).first).to_be_visible()


def test_a_family_is_entered_and_waived_and_back(
    page_for: Callable[..., Page], live_server: LiveServer, town: Municipality, tmp_path: Path
) -> None:
    page = page_for("integration_officer", OLTEN)
    page.get_by_role("link", name="Zuzüge", exact=True).click()
    page.get_by_role("link", name="Zuzug erfassen").first.click()
    page.get_by_role("button", name="Erfassen", exact=True).last.click()
    expect(page.get_by_text("Geben Sie den Familiennamen ein.").first).to_be_visible()
    page.get_by_label("Zuzug am").fill(ago(2))
    page.get_by_label("Zuzug aus").select_option(label="Syrien")
    page.get_by_label("Strasse").fill("Demoweg")
    page.get_by_label("Familienname").fill("Demo-Haddad")
    page.get_by_label("Vorname").fill("Ada")
    page.get_by_label("Geburtsdatum").fill("05.1990")
    page.get_by_label("Geschlecht").select_option(label="weiblich")
    page.get_by_label("Staatsangehörigkeit").select_option(label="Syrien")
    page.get_by_role("button", name="Weitere Person der Familie").click()
    second = page.get_by_role("group", name="Person 2")
    expect(second.get_by_label("Vorname")).to_be_focused()
    expect(second.get_by_label("Familienname")).to_have_value("Demo-Haddad")
    second.get_by_label("Vorname").fill("Bea")
    second.get_by_label("Geschlecht").select_option(label="weiblich")
    assert_good(page, tmp_path, "entry")
    second.get_by_label("Vorname").press("Enter")
    expect(page.get_by_role("heading", name="Demo-Haddad Ada, Bea")).to_be_visible()
    assert_good(page, tmp_path, "family")

    page.get_by_role("link", name="Kein Gespräch …").click()
    page.get_by_label("Grund").fill("schon wieder weggezogen")
    assert_good(page, tmp_path, "waive")
    page.get_by_role("button", name="Festhalten").click()
    expect(page.get_by_text("schon wieder weggezogen")).to_be_visible()
    page.get_by_role("button", name="Rückgängig machen").click()
    expect(page.get_by_text("einzuladen", exact=True)).to_be_visible()
