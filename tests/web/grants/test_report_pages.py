"""The pages of a report about a project: from its first word to the account that closes the project."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from ankunft.domain.grants import services
from ankunft.domain.grants.models import FinalReport, Project, ReportFile
from ankunft.domain.roles import (
    APPROVER,
    AUDITOR,
    COORDINATION,
    FINANCE_OFFICER,
    INTEGRATION_OFFICER,
    STRATEGIC_LEAD,
)
from ankunft.domain.settlement.models import Reclaim
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from tests.domain.grants.making import CHEAPER, PAPER, People, begun, paid, reported, running, surplus
from tests.domain.settlement.making import account, office
from tests.domain.settlement.test_payments import payer
from tests.support.clients import StrictClient

Client = Callable[..., StrictClient]


def typed(project: Project, **changes: str) -> dict[str, str]:
    """The form of a report, with what four fifths of the budget came to."""
    amounts = {f"line_{line.pk}": str(CHEAPER[line.label] // 100) for line in project.lines.all()}
    return {"reached": "38 kamen", "deviations": "Demo: früher zu Ende", **amounts, **seen(project), **changes}


def seen(project: Project) -> dict[str, str]:
    report = FinalReport.objects.filter(project=project).first()
    return {"seen": str(report.version if report else 0)}


def shown(answer: object) -> str:
    return unescape(answer.content.decode()).replace("\xa0", " ")  # type: ignore[attr-defined]


def test_from_the_report_to_the_account_and_the_reclaim(client_for: Client, town: Municipality) -> None:
    account(town)
    people, bank = People(town), office()
    payer(bank)
    project = paid(people, bank.finance, 1, 2)
    officer, lead = client_for(INTEGRATION_OFFICER, "bfs-2601"), client_for(STRATEGIC_LEAD, "bfs-2601")
    clerk, other = client_for(COORDINATION), client_for(COORDINATION)
    address = f"/projekte/{project.pk}/bericht/"
    assert f'href="{address}"' in shown(officer.get(f"/projekte/{project.pk}/"))

    half = typed(project)
    half.pop(f"line_{project.lines.get(label='Raum').pk}")
    page = shown(officer.post(f"{address}erfassen/", half, follow=True))
    assert [part for part in ("«Raum»", "fehlt ein Nachweis") if part not in page] == []
    assert f"{address}uebergeben/" not in page
    assert "38 kamen" not in shown(clerk.get(address)), "a draft is the municipality's own"
    officer.post(f"{address}erfassen/", typed(project))
    officer.post(
        f"{address}dateien/neu/", {"label": "Abrechnung", "file": SimpleUploadedFile("a.pdf", PAPER), **seen(project)}
    )
    page = shown(officer.get(address))
    assert [part for part in ("So würde abgerechnet", "CHF 4'000.00", "CHF 1'000.00") if part not in page] == []
    officer.post(f"{address}uebergeben/", seen(project))
    assert "Schlussbericht unterzeichnen" in shown(lead.get("/"))
    lead.post(f"{address}unterzeichnen/", seen(project))

    assert "Schlussbericht prüfen und abrechnen" in shown(clerk.get("/"))
    file = ReportFile.objects.get()
    paper = clerk.get(f"{address}dateien/{file.pk}/")
    assert (paper.content, paper["Content-Type"]) == (PAPER, "application/pdf")
    refused = clerk.post(f"{address}zurueckgeben/", {**seen(project), "reason": ""})
    assert refused.status_code == 422
    clerk.post(f"{address}annehmen/", seen(project))
    reclaim = Reclaim.objects.get()
    page = shown(clerk.get(address))
    parts = ("Schlussabrechnung", "Zurückzufordern", reclaim.reference, "Zurückgefordert werden CHF 1'000.00")
    assert [part for part in parts if part not in page] == []
    assert reclaim.reference not in shown(officer.get(address)), "not decided yet"
    assert reclaim.reference in shown(other.get("/")), "a second person decides"
    assert f'href="/projekte/{project.pk}/"' in shown(other.get(f"/entscheide/rueckforderungen/{reclaim.pk}/"))
    credit = shown(client_for(AUDITOR).get("/projekte/kredit/"))
    assert [part for part in ("Zurückgefordert CHF", "1'000.00", "vorgeschlagen") if part not in credit] == []


def test_what_was_typed_stays_when_somebody_else_was_faster(client_for: Client, town: Municipality) -> None:
    people = People(town)
    project = running(people)
    officer = client_for(INTEGRATION_OFFICER, "bfs-2601")
    stale = typed(project, reached="Von mir")
    begun(people, project)
    answer = officer.post(f"/projekte/{project.pk}/bericht/erfassen/", stale)
    assert answer.status_code == 422
    page = shown(answer)
    assert "Inzwischen hat jemand anders diesen Bericht geändert" in page
    assert "Von mir" in page
    assert f'name="seen" value="{FinalReport.objects.get().version}"' in page
    assert FinalReport.objects.get().reached == "38 Erwachsene kamen"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"own_0_amount": "5"}, "Zu diesem Betrag fehlt, wofür er ist."),
        ({"own_0": "Kollekte"}, "Zu dieser Zeile fehlt der Betrag."),
        ({"line": "viel"}, "Geben Sie den Betrag so ein"),
        ({"line": "-5"}, "Der Betrag liegt nicht unter null."),
        ({"line": "99999999999999"}, "zwischen null und"),
    ],
    ids=["no words", "no amount", "no number", "below zero", "beyond measure"],
)
def test_a_fault_is_said_at_its_field_and_nothing_is_lost(
    client_for: Client, town: Municipality, changes: dict[str, str], sentence: str
) -> None:
    project = running(People(town))
    key = f"line_{project.lines.get(label='Raum').pk}"
    sent = {key if name == "line" else name: value for name, value in changes.items()}
    answer = client_for(INTEGRATION_OFFICER, "bfs-2601").post(
        f"/projekte/{project.pk}/bericht/erfassen/", typed(project, **sent)
    )
    assert answer.status_code == 422
    assert sentence in shown(answer)
    assert "38 kamen" in shown(answer)
    assert not FinalReport.objects.exists()


def test_returned_nobody_else_reads_it_until_it_is_handed_in_again(client_for: Client, town: Municipality) -> None:
    people = People(town)
    project = running(people)
    report = reported(people, project)
    services.report_return(report=report, reason="Beleg unklar", actor=people.first)
    address = f"/projekte/{project.pk}/bericht/"
    sentence = "Sie lesen den Bericht wieder, sobald er neu unterzeichnet und eingereicht ist."
    page = shown(client_for(COORDINATION).get(address))
    parts = (sentence, "38 Erwachsene kamen", "Kursleitung", "Abrechnung", "So würde abgerechnet")
    assert [part in page for part in parts] == [True, False, False, False, False]
    assert "Beleg unklar" in page
    file = ReportFile.objects.get()
    assert client_for(COORDINATION).get(f"{address}dateien/{file.pk}/").status_code == 404
    page = shown(client_for(INTEGRATION_OFFICER, "bfs-2601").get(address))
    assert [part in page for part in parts] == [False, True, True, True, True]


def test_what_is_no_paper_is_refused_and_one_can_be_taken_away(client_for: Client, town: Municipality) -> None:
    people = People(town)
    project = running(people)
    begun(people, project)
    officer = client_for(INTEGRATION_OFFICER, "bfs-2601")
    address = f"/projekte/{project.pk}/bericht/dateien/"
    wrong = officer.post(
        f"{address}neu/", {"label": "Beleg", "file": SimpleUploadedFile("a.pdf", b"MZ"), **seen(project)}
    )
    assert wrong.status_code == 422
    assert 'value="Beleg"' in shown(wrong)
    file = ReportFile.objects.get()
    officer.post(f"{address}{file.pk}/entfernen/", seen(project))
    assert not ReportFile.objects.exists()


@pytest.mark.parametrize(
    ("day", "when", "late"),
    [
        (date(2027, 12, 31), "", False),
        (date(2028, 1, 1), "bis 30.03.", False),
        (date(2028, 4, 1), "seit 2 Tagen", True),
    ],
    ids=["the last day", "the day after", "too late"],
)
def test_it_is_due_after_the_end_of_the_project(
    client_for: Client, town: Municipality, day: date, when: str, late: bool
) -> None:
    running(People(town))
    title = "Schlussbericht zum Projekt erfassen"
    with clock.moved_to(day):
        page = shown(client_for(INTEGRATION_OFFICER, "bfs-2601").get("/"))
        lines = [line for line in page.split("<li") if title in line]
        assert [(when in line, "worklist__when--late" in line) for line in lines] == ([(True, late)] if when else [])
        assert title not in shown(client_for(COORDINATION).get("/"))


def test_the_workbook_says_what_was_used_and_asked_back(client_for: Client, town: Municipality) -> None:
    account(town)
    people, bank = People(town), office()
    payer(bank)
    project = paid(people, bank.finance, 1, 2)
    services.project_close(report=reported(people, project, CHEAPER), actor=people.first)
    client = client_for(AUDITOR)
    assert project.reference in shown(client.get("/projekte/?stand=erledigt"))
    book = client.get("/projekte/?stand=erledigt&datei=xlsx")
    head, row = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    told = dict(zip(head, row, strict=True))
    assert (told["Stand"], told["Bewilligt CHF"], told["Verwendet CHF"], told["Zurückgefordert CHF"]) == (
        "abgerechnet",
        5000.0,
        4000.0,
        1000.0,
    )


@pytest.mark.parametrize("role", [COORDINATION, APPROVER, FINANCE_OFFICER])
def test_queries_do_not_grow(client_for: Client, town: Municipality, queries: Callable[..., int], role: str) -> None:
    surplus(90_000_00)
    account(town)
    people, bank = People(town), office()
    payer(bank)
    client, officer = client_for(role), client_for(INTEGRATION_OFFICER, "bfs-2601")
    first = paid(people, bank.finance)
    reported(people, first, CHEAPER)
    begun(people, running(people))

    def counted() -> list[int]:
        addresses = ("/", "/projekte/", "/projekte/kredit/", f"/projekte/{first.pk}/", f"/projekte/{first.pk}/bericht/")
        return [queries(client, one) for one in addresses] + [queries(officer, one) for one in ("/", "/projekte/")]

    few = counted()
    for _number in range(2):
        reported(people, paid(people, bank.finance), CHEAPER)
        begun(people, running(people))
    assert counted() == few
