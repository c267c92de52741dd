"""The pages of the settlement: who sees them, what they show, and that they do not grow with the canton."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ankunft.domain.settlement import states
from ankunft.domain.settlement.models import Run
from ankunft.domain.settlement.services import run_calculate
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.kernel.actor import Actor
from tests.domain.settlement.making import MARCH, SEPTEMBER, SPRING, WINTER, canton, office, released, reported
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., StrictClient]
RUN = "/laeufe/2025-03/"


def seen() -> dict[str, int]:
    """What the page of a step says it shows."""
    return {"seen": Run.objects.get().version}


def a_run(*names: str) -> Run:
    for place in canton(*names or ("Olten", "Trimbach")):
        reported(place, WINTER, 12, 5, 3, 1)
    return run_calculate(month=MARCH, actor=Actor.operator())


def test_the_run_shows_its_state_its_total_and_every_municipality(client_for: ClientFor) -> None:
    a_run()
    page = client_for("finance_officer").get(RUN).content.decode()
    assert "Zahlungslauf März 2025" in page
    assert "Leistungen 2024-H2 und Sockelbeitrag 2025" in page
    assert "CHF 7&#x27;920.00" in page
    assert "Olten" in page
    assert "Trimbach" in page
    assert "Die Selbstdeklaration 2025 fehlt (KS 4.5.2)." in page


def test_a_municipality_opens_into_its_derivation(client_for: ClientFor) -> None:
    a_run("Olten")
    number = Run.objects.get().lines.first().municipality.bfs_number
    page = client_for("auditor").get(RUN, {"offen": number}).content.decode()
    assert "So kommt Olten auf CHF" in page
    assert "Bericht 2024-H2, Fassung 1" in page
    assert "KRS-GEF-2017/01 4.3.2" in page
    assert page.index("Erstinformationsgespräche 2024-H2") < page.index("Dolmetscheinsätze bei Erst")


@pytest.mark.parametrize("number", ["0", "abc", "9999999999", "-1", "5000'", "²", "٣"])
def test_an_unknown_municipality_opens_nothing(client_for: ClientFor, number: str) -> None:
    a_run()
    assert "So kommt" not in client_for("auditor").get(RUN, {"offen": number}).content.decode()


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ({"suche": "trim"}, 'expanded="false">Trimbach<', 'expanded="false">Olten<'),
        ({"ansicht": "korrektur"}, "Keine Gemeinde in dieser Auswahl.", 'expanded="false">Olten<'),
        ({"ansicht": "unbekannt"}, 'expanded="false">Olten<', "Keine Gemeinde"),
        ({"sort": "-total"}, 'expanded="false">Olten<', "Keine Gemeinde"),
    ],
)
def test_filters_stay_in_the_address(client_for: ClientFor, query: dict[str, str], shown: str, hidden: str) -> None:
    a_run()
    page = client_for("coordination").get(RUN, query).content.decode()
    assert shown in page
    assert hidden not in page


def test_a_correction_is_found_by_its_filter(client_for: ClientFor) -> None:
    people = office()
    (olten,) = canton("Olten")
    reported(olten, WINTER, 12, 0, 0, 0)
    released(MARCH, people)
    reported(olten, WINTER, 10, 0, 0, 0, number=2)
    reported(olten, SPRING, 1, 0, 0, 0)
    run_calculate(month=SEPTEMBER, actor=people.coordination)
    page = client_for("finance_officer").get("/laeufe/2025-09/", {"ansicht": "korrektur"}).content.decode()
    assert "−400.00" in page


def test_from_the_draft_to_the_release_by_three_people(client_for: ClientFor) -> None:
    a_run()
    finance, approver = client_for("finance_officer"), client_for("approver")
    for someone, step, state in (
        (finance, "pruefen", states.CHECKED),
        (approver, "genehmigen", states.APPROVED),
        (approver, "freigeben", states.RELEASED),
    ):
        address = f"{RUN}{step}/"
        assert address in someone.get(RUN).content.decode()
        assert someone.get(address).status_code == 200
        assert someone.post(address, seen()).headers["Location"] == RUN
        assert Run.objects.get().state == state
    assert "freigegeben" in finance.get(RUN).content.decode()


def test_a_step_out_of_turn_says_why(client_for: ClientFor) -> None:
    a_run()
    answer = client_for("approver").post(f"{RUN}freigeben/", seen())
    assert answer.status_code == 403
    assert "Der Stand ist «Entwurf»" in answer.content.decode()
    assert Run.objects.get().state == states.DRAFT


def test_going_back_needs_a_reason_and_keeps_the_page(client_for: ClientFor) -> None:
    a_run()
    finance = client_for("finance_officer")
    finance.post(f"{RUN}pruefen/", seen())
    answer = finance.post(f"{RUN}zurueckgeben/", {**seen(), "reason": ""})
    assert answer.status_code == 422
    assert "Sagen Sie, warum der Lauf zurückgeht." in answer.content.decode()
    assert finance.post(f"{RUN}zurueckgeben/", {**seen(), "reason": "Olten prüfen"}).status_code == 302
    assert Run.objects.get().state == states.DRAFT
    assert "Olten prüfen" in finance.get(RUN).content.decode()


def test_calculating_is_a_job_with_progress(client_for: ClientFor) -> None:
    canton("Olten")
    answer = client_for("coordination").post("/laeufe/berechnen/", {"month": "2025-03"})
    job = Job.objects.get()
    assert answer.headers["Location"] == reverse("job", args=[job.pk])
    assert job.parameters == {"month": "2025-03"}


def test_a_month_that_pays_nothing_is_refused(client_for: ClientFor) -> None:
    answer = client_for("coordination").post("/laeufe/berechnen/", {"month": "2025-04"})
    assert answer.status_code == 409
    assert "März und im September" in answer.content.decode()


def test_the_workbook_of_a_run(client_for: ClientFor) -> None:
    a_run()
    answer = client_for("auditor").get(f"{RUN}excel/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="zahlungslauf-2025-03.xlsx"'
    assert answer.content[:2] == b"PK"


def test_a_municipality_sees_its_own_released_contributions_only(client_for: ClientFor) -> None:
    people = office()
    olten, trimbach = canton("Olten", "Trimbach")
    for place in (olten, trimbach):
        reported(place, WINTER, 12, 0, 0, 0)
    officer = client_for("integration_officer", f"bfs-{olten.bfs_number}")
    run_calculate(month=MARCH, actor=people.coordination)
    assert "Noch ist nichts ausbezahlt." in officer.get("/beitraege/").content.decode()
    released(MARCH, people)
    page = officer.get("/beitraege/").content.decode()
    assert "So kommt Olten auf CHF" in page
    assert "Trimbach" not in page
    assert officer.get(RUN).status_code == 403


def test_my_day_names_the_next_step(client_for: ClientFor) -> None:
    a_run()
    assert "Zahlungslauf prüfen" in client_for("finance_officer").get("/").content.decode()
    assert "Zahlungslauf genehmigen" not in client_for("approver").get("/").content.decode()
    client_for("finance_officer").post(f"{RUN}pruefen/", seen())
    assert "Zahlungslauf genehmigen" in client_for("approver").get("/").content.decode()


def test_a_paragraph_leads_to_its_tariff(client_for: ClientFor) -> None:
    canton("Olten")
    page = client_for("municipal_finance").get("/tarife/").content.decode()
    assert 'id="krs-gef-2017-01-4-3-2-fn-3"' in page
    assert "aufgehoben per 01.07.2018" in page


@pytest.mark.parametrize("address", ["/laeufe/", RUN, "/tarife/", "/"])
def test_queries_do_not_grow_with_the_municipalities(client_for: ClientFor, address: str) -> None:
    people = office()

    def queries(count: int) -> int:
        for place in canton(*(f"Demo-Dorf {number}" for number in range(count))):
            reported(place, WINTER, 1, 0, 0, 0)
        run_calculate(month=MARCH, actor=people.coordination)
        someone = client_for("auditor")
        someone.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert someone.get(address).status_code == 200
        return len(captured)

    assert queries(1) == queries(49)


def test_queries_of_the_statement_do_not_grow_with_the_lines(client_for: ClientFor) -> None:
    people = office()
    (olten,) = canton("Olten")
    officer = client_for("integration_officer", f"bfs-{olten.bfs_number}")
    counts = []
    for month, period in ((MARCH, WINTER), (SEPTEMBER, SPRING)):
        reported(olten, period, 12, 5, 3, 1)
        released(month, people)
        officer.get("/beitraege/")
        with CaptureQueriesContext(connection) as captured:
            assert officer.get("/beitraege/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_nobody_confirms_a_total_that_was_not_on_the_page(client_for: ClientFor) -> None:
    """The run was sent back and calculated anew between the page and the button."""
    run = a_run()
    finance = client_for("finance_officer")
    on_the_page = seen()
    run_calculate(month=MARCH, actor=Actor.operator())
    answer = finance.post(f"{RUN}pruefen/", on_the_page)
    assert answer.status_code == 409
    assert "Inzwischen hat jemand anders" in answer.content.decode()
    assert finance.post(f"{RUN}pruefen/").status_code == 422
    run.refresh_from_db()
    assert run.state == states.DRAFT
