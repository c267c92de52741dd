"""The pages of the simulation: asking, looking, sharing, laying side by side."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from ankunft.domain.simulation.models import Scenario
from ankunft.domain.simulation.services import scenario_make, scenario_share
from ankunft.domain.simulation.values import Changes
from ankunft.foundation.access.selectors import actor_of
from tests.domain.settlement.making import WINTER, canton, reported
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., StrictClient]
FIRST = "first_information_interview"
QUESTION = {"name": "Demo-Frage", "year": "2025", f"rate_{FIRST}": "250"}


def places(*names: str) -> None:
    for place in canton(*names):
        reported(place, WINTER, 10, 0, 0, 0)


def scenario(client: StrictClient, name: str = "Demo-Frage", rate: int = 250_00) -> Scenario:
    assert client.account is not None
    actor = actor_of(client.account, origin="web")
    return scenario_make(name=name, question="", year=2025, changes=Changes(rates={FIRST: rate}), actor=actor)


def test_a_question_is_asked_and_answered(client_for: ClientFor) -> None:
    places("Olten")
    answer = client_for("coordination").post("/simulation/neu/", QUESTION, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/simulation/{Scenario.objects.get().pk}/"
    assert "Ansatz Erstinformationsgespräche: CHF 250.00" in page
    assert "2'000.00" in page
    assert "+500.00" in page
    assert "keine Abrechnung" in page


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"name": ""}, "Geben Sie dem Szenario einen Namen."),
        ({f"rate_{FIRST}": ""}, "Nehmen Sie etwas anders an als heute"),
        ({f"rate_{FIRST}": "12,50"}, "Geben Sie den Betrag so ein"),
    ],
    ids=["no name", "nothing assumed", "a comma"],
)
def test_what_was_typed_stays(client_for: ClientFor, told: dict[str, str], sentence: str) -> None:
    answer = client_for("coordination").post("/simulation/neu/", {**QUESTION, "question": "Warum?", **told})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Warum?" in page
    assert not Scenario.objects.exists()


def test_the_own_one_is_changed_shared_and_thrown_away(client_for: ClientFor) -> None:
    places("Olten")
    client = client_for("finance_officer")
    found = scenario(client)
    address = f"/simulation/{found.pk}/"
    assert 'value="250.00"' in client.get(f"{address}aendern/").content.decode()
    client.post(f"{address}aendern/", {**QUESTION, f"rate_{FIRST}": "300"})
    assert Scenario.objects.get().assumes.rates == {FIRST: 300_00}
    client.post(f"{address}teilen/")
    assert Scenario.objects.get().is_shared
    client.post(f"{address}zuruecknehmen/")
    assert not Scenario.objects.get().is_shared
    assert client.post(f"{address}irgendwas/").status_code == 404
    client.post(f"{address}loeschen/")
    assert not Scenario.objects.exists()


def test_a_foreign_one_is_there_once_it_is_shared(client_for: ClientFor) -> None:
    places("Olten")
    owner, auditor = client_for("coordination"), client_for("auditor")
    found = scenario(owner)
    assert auditor.get(f"/simulation/{found.pk}/").status_code == 404
    assert "Demo-Frage" not in auditor.get("/simulation/").content.decode()
    assert owner.account is not None
    scenario_share(scenario=found, shared=True, actor=actor_of(owner.account, origin="web"))
    page = auditor.get(f"/simulation/{found.pk}/").content.decode()
    assert "Demo-Frage" in page
    assert "Neu rechnen" not in page
    assert "Demo-Frage" in auditor.get("/simulation/").content.decode()


def test_several_are_laid_side_by_side(client_for: ClientFor) -> None:
    places("Olten")
    client = client_for("coordination")
    keys = [scenario(client, f"Demo {rate}", rate).pk for rate in (100_00, 300_00)]
    page = client.get("/simulation/vergleich/", {"s": [*keys, "x", "²", "99999999999999"]}).content.decode()
    assert "Demo 10000" in page
    assert "−1&#x27;000.00" in page
    assert "+1&#x27;000.00" in page
    assert "Wählen Sie Szenarien." in client.get("/simulation/vergleich/").content.decode()


def test_the_workbook_says_what_is_assumed(client_for: ClientFor) -> None:
    places("Olten")
    client = client_for("coordination")
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(f"/simulation/{scenario(client).pk}/excel/").content))
    assert ["Ansatz Erstinformationsgespräche: CHF 250.00"] in book.get_sheet_by_name("Szenario").to_python()
    assert book.get_sheet_by_name("Gemeinden").to_python()[1][1:] == ["Olten", 2000.0, 2500.0, 500.0]


@pytest.mark.parametrize(("order", "first"), [("name", "Olten"), ("-name", "Zuchwil"), ("", "Olten"), ("x", "Olten")])
def test_the_table_is_sorted_by_the_address(client_for: ClientFor, order: str, first: str) -> None:
    places("Zuchwil", "Olten")
    client = client_for("coordination")
    page = client.get(f"/simulation/{scenario(client).pk}/", {"sort": order}).content.decode()
    table = page[page.index('id="gemeinden"') :]
    other = {"Olten": "Zuchwil", "Zuchwil": "Olten"}[first]
    assert table.index(f">{first}<") < table.index(f">{other}<")


@pytest.mark.parametrize("address", ["/simulation/", "/simulation/{pk}/", "/simulation/vergleich/?s={pk}"])
def test_queries_do_not_grow_with_the_canton(client_for: ClientFor, address: str) -> None:
    places("Olten")
    client = client_for("coordination")

    def count() -> int:
        found = scenario(client)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address.format(pk=found.pk)).status_code == 200
        return len(captured)

    count()
    few = count()
    places(*(f"Demo {number}" for number in range(12)))
    assert count() == few
