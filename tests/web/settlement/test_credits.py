"""The pages of the credits and of the end of a year (KS 4.3.4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ankunft.domain.roles import APPROVER, FINANCE_OFFICER
from ankunft.domain.settlement.models import Credit, YearEnd
from ankunft.foundation.workflow.proposals import ProposalState
from tests.domain.settlement.making import MARCH, SEPTEMBER, WINTER, canton, office, released, reported
from tests.domain.settlement.test_credits import approved_september, credit
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db

Client = Callable[..., StrictClient]
PAGE = "/laeufe/kredite/"


def text(client: StrictClient, address: str) -> str:
    return client.get(address).content.decode()


def test_a_credit_is_proposed_and_confirmed_and_its_year_closed(client_for: Client) -> None:
    people = office()
    (olten,) = canton("Olten")
    reported(olten, WINTER, 12, 0, 0, 0)
    finance, approver = client_for(FINANCE_OFFICER), client_for(APPROVER)
    entered = {
        "scheme": "start.integration",
        "year": "2025",
        "amount": "5'000.00",
        "decision": "Demo-RRB 1",
        "decided_on": "10.12.2024",
    }
    finance.post(f"{PAGE}neu/", entered)
    found = Credit.objects.get()
    assert "Sie haben hier schon mitgewirkt" in text(finance, PAGE)
    approver.post(f"{PAGE}{found.pk}/bestaetigen/")
    found.refresh_from_db()
    assert found.state == ProposalState.CONFIRMED
    released(MARCH, people)
    page = text(finance, "/laeufe/jahre/2025/")
    assert "Jahr abschliessen" not in page
    assert "noch aus diesem Kredit" in page
    assert "aus späterem Kredit" not in page
    released(SEPTEMBER, people)
    page = text(finance, "/laeufe/jahre/2025/")
    assert "Überschuss" in page
    assert "2'600.00" in page
    assert "verfallen" in page
    assert "noch aus diesem Kredit" not in page
    finance.post("/laeufe/jahre/2025/abschliessen/", {"decision": "Demo-RRB 2", "decided_on": "15.12.2025"})
    end = YearEnd.objects.get()
    approver.post(f"/laeufe/jahre/abschluss/{end.pk}/bestaetigen/")
    page = text(finance, "/laeufe/jahre/2025/")
    assert "Demo-RRB 2" in page
    assert "Jahr abschliessen" not in page


def test_a_run_says_that_no_credit_is_recorded_or_that_it_is_not_enough(client_for: Client) -> None:
    people = office()
    (olten,) = canton("Olten")
    reported(olten, WINTER, 12, 0, 0, 0)
    run = approved_september(people)
    client = client_for(APPROVER)
    address = f"/laeufe/{run.payment_month}/"
    assert "kein Kredit bestätigt" in text(client, address)
    credit(people, 2000)
    assert "Es fehlen CHF 400.00" in text(client, address).replace("\xa0", " ")
    answer = client.post(f"{address}freigeben/", {"seen": run.version})
    assert answer.status_code == 409
    assert "überschritten" in answer.content.decode()
    credit(people, 400)
    assert "Kredit" not in text(client, address)


def test_a_year_without_anything_is_not_found(client_for: Client) -> None:
    assert client_for(APPROVER).get("/laeufe/jahre/1999/").status_code == 404


def test_queries_do_not_grow_with_the_years(client_for: Client) -> None:
    people = office()
    client = client_for(APPROVER)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    credit(people, 100, 2024)
    few = count()
    for year in range(2018, 2024):
        credit(people, 100, year)
    assert count() == few
