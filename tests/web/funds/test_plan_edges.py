"""What nobody means to enter is refused on the pages of plans, and never an error of the server."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import PlanVersion
from ankunft.domain.funds.readings import asked_last
from ankunft.domain.funds.values import Said
from tests.domain.funds.making import (
    BODY,
    DUE,
    People,
    answered,
    asked,
    consolidated,
    consulted,
    filled,
    francs,
    plan,
    position,
)
from tests.support.clients import StrictClient

Client = Callable[..., StrictClient]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"as_of": "01.01.1999"}, "Der Stand der Angaben ist ein Tag in den Jahren 2014 bis 2099."),
        ({"as_of": "31.12.2150"}, "Der Stand der Angaben ist ein Tag in den Jahren 2014 bis 2099."),
        ({"balance": "99999999999999999999"}, "Der Anfangssaldo ist höchstens CHF 1&#x27;000&#x27;000&#x27;000.00."),
    ],
    ids=["too early", "too late", "too much"],
)
def test_a_version_that_cannot_be_is_not_opened(client_for: Client, wrong: dict[str, str], said: str) -> None:
    made = plan(People())
    data = {"as_of": "30.09.2026", "inputs_due": "11.12.2026", "balance": "100", "source": "Demo", **wrong}
    response = client_for("coordination").post(f"/finanzplanung/plan/{made.code}/fassungen/neu/", data)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not PlanVersion.objects.exists()


def test_a_decision_older_than_the_figures_is_not_recorded(client_for: Client) -> None:
    version = consulted(People())
    response = client_for("body_member", "iiz-leitung").post(
        f"/finanzplanung/plan/{version.plan.code}/1/beschliessen/",
        {"seen": version.version, "name": "Demo", "by": "Demo", "on": "29.09.2026"},
    )
    assert response.status_code == 422
    assert "Der Beschluss vom 29.09.2026 ist älter als der Stand der Angaben, der 30.09.2026." in (
        response.content.decode()
    )


def test_what_was_said_of_other_figures_is_told_so(client_for: Client) -> None:
    people = People()
    version = answered(asked(consolidated(people), people), people)
    client = client_for("coordination")
    pages = [f"/finanzplanung/plan/{version.plan.code}/1/{page}" for page in ("", "stellungnahmen/")]
    told = "Diese Stellungnahmen gelten einem früheren Stand"
    assert not any(told in client.get(page).content.decode() for page in pages)
    services.version_reopen(version=version, reason="Demo", actor=people.office)
    assert all(told in client.get(page).content.decode() for page in pages)
    services.version_consolidate(version=version, actor=people.office)
    asked(version, people)
    assert not any(told in client.get(page).content.decode() for page in pages)


def test_what_was_said_in_earlier_rounds_stays_readable(client_for: Client) -> None:
    people = People()
    version = asked(consolidated(people), people)
    for said in (Said("reject", "Demo: zu viel", "Demo-Sitzung 1"), Said("remarks", "Demo: knapp", "Demo-Sitzung 2")):
        services.statement_give_for(asked=asked_last(version)[0], said=said, actor=people.iiz)
    client, address = client_for("coordination"), f"/finanzplanung/plan/{version.plan.code}/1/stellungnahmen/"
    assert "Frühere Stellungnahmen" not in client.get(address).content.decode()
    for others in (["Demo-Neu"], ["Demo-Drittes"]):
        services.version_reopen(version=version, reason="Demo", actor=people.office)
        services.version_consolidate(version=version, actor=people.office)
        services.version_consult(version=version, statements_due=DUE, others=others, bodies=[], actor=people.iiz)
    now, before = client.get(address).content.decode().split("Frühere Stellungnahmen")
    assert "Demo-Drittes" in now
    assert not any(told in now for told in ("Demo-Neu", BODY))
    assert before.index("2. Runde, zu den Zahlen vom 22.11.2026") < before.index("1. Runde")
    assert before.index("Demo-Neu") < before.index("keine Stellungnahme") < before.index(BODY)
    assert before.index("mit Bemerkungen empfohlen") < before.index("nicht empfohlen") < before.index("Demo: zu viel")
    for told in ("Demo-Sitzung 1", "Demo-Sitzung 2", "Demo: knapp", people.iiz.label):
        assert told in before


def test_a_name_that_cannot_be_shown_is_refused(client_for: Client) -> None:
    made = plan(People())
    data = {"label": "De\x08mo", "code": "new", "purpose": "economic"}
    response = client_for("coordination").post(f"/finanzplanung/plan/{made.code}/positionen/neu/", data)
    assert response.status_code == 422
    assert "nicht darstellen" in response.content.decode()


@pytest.mark.parametrize(("typed", "due"), [("18.12.2026", date(2026, 12, 18)), ("", DUE)], ids=["new", "as before"])
def test_opened_again_until_another_day(client_for: Client, typed: str, due: date) -> None:
    version = consolidated(People())
    response = client_for("coordination").post(
        f"/finanzplanung/plan/{version.plan.code}/1/oeffnen/",
        {"seen": version.version, "reason": "Demo", "inputs_due": typed},
    )
    assert response.status_code == 302
    version.refresh_from_db()
    assert (version.state, version.inputs_due) == ("inputs", due)


def test_who_gave_figures_is_asked_to_look_at_them_once_more(client_for: Client) -> None:
    people = People()
    version = consolidated(people)
    client = client_for("structure_delegate", "awa")
    services.version_reopen(version=version, reason="Demo", actor=people.office)
    assert "Zahlen für den Finanzplan prüfen" not in client.get("/").content.decode()
    services.version_consolidate(version=version, actor=people.office)
    services.version_reopen(version=version, reason="Demo", actor=people.office, inputs_due=DUE)
    assert "Zahlen für den Finanzplan prüfen" in client.get("/").content.decode()
    assert (
        "eingegeben, zu prüfen" in client.get(f"/finanzplanung/plan/{version.plan.code}/1/eingaben/").content.decode()
    )
    services.input_give(
        version=version, position=position(version, "workplace"), given=francs(y2026=1), actor=people.awa
    )
    assert "Zahlen für den Finanzplan prüfen" not in client.get("/").content.decode()


@pytest.mark.parametrize("role", ["body_member", "structure_delegate"])
def test_who_is_asked_reads_who_gave_what(client_for: Client, role: str) -> None:
    people = People()
    version = asked(consolidated(people), people)
    page = client_for(role).get(f"/finanzplanung/plan/{version.plan.code}/1/eingaben/").content.decode()
    for told in ("Eingaben der Regelstrukturen", "3 von 3 Positionen haben Zahlen", "Demo: Kurse", "Demo: Arbeit"):
        assert told in page
    assert "Für Ihre Stelle ist keine Position bezeichnet" not in page


def test_what_is_planned_otherwise_is_changed_from_what_it_is(client_for: Client) -> None:
    people = People()
    version = filled(people)
    services.position_plan(
        version=version,
        position=position(version, "workplace"),
        given=francs(y2026=812_345),
        reason="Demo: gekürzt",
        actor=people.office,
    )
    page = client_for("coordination").get(f"/finanzplanung/plan/{version.plan.code}/1/eingaben/workplace/abweichend/")
    shown = html.unescape(page.content.decode())
    assert "812'345.00" in shown
    assert "Demo: gekürzt</textarea>" in shown


def test_what_is_withdrawn_is_on_no_way_any_more(client_for: Client) -> None:
    people = People()
    version = filled(people)
    address = f"/finanzplanung/plan/{version.plan.code}/1/"
    assert "Gremien einladen" in client_for("coordination").get(address).content.decode()
    services.version_withdraw(version=version, reason="Demo", actor=people.office)
    assert "Gremien einladen" not in client_for("coordination").get(address).content.decode()
