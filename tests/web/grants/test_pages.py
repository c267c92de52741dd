"""The pages of projects: from the application to the decision, by the people whose step it is."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from ankunft.domain.grants import services
from ankunft.domain.grants.criteria import criteria
from ankunft.domain.grants.models import Assessment, Instalment, Project
from ankunft.domain.roles import (
    APPROVER,
    AUDITOR,
    COORDINATION,
    FINANCE_OFFICER,
    INTEGRATION_OFFICER,
    STRATEGIC_LEAD,
)
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from tests.domain.grants.making import (
    PAPER,
    PLAN,
    People,
    assessed,
    complete,
    granted,
    running,
    submitted,
    surplus,
    written,
)
from tests.domain.letters.making import letterhead
from tests.domain.settlement.making import account, office
from tests.domain.settlement.test_payments import payer
from tests.support import pdf
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


def test_from_the_agreement_to_the_file_for_the_bank(client_for: Client, town: Municipality) -> None:
    surplus(6_000_00)
    account(town)
    payer(office())
    project = granted(People(town))
    officer, clerk = client_for(INTEGRATION_OFFICER, "bfs-2601"), client_for(COORDINATION)
    finance, approver = client_for(FINANCE_OFFICER), client_for(APPROVER)
    address = f"/projekte/{project.pk}/"
    assert "Vereinbarung zum Projekt abschliessen" in clerk.get("/").content.decode()
    agreed = {
        "concluded_on": "22.11.2026",
        "amount_0": "3'000",
        "due_0": "01.12.2026",
        "amount_1": "1000",
        "due_1": "01.12.2027",
        "condition_1": "Zwischenbericht",
    }
    wrong = clerk.post(
        f"{address}vereinbarung/neu/", {**agreed, **seen(project), "file": SimpleUploadedFile("v.pdf", PAPER)}
    )
    assert wrong.status_code == 422
    page = unescape(wrong.content.decode()).replace("\xa0", " ")
    assert "Die Raten ergeben CHF 4'000.00, bewilligt sind CHF 5'000.00." in page
    assert 'value="Zwischenbericht"' in page
    draft = {**agreed, "amount_1": "2000", "concluded_on": "", **seen(project), "entwurf": "1"}
    missing = clerk.post(f"{address}vereinbarung/neu/", draft)
    assert "Der Absender der Briefe fehlt" in missing.content.decode()
    letterhead()
    paper = clerk.post(f"{address}vereinbarung/neu/", draft)
    text = pdf.spoken(paper.content)
    parts = (f"Projektbeitrag {project.reference}", "Zwischenbericht", "2'000.00")
    assert [part for part in parts if pdf.squeezed(part) not in text] == []
    assert Project.objects.get().state == "granted", "nothing is kept of a draft"
    clerk.post(
        f"{address}vereinbarung/neu/",
        {**agreed, "amount_1": "2000", **seen(project), "file": SimpleUploadedFile("v.pdf", PAPER)},
    )
    paper = officer.get(f"{address}vereinbarung/")
    assert (paper.content, paper["Content-Type"]) == (PAPER, "application/pdf")

    day = finance.get("/").content.decode()
    assert f"{project.reference}/1" in day
    assert f"{project.reference}/2" not in day, "due in a year"
    rate = f"{address}raten/1/"

    def version() -> dict[str, str]:
        return {"seen": str(Instalment.objects.get(project=project, number=1).version)}

    finance.post(f"{rate}vorschlagen/", version())
    assert "Rate eines Projekts freigeben" not in approver.get("/").content.decode()
    page = approver.get(rate).content.decode()
    assert ("erst am 01.12.2026 fällig" in page, f"{rate}freigeben/" in page) == (True, False)
    with clock.moved_to(date(2026, 12, 1)):
        late = client_for(APPROVER)
        assert "Rate eines Projekts freigeben" in late.get("/").content.decode()
        late.post(f"{rate}freigeben/", version())
    told = approver.get(rate).content.decode()
    reference = f"{project.reference}-1"
    assert [part for part in (f"ANKUNFT-{reference}", "Überschuss 2024", "Demo-Verfügung 1") if part not in told] == []
    theirs = officer.get(rate).content.decode()
    assert ("Demo-Verfügung 1" in theirs, "Überschuss" in theirs, "ANKUNFT-" in theirs) == (True, False, False)
    assert f"<MsgId>ANKUNFT-{reference}</MsgId>" in finance.get(f"{rate}datei/").content.decode()
    assert finance.get(f"{address}raten/2/datei/").status_code == 404
    assert f"ANKUNFT-{reference}" in client_for(AUDITOR).get("/").content.decode()
    assert "3'000.00" in approver.get("/projekte/kredit/").content.decode()


def test_instalments_cost_no_more_queries(client_for: Client, town: Municipality, queries: Callable[..., int]) -> None:
    surplus(90_000_00)
    people = People(town)
    project = running(people)
    client = client_for(FINANCE_OFFICER)

    def counted() -> list[int]:
        return [queries(client, one) for one in ("/", f"/projekte/{project.pk}/", f"/projekte/{project.pk}/raten/1/")]

    few = counted()
    for year in (2022, 2023):
        surplus(6_000_00, year)
    for _number in range(3):
        services.project_agree(
            project=granted(people), concluded_on=date(2026, 11, 22), content=PAPER, plan=PLAN, actor=people.first
        )
    assert counted() == few
