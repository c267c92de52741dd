"""The integration programme on pages: goals, measures, submission, agreement."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import (
    FundingSource,
    ProgrammeGoal,
    ProgrammeMeasure,
    ProgrammeState,
    ProgrammeVersion,
    SemReport,
)
from ankunft.domain.funds.values import GoalEntry
from tests.domain.funds import programmes
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db
LIST = "/finanzplanung/programme/"
ONE = f"{LIST}DEMO-KIP/1/"


@pytest.fixture
def office(client_for: Callable[..., StrictClient]) -> StrictClient:
    return client_for("coordination")


@pytest.fixture
def people() -> programmes.Office:
    return programmes.Office()


def words(content: bytes) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", content.decode())))


def now(version: ProgrammeVersion) -> int:
    version.refresh_from_db()
    return version.version


def test_from_the_first_goal_to_the_agreement(
    people: programmes.Office, office: StrictClient, client_for: Callable[..., StrictClient]
) -> None:
    version = programmes.begun(people)
    assert "noch kein Ziel" in words(office.get(ONE).content)
    goal = {"seen": now(version), "area": 2, "text": "Demo: Sprache", "indicator": "Demo"}
    assert office.post(f"{ONE}ziele/neu/", goal).status_code == 302
    key = ProgrammeGoal.objects.get().pk
    source = FundingSource.objects.get(code="ip-demo").pk
    measure = {"seen": now(version), "label": "Demo: Kurse", f"amount_{source}_2024": "1'250.50"}
    assert office.post(f"{ONE}ziele/{key}/massnahmen/neu/", measure).status_code == 302
    shown = words(office.get(ONE).content)
    assert "1'250.50" in shown
    assert "Demo: Kurse" in shown
    sent = {"seen": now(version), "submitted_on": "28.04.2023", "receipt": "Demo-ELSI"}
    assert office.post(f"{ONE}einreichen/", sent).status_code == 302
    assert office.get(f"{ONE}ziele/neu/").status_code == 403
    agreed = {"seen": now(version), "name": "RRB Demo", "by": "Regierungsrat", "on": "01.12.2023"}
    assert office.post(f"{ONE}vereinbaren/", agreed).status_code == 403
    assert client_for("iiz_office").post(f"{ONE}vereinbaren/", agreed).status_code == 302
    version.refresh_from_db()
    assert (version.state, version.decision) == (ProgrammeState.AGREED, "RRB Demo")


def test_an_amount_that_is_none_is_said_and_nothing_is_stored(people: programmes.Office, office: StrictClient) -> None:
    version = programmes.written(people)
    measure = ProgrammeMeasure.objects.get()
    source = FundingSource.objects.get(code="ip-demo").pk
    address = f"{ONE}ziele/{measure.goal_id}/massnahmen/{measure.pk}/"
    for typed, said in (("viel", "CHF"), ("-5", "nicht unter null")):
        sent = {"seen": now(version), "label": "Anders", f"amount_{source}_2024": typed}
        answer = office.post(address, sent)
        assert answer.status_code == 422
        assert said in words(answer.content)
    measure.refresh_from_db()
    assert measure.label == "Demo: Kurse"


def test_what_another_wrote_meanwhile_is_not_overwritten(people: programmes.Office, office: StrictClient) -> None:
    version = programmes.written(people)
    before = now(version)
    services.goal_write(version=version, entry=GoalEntry(1, "Demo: inzwischen"), actor=people.delegate)
    answer = office.post(f"{ONE}ziele/neu/", {"seen": before, "area": 1, "text": "Demo: danach"})
    assert answer.status_code == 422
    assert "jemand anders" in words(answer.content)


def test_goals_and_measures_are_taken_out(people: programmes.Office, office: StrictClient) -> None:
    version = programmes.written(people)
    measure = ProgrammeMeasure.objects.get()
    goal = f"{ONE}ziele/{measure.goal_id}/"
    office.post(f"{goal}massnahmen/{measure.pk}/entfernen/", {"seen": now(version)})
    assert not ProgrammeMeasure.objects.exists()
    office.post(f"{goal}entfernen/", {"seen": now(version)})
    assert not ProgrammeGoal.objects.exists()


def test_another_version_is_begun_with_a_reason(people: programmes.Office, office: StrictClient) -> None:
    programmes.agreed(people)
    assert "Neue Fassung …" in words(office.get(ONE).content)
    office.post(f"{LIST}DEMO-KIP/neu/", {"occasion": "Demo: mehr Kurse"})
    assert "Demo: mehr Kurse" in words(office.get(f"{LIST}DEMO-KIP/2/").content)
    assert "Neue Fassung …" not in words(office.get(ONE).content)


def test_it_is_reported_by_areas(people: programmes.Office, office: StrictClient) -> None:
    version = programmes.agreed(people)
    sent = {"version": version.pk, "year": 2024, "reason": ""}
    assert office.post("/finanzplanung/berichte/foerderbereiche/", sent).status_code == 302
    shown = words(office.get(f"/finanzplanung/berichte/{SemReport.objects.get().pk}/").content)
    assert "2 Sprache" in shown
    assert "120.00" in shown
    assert "von Hand eingegeben" in shown


def test_queries_do_not_grow_with_goals(
    people: programmes.Office, office: StrictClient, queries: Callable[..., int]
) -> None:
    version = programmes.written(people)
    before = queries(office, ONE), queries(office, LIST)
    for number in range(1, 8):
        goal = services.goal_write(version=version, entry=GoalEntry(number, "Demo"), actor=people.delegate)
        services.measure_write(version=version, goal=goal, entry=programmes.courses(), actor=people.delegate)
    assert (queries(office, ONE), queries(office, LIST)) == before


def test_the_bodies_do_not_read_what_is_still_written(
    people: programmes.Office, client_for: Callable[..., StrictClient]
) -> None:
    programmes.written(people)
    member = client_for("body_member")
    assert "Noch keine Fassung eingereicht." in words(member.get(LIST).content)
    assert member.get(ONE).status_code == 404


def test_on_a_phone_each_amount_says_of_which_year_it_is(people: programmes.Office, office: StrictClient) -> None:
    programmes.written(people)
    page = " ".join(office.get(ONE).content.decode().split())
    assert '<td class="num" data-label="2024">100.00</td>' in page
    assert '<td class="num" data-label="2025">50.00</td>' in page


def test_a_programme_is_not_closed_while_it_runs(
    people: programmes.Office, office: StrictClient, on_day: Callable[[date], None]
) -> None:
    programmes.agreed(people)
    assert "Abschliessen …" not in words(office.get(ONE).content)
    on_day(date(2028, 1, 1))
    assert "Abschliessen …" in words(office.get(ONE).content)
