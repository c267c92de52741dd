"""Recorded interviews on the page of a report: prefilled, beside what is reported, and one by one for officers."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.urls import reverse

from ankunft.domain.reporting import services
from ankunft.domain.reporting.models import HalfYearReport
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.actor import Actor
from tests.domain.reporting.making import SPRING, hand_in, opened_report
from tests.domain.reporting.test_records import RECORDED, interview, records
from tests.support.clients import StrictClient
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., StrictClient]
OFFICER = ("integration_officer", "bfs-2601")


@pytest.fixture
def officer(town: Municipality) -> Actor:
    return actor_with("integration_officer", "bfs-2601")


def page_of(client: StrictClient, town: Municipality) -> str:
    return html.unescape(client.get(reverse("report", args=[town.bfs_number, SPRING])).content.decode())


def test_the_form_is_prefilled_and_nothing_stored(client_for: ClientFor, town: Municipality) -> None:
    records(town)
    page = page_of(client_for(*OFFICER), town)
    assert "Vorausgefüllt aus den aufgezeichneten Gesprächen" in page
    values = re.findall(r'name="(?:first|integration)_\w+" value="(\d+)"', page)
    assert [int(value) for value in values] == list(RECORDED)
    assert not HalfYearReport.objects.exists()


def test_what_something_is_missing_of_is_named_before_it_is_too_late(client_for: ClientFor, town: Municipality) -> None:
    assert "noch nicht" not in page_of(client_for(*OFFICER), town)
    records(town)
    page = page_of(client_for(*OFFICER), town)
    assert "1 Gespräch zählt noch nicht" in page
    assert "zaehlt=noch-nicht" in page


def test_what_was_entered_is_not_overwritten(client_for: ClientFor, town: Municipality, officer: Actor) -> None:
    records(town)
    opened_report(town, officer, RECORDED._replace(first_information_interviews=7))
    page = page_of(client_for(*OFFICER), town)
    assert "Vorausgefüllt" not in page
    assert 'name="first_information_interviews" value="7"' in page
    assert "Gemeldet sind 7, aufgezeichnet und anrechenbar 2" in page
    assert page.count(">anders<") == 1


def test_from_the_report_to_the_interviews(client_for: ClientFor, town: Municipality, officer: Actor) -> None:
    records(town)
    report = opened_report(town, officer, RECORDED)
    hand_in(report, officer)
    behind = reverse("report-interviews", args=[town.bfs_number, SPRING, 1])
    client = client_for(*OFFICER)
    assert behind in page_of(client, town)
    listed = html.unescape(client.get(behind).content.decode())
    assert len(re.findall(r">G-TEST-\d{4}<", listed)) == 3
    assert listed.count("Fallpauschale") == 3
    assert listed.count("Dolmetschpauschale") == 1
    assert client.get(reverse("report-interviews", args=[town.bfs_number, SPRING, 2])).status_code == 404


def test_the_canton_is_told_how_many(client_for: ClientFor, town: Municipality, officer: Actor) -> None:
    records(town)
    report = opened_report(town, officer, RECORDED)
    hand_in(report, officer)
    client = client_for("coordination")
    page = page_of(client, town)
    assert "3 Gespräche hinter der Fassung 1" in page
    behind = reverse("report-interviews", args=[town.bfs_number, SPRING, 1])
    assert behind not in page
    assert client.get(behind).status_code == 403


def test_as_many_statements_for_many_interviews(
    client_for: ClientFor, town: Municipality, officer: Actor, queries: Callable[..., int]
) -> None:
    interview(town)
    report = opened_report(town, officer, RECORDED)
    hand_in(report, officer)
    client = client_for(*OFFICER)
    behind = reverse("report-interviews", args=[town.bfs_number, SPRING, 1])
    few = queries(client, behind)
    services.report_return(
        report=report, reasons={"first_information": "Mehr"}, actor=actor_with("coordination"), version=report.version
    )
    for _ in range(30):
        interview(town)
    hand_in(report, officer)
    assert queries(client, behind) == few
