"""Figures of structures on pages: own positions, what was typed stays, late is said, otherwise with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ankunft.domain.funds import services
from ankunft.domain.funds.models import FundingSource, InputPaper, PlannedPosition, Position, PositionInput
from ankunft.domain.funds.values import Given, NewPosition, YearAmount
from ankunft.domain.roles import STRUCTURE
from ankunft.foundation.access.services import organisation_ensure
from ankunft.foundation.kernel.actor import Actor
from tests.domain.funds.making import OPENING, People, adopted, consolidated, filled, opened, plan, position
from tests.support.clients import StrictClient

Client = Callable[..., StrictClient]
Clock = Callable[[date], None]
ADDRESS = "/finanzplanung/plan/DEMO/1/eingaben/"
TYPED = {"amount_2026": "1'200'000", "low_2026": "1000000", "high_2026": "1'500'000.00", "comment": "Demo: Budget 2026"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return People()


def test_a_structure_gives_what_is_its_own(client_for: Client, people: People) -> None:
    opened(people)
    client = client_for("structure_delegate", "awa")
    day = client.get("/").content.decode()
    assert "Zahlen für den Finanzplan eingeben" in day
    page = client.get(ADDRESS).content.decode()
    assert "Demo: Arbeit" in page
    assert "Demo: Kurse" not in page
    paper = SimpleUploadedFile("budget.pdf", b"%PDF-1.7 Demo")
    sent = {**TYPED, "paper": paper, "paper_label": "Demo-Budget"}
    answer = client.post(f"{ADDRESS}workplace/", sent, follow=True).content.decode()
    assert "Die Zahlen sind eingegeben." in answer
    assert "1'200'000.00" in answer
    given = PositionInput.objects.get()
    assert [(one.year, one.amount, one.low, one.high) for one in given.amounts.all()] == [
        (2026, 1_200_000_00, 1_000_000_00, 1_500_000_00)
    ]
    paper_page = client.get(f"/finanzplanung/plan/DEMO/1/beilagen/{InputPaper.objects.get().pk}/")
    assert paper_page.content == b"%PDF-1.7 Demo"
    assert "Zahlen für den Finanzplan eingeben" not in client.get("/").content.decode()
    again = client.get(f"{ADDRESS}workplace/").content.decode()
    assert "1'200'000.00" in again
    assert "Demo-Budget" in again
    other = client_for("structure_delegate", "abmh")
    assert other.get(f"/finanzplanung/plan/DEMO/1/beilagen/{InputPaper.objects.get().pk}/").status_code == 404
    assert other.get(f"{ADDRESS}workplace/").status_code == 403


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"amount_2026": "viel"}, "Geben Sie den Betrag so ein"),
        ({"amount_2026": "-5", "low_2026": "", "high_2026": ""}, "ohne Vorzeichen"),
        ({"low_2026": ""}, "Die Bandbreite braucht beide Grenzen."),
        ({"low_2026": "1300000"}, "Der Betrag liegt zwischen den beiden Grenzen."),
        ({"amount_2026": ""}, "Zur Bandbreite fehlt der Betrag."),
        ({"unknown": "on"}, "nicht beides"),
        ({"amount_2026": "99999999999.00", "low_2026": "", "high_2026": ""}, "von null bis CHF"),
    ],
    ids=["no number", "below zero", "half a range", "outside", "range alone", "both", "beyond measure"],
)
def test_a_fault_is_said_and_what_was_typed_stays(
    client_for: Client, people: People, typed: dict[str, str], sentence: str
) -> None:
    opened(people)
    answer = client_for("structure_delegate", "awa").post(
        f"{ADDRESS}workplace/", {**TYPED, "amount_2027": "77", **typed}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="77"' in page
    assert not PositionInput.objects.exists()


def test_what_nobody_can_say_yet_needs_a_word(client_for: Client, people: People) -> None:
    opened(people)
    client = client_for("structure_delegate", "awa")
    answer = client.post(f"{ADDRESS}workplace/", {"unknown": "on"})
    assert answer.status_code == 422
    assert "warum der Betrag noch nicht bekannt ist" in answer.content.decode()
    page = client.post(
        f"{ADDRESS}workplace/", {"unknown": "on", "comment": "Demo: Pilot läuft"}, follow=True
    ).content.decode()
    assert "nicht beziffert" in page
    assert "Demo: Pilot läuft" in page


def test_a_file_that_is_no_paper_is_refused(client_for: Client, people: People) -> None:
    opened(people)
    paper = SimpleUploadedFile("budget.pdf", b"no paper")
    answer = client_for("structure_delegate", "awa").post(f"{ADDRESS}workplace/", {**TYPED, "paper": paper})
    assert answer.status_code == 422
    assert not PositionInput.objects.exists()


def test_after_the_last_day_it_is_late_and_said_so(client_for: Client, people: People, on_day: Clock) -> None:
    opened(people)
    on_day(date(2026, 12, 12))
    client = client_for("structure_delegate", "awa")
    assert "gilt als verspätet" in client.get(f"{ADDRESS}workplace/").content.decode()
    page = client.post(f"{ADDRESS}workplace/", TYPED, follow=True).content.decode()
    assert "nach der Frist" in page
    assert "eingegeben, verspätet" in page


def test_the_office_sees_who_lacks_and_gives_for_others(client_for: Client, people: People, on_day: Clock) -> None:
    opened(people)
    client = client_for("coordination")
    page = client.get(ADDRESS).content.decode()
    assert "0 von 3 Positionen haben Zahlen." in page
    without = client.post(f"{ADDRESS}workplace/", {"amount_2026": "5"})
    assert without.status_code == 422
    assert "von wem und woher" in without.content.decode()
    client.post(f"{ADDRESS}workplace/", {"amount_2026": "5", "comment": "Demo: Mail vom 20.11."})
    assert "1 von 3 Positionen haben Zahlen." in client.get(ADDRESS).content.decode()
    on_day(date(2026, 12, 12))
    assert "Fehlende Eingaben zum Finanzplan einholen" in client.get("/").content.decode()


def test_planned_otherwise_and_as_given_again(client_for: Client, people: People) -> None:
    filled(people)
    client = client_for("coordination")
    assert "Finanzplan konsolidieren" in client.get("/").content.decode()
    address = f"{ADDRESS}workplace/abweichend/"
    assert client.post(address, {"amount_2026": "900000"}).status_code == 422
    page = client.post(
        address, {"amount_2026": "900'000", "reason": "Demo: Pilot später"}, follow=True
    ).content.decode()
    assert "abweichend geplant" in page
    assert "eingegeben: 1'000'000.00" in page
    assert "Demo: Pilot später" in page
    page = client.post(f"{ADDRESS}workplace/wie-eingegeben/", follow=True).content.decode()
    assert "abweichend geplant" not in page
    assert not PlannedPosition.objects.exists()


def test_unchanged_from_the_version_in_force(client_for: Client, people: People) -> None:
    first = adopted(people)
    second = services.version_open(plan=first.plan, as_of=date(2026, 11, 1), opening=OPENING, actor=people.office)
    client = client_for("coordination")
    address = "/finanzplanung/plan/DEMO/2/eingaben/"
    assert "Unverändert übernehmen" in client.get(address).content.decode()
    page = client.post(f"{address}workplace/unveraendert/", follow=True).content.decode()
    assert "Unverändert aus der geltenden Fassung DEMO/1 übernommen. Demo" in page
    assert "ohne Eingabe geplant" in page
    assert "Annahme zurücknehmen" in page
    assert "eingegeben: –" not in page, "nothing was given: that need not be said year by year"
    planned = PlannedPosition.objects.get(version=second)
    assert [(one.year, one.amount) for one in planned.amounts.all()] == [(2026, 1_000_000_00), (2027, 500_000_00)]
    assert "DEMO/1: CHF" in client.get(f"{address}workplace/").content.decode()


def test_in_the_name_of_others_it_is_said_where_figures_come_from(client_for: Client, people: People) -> None:
    opened(people)
    answer = client_for("coordination").post(f"{ADDRESS}workplace/", {"amount_2026": "1"})
    assert answer.status_code == 422
    assert "Bitte ausfüllen." in answer.content.decode()
    assert client_for("structure_delegate", "awa").post(f"{ADDRESS}workplace/", {"amount_2026": "1"}).status_code == 302


def test_before_it_is_asked_a_structure_reads_its_own_inputs_only(client_for: Client, people: People) -> None:
    consolidated(people)
    client = client_for("structure_delegate", "awa")
    answer = client.get("/finanzplanung/plan/DEMO/1/")
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Demo: Arbeit" in page
    assert "Demo: Kurse" not in page
    for ending in ("pdf", "excel"):
        assert client.get(f"/finanzplanung/plan/DEMO/1/{ending}/").status_code == 404
    assert client_for("body_member").get("/finanzplanung/plan/DEMO/1/").status_code == 404


def test_the_office_begins_a_plan(client_for: Client, people: People) -> None:
    plan(people, "OTHER")
    client = client_for("coordination")
    source = str(FundingSource.objects.get().pk)
    new = {"label": "Demo-Plan", "code": "NEW", "source": source, "first_year": "2026", "last_year": "2025"}
    assert "das erste zuerst" in client.post("/finanzplanung/neu/", new).content.decode()
    client.post("/finanzplanung/neu/", {**new, "last_year": "2027"})
    assert "gibt es schon" in client.post("/finanzplanung/neu/", {**new, "last_year": "2027"}).content.decode()
    added = {"label": "Demo: Arbeit", "code": "workplace", "purpose": "economic", "structure": ""}
    client.post("/finanzplanung/plan/NEW/positionen/neu/", added)
    organisation_ensure(code="demo-office", name="Demo-Amt", kind=STRUCTURE, actor=Actor.operator())
    named = {"structure": "demo-office"}
    page = client.post("/finanzplanung/plan/NEW/positionen/workplace/", named, follow=True).content.decode()
    assert "Demo-Amt" in page
    groups = "/finanzplanung/plan/NEW/positionen/workplace/zielgruppen/"
    assert "mindestens eine Zielgruppe" in client.post(groups, {"serves": "some"}).content.decode()
    page = client.post(groups, {"serves": "some", "groups": ["refugees"]}, follow=True).content.decode()
    assert "Anerkannte Flüchtlinge" in page
    assert Position.objects.get(plan__code="NEW").groups == ["refugees"]
    for serves, stored in (("everybody", []), ("unknown", None)):
        client.post(groups, {"serves": serves, "groups": ["refugees"]})
        assert Position.objects.get(plan__code="NEW").groups == stored
    version = {"as_of": "30.09.2026", "inputs_due": "11.12.2026", "balance": "-5", "source": "Demo-Rechnung"}
    refused = client.post("/finanzplanung/plan/NEW/fassungen/neu/", version)
    assert refused.status_code == 422
    assert "ist negativ" in refused.content.decode()
    opened_page = client.post(
        "/finanzplanung/plan/NEW/fassungen/neu/", {**version, "balance": "5'000'000"}, follow=True
    )
    assert "0 von 1 Position hat Zahlen." in opened_page.content.decode()
    second = client.post("/finanzplanung/plan/NEW/fassungen/neu/", {**version, "balance": "1"})
    assert "noch unterwegs" in second.content.decode()


def test_lists_cost_the_same_for_one_as_for_many(
    client_for: Client, people: People, queries: Callable[[StrictClient, str], int]
) -> None:
    version = filled(people)
    client, structure = client_for("coordination"), client_for("structure_delegate", "awa")
    pages = [(client, "/finanzplanung/"), (client, ADDRESS), (client, "/finanzplanung/plan/DEMO/1/"), (client, "/")]
    pages += [(structure, ADDRESS), (structure, "/"), (client, "/finanzplanung/plan/DEMO/")]
    before = [queries(*page) for page in pages]
    for number in range(12):
        new = NewPosition(f"more{number}", f"Demo: {number}", "economic", structure="awa")
        added = services.position_add(plan=version.plan, new=new, actor=people.office)
        given = Given((YearAmount(2026, 100),), "Demo")
        services.input_give(version=version, position=position(version, added.code), given=given, actor=people.awa)
        opened(people, plan(people, f"P{number}"))
    assert [queries(*page) for page in pages] == before
