"""The pages of projects: from the application to the decision, by the people whose step it is."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from ankunft.domain.grants import services
from ankunft.domain.grants.criteria import criteria
from ankunft.domain.grants.models import Assessment, Project
from ankunft.domain.roles import (
    APPROVER,
    AUDITOR,
    COORDINATION,
    INTEGRATION_OFFICER,
    STRATEGIC_LEAD,
)
from ankunft.domain.territory.models import Municipality
from tests.domain.grants.making import (
    APPLICATION,
    People,
    assessed,
    complete,
    granted,
    submitted,
    surplus,
    written,
)
from tests.support.clients import StrictClient

Client = Callable[..., StrictClient]
TYPED = {
    "title": "Demo-Begegnungscafé",
    "goal": "Kennenlernen",
    "target_group": "40 Erwachsene",
    "measures": "Abende",
    "begins_on": "01.01.2027",
    "ends_on": "31.12.2027",
    "cost_0": "Kursleitung",
    "cost_0_amount": "8'000",
    "own_0": "Gemeinde",
    "own_0_amount": "3000.00",
    "asked": "5000",
}
ASSESSMENT = {
    "recommendation": "grant",
    "reasoning": "Demo: überzeugt",
    **{f"points_{one.code}": "3" for one in criteria().criteria},
}


def seen(project: Project) -> dict[str, str]:
    project.refresh_from_db()
    return {"seen": str(project.version)}


def test_from_the_application_to_the_decision(client_for: Client, town: Municipality) -> None:
    surplus(6_000_00)
    officer, lead = client_for(INTEGRATION_OFFICER, "bfs-2601"), client_for(STRATEGIC_LEAD, "bfs-2601")
    first, second, approver = client_for(COORDINATION), client_for(COORDINATION), client_for(APPROVER)
    officer.post("/projekte/neu/", {"municipality": town.pk, "title": "Demo-Begegnungscafé"})
    project = Project.objects.get()
    address = f"/projekte/{project.pk}/"
    assert "Projektgesuch fertig erfassen" in officer.get("/").content.decode()

    incomplete = officer.post(f"{address}gesuch/", {**TYPED, "asked": "4000", **seen(project)}, follow=True)
    page = incomplete.content.decode()
    assert "gehen nicht auf" in page
    assert "uebergeben/" not in page
    assert first.get(address).status_code == 404, "a draft is the municipality's own"
    officer.post(f"{address}gesuch/", {**TYPED, **seen(project)})
    officer.post(f"{address}uebergeben/", seen(project))
    assert "Projektgesuch unterzeichnen" in lead.get("/").content.decode()
    lead.post(f"{address}unterzeichnen/", seen(project))

    assert "Projektgesuch auf Vollständigkeit prüfen" in first.get("/").content.decode()
    first.post(f"{address}vollstaendig/", seen(project))
    assert "Projektgesuch beurteilen" in first.get("/").content.decode()
    first.post(f"{address}beurteilung/", ASSESSMENT)
    assert "Demo: überzeugt" in first.get(address).content.decode()
    assert "Demo: überzeugt" not in second.get(address).content.decode()
    assert "Projektgesuch beurteilen" not in first.get("/").content.decode()
    assert "Projektgesuch beurteilen" in second.get("/").content.decode()
    second.post(f"{address}beurteilung/", {**ASSESSMENT, "recommendation": "less", "amount": "4000"})
    assert "Demo: überzeugt" in second.get(address).content.decode()
    assert "Demo: überzeugt" not in officer.get(address).content.decode()

    assert "Über Projektgesuch entscheiden" in approver.get("/").content.decode()
    decided = {"amount": "7000", "decision": "Demo-Verfügung 7", "reason": "Überzeugt", "conditions": "Bericht"}
    refused = approver.post(f"{address}bewilligen/", {**decided, **seen(project)})
    assert refused.status_code == 422
    assert "höchstens, was beantragt ist" in refused.content.decode()
    assert "Demo-Verfügung 7" in refused.content.decode(), "what was typed is kept"
    approver.post(f"{address}bewilligen/", {**decided, "amount": "4500", **seen(project)})
    told = officer.get(address).content.decode()
    assert [part for part in ("4'500.00", "Demo-Verfügung 7", "Überzeugt", "Bericht") if part not in told] == []
    assert "Geschichte" not in told
    credit = approver.get("/projekte/kredit/").content.decode()
    assert [part for part in ("6'000.00", "4'500.00", "1'500.00", "Demo-RRB 2024") if part not in credit] == []


def test_what_was_typed_stays_when_somebody_else_was_faster(client_for: Client, town: Municipality) -> None:
    people = People(town)
    project = written(people)
    address = f"/projekte/{project.pk}/gesuch/"
    stale = seen(project)
    officer = client_for(INTEGRATION_OFFICER, "bfs-2601")
    officer.post(address, {**TYPED, "title": "Von der anderen", **stale})
    answer = officer.post(address, {**TYPED, "title": "Von mir", **stale})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Inzwischen hat jemand anders dieses Gesuch geändert" in page
    assert 'value="Von mir"' in page
    assert f'name="seen" value="{int(stale["seen"]) + 1}"' in page
    assert Project.objects.get().title == "Von der anderen"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": ""}, "Bitte ausfüllen."),
        ({"cost_0_amount": ""}, "Zu dieser Zeile fehlt der Betrag."),
        ({"cost_0": ""}, "Zu diesem Betrag fehlt, wofür er ist."),
        ({"cost_0_amount": "viel"}, "Geben Sie den Betrag so ein"),
        ({"cost_0_amount": "-5"}, "Der Betrag liegt über null."),
        ({"begins_on": "morgen"}, "Geben Sie den Tag so ein"),
        ({"asked": "99999999999999"}, "zwischen null und"),
    ],
    ids=["no title", "no amount", "no words", "no number", "below zero", "no day", "beyond measure"],
)
def test_a_fault_is_said_at_its_field_and_nothing_is_lost(
    client_for: Client, town: Municipality, typed: dict[str, str], sentence: str
) -> None:
    project = written(People(town))
    answer = client_for(INTEGRATION_OFFICER, "bfs-2601").post(
        f"/projekte/{project.pk}/gesuch/", {**TYPED, **seen(project), **typed}
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Kennenlernen" in answer.content.decode()


def test_more_lines_are_there_after_saving(client_for: Client, town: Municipality) -> None:
    project = written(People(town))
    officer = client_for(INTEGRATION_OFFICER, "bfs-2601")
    lines = {f"cost_{number}{part}": "5" for number in range(4) for part in ("", "_amount")}
    page = officer.post(
        f"/projekte/{project.pk}/gesuch/", {**TYPED, **lines, **seen(project), "mehr": "1"}, follow=True
    ).content.decode()
    assert 'name="cost_5_amount"' in page
    assert 'name="cost_6"' not in page


def test_an_assessment_that_is_not_whole_keeps_what_was_typed(client_for: Client, town: Municipality) -> None:
    project = complete(People(town))
    code = criteria().criteria[0].code
    answer = client_for(COORDINATION).post(
        f"/projekte/{project.pk}/beurteilung/", {**ASSESSMENT, f"points_{code}": "9", "reasoning": "Lang überlegt"}
    )
    assert answer.status_code == 422
    assert "Lang überlegt" in answer.content.decode()
    assert not Assessment.objects.exists()


def test_the_list_is_filtered_searched_and_taken_along(client_for: Client, town: Municipality) -> None:
    surplus(6_000_00)
    people = People(town)
    done, open_one = granted(people), submitted(people)
    client = client_for(AUDITOR)
    everything = client.get("/projekte/").content.decode()
    assert (done.reference in everything, open_one.reference in everything) == (True, True)
    page = client.get("/projekte/?stand=bewilligt").content.decode()
    assert (f"/projekte/{done.pk}/" in page, f"/projekte/{open_one.pk}/" in page) == (True, False)
    found = client.post("/projekte/", {"suche": open_one.reference.lower()}, follow=True).content.decode()
    assert (f"/projekte/{done.pk}/" in found, f"/projekte/{open_one.pk}/" in found) == (False, True)
    book = client.get("/projekte/?stand=bewilligt&datei=xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert rows[1] == [
        done.reference,
        "Demo-Begegnungscafé",
        "Solothurn",
        "bewilligt",
        date(2027, 1, 1),
        date(2027, 12, 31),
        date(2026, 11, 22),
        5000.0,
        5000.0,
        "",
        "",
    ]


def test_one_is_found_by_the_search_over_everything(
    client_for: Client, town: Municipality, olten: Municipality
) -> None:
    project = submitted(People(town))
    for client, there in ((client_for(COORDINATION), True), (client_for(INTEGRATION_OFFICER, "bfs-2581"), False)):
        page = client.post("/suche/", {"q": project.reference}, follow=True).content.decode()
        assert (f"/projekte/{project.pk}/" in page) is there


@pytest.mark.parametrize("role", [COORDINATION, APPROVER])
def test_queries_do_not_grow(client_for: Client, town: Municipality, queries: Callable[..., int], role: str) -> None:
    surplus(90_000_00)
    people = People(town)
    client, officer = client_for(role), client_for(INTEGRATION_OFFICER, "bfs-2601")
    project = assessed(people)
    for make in (written, submitted, complete, granted):
        make(people)

    def counted() -> list[int]:
        addresses = ("/", "/projekte/", "/projekte/kredit/", f"/projekte/{project.pk}/")
        return [
            *(queries(client, one) for one in addresses),
            *(queries(officer, one) for one in ("/", "/projekte/", f"/projekte/{project.pk}/gesuch/"[:-7])),
        ]

    few = counted()
    for make in (written, submitted, complete, assessed, granted):
        make(people)
        make(people)
    assert counted() == few


def test_returned_nobody_else_reads_it_until_it_is_handed_in_again(client_for: Client, town: Municipality) -> None:
    people = People(town)
    project = submitted(people)
    services.project_return(project=project, reason="Zielgruppe unklar", actor=people.first)
    services.project_write(project=project, application=replace(APPLICATION, goal="Halbe"), actor=people.officer)
    clerk, officer = client_for(COORDINATION), client_for(INTEGRATION_OFFICER, "bfs-2601")
    address = f"/projekte/{project.pk}/"
    parts = ("Sie lesen das Gesuch wieder, sobald", "Halbe", "Kursleitung", "5'000.00")
    page = clerk.get(address).content.decode()
    assert [part in page for part in parts] == [True, False, False, False]
    assert "5'000.00" not in clerk.get("/projekte/").content.decode()
    page = officer.get(address).content.decode()
    assert [part in page for part in parts] == [False, True, True, True]
    assert "5'000.00" in officer.get("/projekte/").content.decode()
    services.project_offer(project=project, actor=people.officer)
    services.project_sign(project=project, actor=people.lead)
    page = clerk.get(address).content.decode()
    assert [part in page for part in parts] == [False, True, True, True]
