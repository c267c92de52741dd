"""The pages of what was signed: as it was signed, and what the next one says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ankunft.domain.grants import services
from ankunft.domain.roles import COORDINATION, INTEGRATION_OFFICER
from ankunft.domain.territory.models import Municipality
from tests.domain.grants.making import (
    APPLICATION,
    CHEAPER,
    LINES,
    PAPER,
    People,
    reported,
    running,
    said,
    submitted,
    written_again,
)
from tests.support.clients import StrictClient

Client = Callable[..., StrictClient]


def test_the_canton_reads_what_it_gave_back_and_then_what_has_changed(client_for: Client, town: Municipality) -> None:
    people = People(town)
    project = submitted(people)
    services.project_return(project=project, reason="Ziel unklar", actor=people.first)
    again = replace(APPLICATION, goal="Sprache üben", asked=4_500_00, lines=LINES[:1])
    services.project_write(project=project, application=again, actor=people.officer)
    clerk, officer = client_for(COORDINATION), client_for(INTEGRATION_OFFICER, "bfs-2601")
    address = f"/projekte/{project.pk}/"
    page = clerk.get(address).content.decode()
    assert f'<a href="{address}gesuch/unterzeichnet/1/">Was zuletzt unterzeichnet war</a>' in page
    page = clerk.get(f"{address}gesuch/unterzeichnet/1/").content.decode()
    parts = (APPLICATION.goal, "40 Erwachsene", "01.01.2027 bis 31.12.2027", "5'000.00", "Stiftung Demo")
    assert [part for part in parts if part not in page] == []
    assert "Was sich seit" not in page
    assert "Sprache üben" not in page
    assert clerk.get(f"{address}gesuch/unterzeichnet/2/").status_code == 404

    written_again(people, project, replace(again, asked=5_000_00, lines=LINES))
    for client in (clerk, officer):
        page = client.get(f"{address}gesuch/unterzeichnet/2/").content.decode()
        changed = page[page.index("Was sich seit Fassung 1 geändert hat") : page.index('id="wortlaut"')]
        assert APPLICATION.goal in changed
        assert "Sprache üben" in changed
        assert "5'000.00" not in changed, "what is as it was is not told"


def test_signed_once_more_without_a_change_says_so(client_for: Client, town: Municipality) -> None:
    people = People(town)
    project = submitted(people)
    services.project_return(project=project, reason="Ziel unklar", actor=people.first)
    written_again(people, project)
    page = client_for(COORDINATION).get(f"/projekte/{project.pk}/gesuch/unterzeichnet/2/").content.decode()
    assert "unverändert noch einmal unterzeichnet" in page


def test_what_was_taken_back_only_the_municipality_opens(client_for: Client, town: Municipality) -> None:
    people = People(town)
    project = submitted(people)
    services.project_take_back(project=project, reason="Zahl falsch", actor=people.lead)
    written_again(people, project)
    address = f"/projekte/{project.pk}/gesuch/unterzeichnet/1/"
    assert client_for(COORDINATION).get(address).status_code == 404
    page = client_for(COORDINATION).get(f"/projekte/{project.pk}/").content.decode()
    assert [f"unterzeichnet/{number}/" in page for number in (1, 2)] == [False, True]
    officer = client_for(INTEGRATION_OFFICER, "bfs-2601")
    assert "Die Unterschrift gilt nicht mehr" in officer.get(address).content.decode()
    assert "zurückgeholt" in officer.get(f"/projekte/{project.pk}/").content.decode()


def test_a_report_as_it_was_signed_opens_the_papers_that_are_still_there(
    client_for: Client, town: Municipality
) -> None:
    people = People(town)
    project = running(people)
    report = reported(people, project)
    paper = report.files.get()
    services.report_return(report=report, reason="Beleg fehlt", actor=people.first)
    services.report_write(report=report, reported=said(project, CHEAPER), actor=people.officer)
    clerk = client_for(COORDINATION)
    address = f"/projekte/{project.pk}/bericht/"
    page = clerk.get(address).content.decode()
    assert f'<a href="{address}unterzeichnet/1/">Was zuletzt unterzeichnet war</a>' in page
    page = clerk.get(f"{address}unterzeichnet/1/").content.decode()
    parts = ("38 Erwachsene kamen", "6'000.00", paper.sha256)
    assert [part for part in parts if part not in page] == []
    assert f"{address}dateien/{paper.pk}/" not in page, "the papers are being worked on too"

    services.report_file_add(report=report, label="Belege", content=PAPER + b"2", actor=people.officer)
    services.report_offer(report=report, actor=people.officer)
    services.report_sign(report=report, actor=people.lead)
    page = clerk.get(f"{address}unterzeichnet/2/").content.decode()
    changed = page[page.index("Was sich seit Fassung 1") : page.index('id="wortlaut"')]
    parts = ("Kosten: Kursleitung", "4'800.00", "Nachweis: Belege")
    assert [part for part in parts if part not in changed] == []
    assert f"{address}dateien/{paper.pk}/" in page


def test_queries_do_not_grow(client_for: Client, town: Municipality, queries: Callable[..., int]) -> None:
    people = People(town)
    project = submitted(people)
    clerk = client_for(COORDINATION)

    def again() -> None:
        services.project_return(project=project, reason="Ziel unklar", actor=people.first)
        written_again(people, project)

    def counted(number: int) -> tuple[int, int]:
        addresses = (f"/projekte/{project.pk}/", f"/projekte/{project.pk}/gesuch/unterzeichnet/{number}/")
        few, many = (queries(clerk, one) for one in addresses)
        return few, many

    again()
    before = counted(2)
    again()
    again()
    assert counted(4) == before
