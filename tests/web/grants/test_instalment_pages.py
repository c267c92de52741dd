"""The pages of the agreement about a project and of its instalments, up to what the bank says of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile

from ankunft.domain.grants import services
from ankunft.domain.grants.explain import explain
from ankunft.domain.grants.models import Instalment, Project
from ankunft.domain.roles import (
    APPROVER,
    AUDITOR,
    COORDINATION,
    FINANCE_OFFICER,
    INTEGRATION_OFFICER,
)
from ankunft.domain.settlement.models import DecisionKind, Payment
from ankunft.domain.settlement.services import return_confirm, return_propose
from ankunft.domain.settlement.services.outcomes import Told, executions_record, return_record
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from tests.domain.grants.making import (
    PAPER,
    PLAN,
    People,
    granted,
    paid,
    running,
    surplus,
)
from tests.domain.letters.making import letterhead
from tests.domain.settlement.making import account, office
from tests.domain.settlement.test_payments import payer
from tests.support import pdf
from tests.support.clients import StrictClient
from tests.web.grants.test_pages import seen

Client = Callable[..., StrictClient]


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
    assert f"<MsgId>ANKUNFT-{reference}</MsgId>" in finance.get(f"{rate}dateien/1/").content.decode()
    for other in (f"{rate}dateien/2/", f"{address}raten/2/dateien/1/"):
        assert finance.get(other).status_code == 404
    assert f"ANKUNFT-{reference}" in client_for(AUDITOR).get("/").content.decode()
    assert "3'000.00" in approver.get("/projekte/kredit/").content.decode()


def test_what_came_back_is_shown_with_the_file_that_paid_again(client_for: Client, town: Municipality) -> None:
    account(town)
    people, bank = People(town), office()
    payer(bank)
    project = paid(people, bank.finance)
    rate, told = f"/projekte/{project.pk}/raten/1/", f"P-{project.pk}-1"
    finance = client_for(FINANCE_OFFICER)
    assert "der Bank aufgetragen" in finance.get(rate).content.decode()
    first = Payment.objects.get()
    executions_record(told=[Told(first, date(2026, 11, 23), "B-1")], actor=bank.finance)
    back = return_record(
        payment=first,
        amount=first.amount,
        code="AC04",
        text="",
        returned_on=date(2026, 11, 24),
        told_by="B-2",
        actor=bank.finance,
    )
    page = finance.get(rate).content.decode()
    assert "zurückgekommen, zu entscheiden" in page
    assert f'href="/bank/zurueck/{back.pk}/"' in page
    officer = client_for(INTEGRATION_OFFICER, "bfs-2601")
    for place in (rate, f"/projekte/{project.pk}/"):
        assert "zurückgekommen, zu entscheiden" in officer.get(place).content.decode(), "ausbezahlt it is not"
    decision = return_propose(returned=back, kind=DecisionKind.AGAIN, reason="Demo", actor=bank.finance)
    return_confirm(decision=decision, actor=people.approver)
    page = finance.get(rate).content.decode()
    parts = (
        f"zurückgekommen, ersetzt durch {told}-2",
        "der Bank aufgetragen",
        f"ANKUNFT-{told}-2",
        f"{rate}dateien/2/",
    )
    assert [part for part in parts if part not in page] == []
    assert f"<MsgId>ANKUNFT-{told}-2</MsgId>" in finance.get(f"{rate}dateien/2/").content.decode()
    theirs = officer.get(rate).content.decode()
    assert (f"{told}-2" in theirs, "zurückgekommen" in theirs, "dateien/" in theirs) == (True, False, False)
    text = explain(f"P-{project.pk}/1").replace("\xa0", " ")
    spoken = ("Zurückgekommen am 24.11.2026", f"Noch einmal bezahlt durch {told}-2.", f"Datei ANKUNFT-{told}-2")
    assert [part for part in spoken if part not in text] == []


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
