"""The pages of reclaims and refusals (KS 4.7)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ankunft.domain.roles import APPROVER, COORDINATION, FINANCE_OFFICER, MUNICIPAL_FINANCE
from ankunft.domain.settlement import services
from ankunft.domain.settlement.models import Reclaim, Refusal
from tests.domain.settlement.making import MARCH, SEPTEMBER, WINTER, canton, office, released, reported
from tests.domain.settlement.test_rulings import contested, decided, proposed, refused
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db

Client = Callable[..., StrictClient]
LIST = "/entscheide/"
NEW = f"{LIST}rueckforderungen/neu/"


def page_of(one: Reclaim | Refusal, step: str = "") -> str:
    kind = "rueckforderungen" if isinstance(one, Reclaim) else "verweigerungen"
    return f"{LIST}{kind}/{one.pk}/{step}"


def text(client: StrictClient, address: str) -> str:
    return client.get(address).content.decode()


def test_a_reclaim_goes_from_the_proposal_to_the_run_in_the_browser(client_for: Client) -> None:
    (olten,) = canton("Olten")
    people = office()
    reported(olten, WINTER, 12, 0, 0, 0)
    entered = {
        "municipality": olten.pk,
        "amount": "1'234.50",
        "period": "",
        "contribution": "",
        "reason": "Keine Nachweise.",
        "paragraph": "KRS-GEF-2017/01 4.7",
        "origin": "Stichprobe 7",
    }
    coordination, approver = client_for(COORDINATION), client_for(APPROVER)
    coordination.post(NEW, entered)
    reclaim = Reclaim.objects.get()
    assert reclaim.amount == 1234_50
    page = text(coordination, page_of(reclaim))
    assert "1'234.50" in page
    assert "Sie haben hier schon mitgewirkt" in page
    assert f'href="{page_of(reclaim, "entscheiden/")}"' in text(approver, page_of(reclaim))
    approver.post(page_of(reclaim, "entscheiden/"), {"seen": reclaim.version})
    run = released(MARCH, people)
    page = text(approver, f"/laeufe/2025-03/?offen={olten.bfs_number}")
    assert f"Rückforderung {reclaim.reference}" in page
    assert f'href="{page_of(reclaim)}"' in page
    assert "−1'234.50" in text(approver, page_of(reclaim))
    assert run.total == 2400_00 - 1234_50


def test_what_was_typed_stays_and_what_is_wrong_is_said(client_for: Client) -> None:
    canton("Olten")
    answer = client_for(COORDINATION).post(NEW, {"amount": "12,5", "reason": "Nur das."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Geben Sie den Betrag so ein" in page
    assert "Nur das." in page
    assert not Reclaim.objects.exists()


def test_a_step_on_what_changed_meanwhile_is_refused(client_for: Client) -> None:
    (olten,) = canton("Olten")
    people = office()
    reclaim = decided(people, olten)
    seen = reclaim.version
    contested(people, reclaim)
    services.reclaim_lower(reclaim=reclaim, amount=100_00, actor=people.approver, reason="Teils.")
    answer = client_for(APPROVER).post(page_of(reclaim, "aufheben/"), {"seen": seen, "reason": "Alt."})
    assert answer.status_code == 422
    assert "Inzwischen hat jemand anders" in answer.content.decode()


def test_a_municipality_sees_what_is_decided_about_it_and_not_who_did_it(client_for: Client) -> None:
    (olten,) = canton("Olten")
    people = office()
    open_one, mine, refusal = proposed(people, olten), decided(people, olten), refused(people, olten)
    finance = client_for(MUNICIPAL_FINANCE, f"bfs-{olten.bfs_number}")
    page = text(finance, LIST)
    assert mine.reference in page
    assert refusal.reference in page
    assert open_one.reference not in page
    assert finance.get(page_of(open_one)).status_code == 404
    assert people.approver.label not in text(finance, page_of(mine))
    assert people.approver.label in text(client_for(FINANCE_OFFICER), page_of(mine))


def test_the_run_says_what_it_does_not_net(client_for: Client) -> None:
    (olten,) = canton("Olten")
    people = office()
    reclaim = decided(people, olten)
    contested(people, reclaim)
    services.run_calculate(month=MARCH, actor=people.coordination)
    page = text(client_for(APPROVER), "/laeufe/2025-03/")
    assert "Nicht verrechnet: Einsprache offen" in page
    assert f'href="{page_of(reclaim)}"' in page


def test_the_run_says_what_may_be_taken_back_twice(client_for: Client) -> None:
    """A finding was asked back, then the report was corrected as well (decision 0064)."""
    (olten,) = canton("Olten")
    people = office()
    reported(olten, WINTER, 12, 0, 0, 0)
    released(MARCH, people)
    reclaim = decided(people, olten, 200_00, period=str(WINTER), contribution="first_information_interview")
    reported(olten, WINTER, 11, 0, 0, 0, number=2)
    services.run_calculate(month=SEPTEMBER, actor=people.coordination)
    page = text(client_for(APPROVER), f"/laeufe/{SEPTEMBER}/")
    parts = ("Bitte prüfen, ob es dasselbe ist", "Vielleicht zweimal abgezogen", "−200.00", "entschieden")
    assert [part for part in parts if part not in page] == []
    assert f'href="{page_of(reclaim)}"' in page
    services.reclaim_lift(reclaim=reclaim, reason="Demo: berichtigt", actor=people.approver)
    assert "zweimal" not in text(client_for(APPROVER), f"/laeufe/{SEPTEMBER}/")


def test_whoever_may_decide_finds_it_on_the_first_page(client_for: Client) -> None:
    (olten,) = canton("Olten")
    reclaim = proposed(office(), olten)
    assert page_of(reclaim) in text(client_for(APPROVER), "/")
    assert page_of(reclaim) not in text(client_for(FINANCE_OFFICER), "/")


def test_queries_do_not_grow_with_the_decisions(client_for: Client) -> None:
    (olten,) = canton("Olten")
    people = office()
    client = client_for(APPROVER)

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    for number in range(2):
        proposed(people, olten)
        refused(people, olten, f"202{number}-H1")
    few = [count(LIST), count("/")]
    for number in range(2, 9):
        proposed(people, olten)
        refused(people, olten, f"202{number}-H1")
    assert [count(LIST), count("/")] == few
