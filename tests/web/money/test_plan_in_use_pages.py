"""A plan in use on pages: planned, booked and projected; how long the money lasts; who bears what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.loader import load_funds
from ankunft.domain.funds.models import Assignment, FundingSource, PlanVersion, Projection
from ankunft.foundation.kernel.actor import Actor
from tests.domain.funds.making import MILLION
from tests.domain.funds.money_making import Ground
from tests.support.clients import StrictClient
from tests.web.money.reading import text_of

Client = Callable[..., StrictClient]
MONITOR, PROJECTION, COVERAGE = (f"/finanzplanung/{page}/DEMO/1/" for page in ("stand", "hochrechnung", "deckung"))


def test_figures_lead_to_where_they_come_from(client_for: Client, ground: Ground) -> None:
    ground.book(amount=400_000_00)
    answer = client_for("auditor").get(f"{MONITOR}?jahr=2026")
    page = text_of(answer)
    assert "−1'000'000.00" in page
    assert "−400'000.00" in page
    markup = answer.content.decode()
    work = ground.position("workplace").pk
    assert f"/finanzplanung/buchungen/?position={work}&amp;jahr=2026" in markup
    assert "/finanzplanung/plan/DEMO/1/?offen=workplace.2026" in markup
    assert "verbucht bis 31.03.2026" in page


def test_all_years_add_up(client_for: Client, ground: Ground) -> None:
    page = text_of(client_for("auditor").get(f"{MONITOR}?jahr=alle"))
    assert "−2'400'000.00" in page, "1.0 + 0.5 + 0.4 + 0.3 + 0.2 million"


def test_a_projection_is_made_kept_and_read_again(client_for: Client, ground: Ground) -> None:
    office = client_for("coordination")
    for _run in range(2):
        services.projection_run(version=ground.version, actor=ground.finance)
    first, second = Projection.objects.order_by("pk")
    page = text_of(office.get(PROJECTION))
    assert str(second.seed) in page
    assert "10'000" in page
    assert "Plan ± 25 %" in page
    earlier = text_of(office.get(f"{PROJECTION}{first.pk}/"))
    assert str(first.seed) in earlier
    assert "frühere Hochrechnung" in earlier
    assert office.get(f"{PROJECTION}999999/").status_code == 404


def test_who_bears_what_is_explained_and_uncovered_need_is_told(client_for: Client, ground: Ground) -> None:
    office = client_for("coordination")
    answer = office.get(COVERAGE)
    page = text_of(answer)
    assert f"{ground.source.label} trägt CHF 1'000'000.00." in page
    assert "Ungedeckter Bedarf" not in page
    folded, unfolded = '<details class="folded money__position">', '<details class="folded money__position" open>'
    markup = answer.content.decode()
    assert (markup.count(folded), markup.count(unfolded)) == (3, 0), "only what lacks something is open from the start"
    services.transfer_propose(
        giving=ground.source,
        taking=ground.other,
        moved_on=date(2026, 11, 22),
        amount=2 * MILLION,
        decision="Demo",
        reason="Demo",
        actor=ground.finance,
    )
    transfer = ground.source.given.get()
    services.transfer_confirm(transfer=transfer, actor=ground.approver)
    ground.book(amount=MILLION, source=ground.other)
    ground.book(amount=MILLION, source=ground.other, reference="Demo 2", reason="Demo")
    answer = office.get(COVERAGE)
    page = text_of(answer)
    assert "Ungedeckter Bedarf" in page
    assert "ungedeckt" in page[: page.index("Position für Position")], "the table of sources says it too"
    assert "400'000.00 trägt keine Quelle" in page
    lacking = [part for part in answer.content.decode().split("</summary>") if unfolded in part]
    assert ["ungedeckt: CHF" in part for part in lacking] == [True]


def test_a_source_is_assigned_by_hand_and_taken_back(client_for: Client, ground: Ground) -> None:
    office = client_for("coordination")
    services.tranche_record(source=ground.other, new=ground.tranche(MILLION), actor=ground.finance)
    typed = {
        "position": ground.position("workplace").pk,
        "year": "2026",
        "source": ground.other.pk,
        "amount": "300'000",
        "reason": "Demo: so vereinbart",
    }
    assert office.post(f"{COVERAGE}zuweisen/", {**typed, "reason": ""}).status_code == 422
    office.post(f"{COVERAGE}zuweisen/", typed)
    page = text_of(office.get(COVERAGE))
    assert "von Hand" in page
    assert "Demo: so vereinbart" in page
    assert "700'000.00" in page, "the rest stays with the source of the plan"
    one = Assignment.objects.get()
    office.post(f"{COVERAGE}zuweisen/{one.pk}/", {"reason": "Demo: anders vereinbart"})
    assert "Demo: so vereinbart" not in text_of(office.get(COVERAGE))
    assert office.get(f"{COVERAGE}zuweisen/{one.pk}/").status_code == 404, "it is taken back already"


def test_what_kip_2_lacks_is_borne_by_kip_2bis_then_by_kip_3(client_for: Client) -> None:
    operator = Actor.operator()
    load_funds(operator)
    version = PlanVersion.objects.get(plan__code="KIP2")
    services.tranche_record(
        source=FundingSource.objects.get(code="ip-kip2bis"),
        new=services.NewTranche("granted", date(2025, 1, 15), 320_000_00, "Demo-Beleg"),
        actor=operator,
    )
    page = text_of(client_for("auditor").get(f"/finanzplanung/deckung/KIP2/{version.number}/?stand=beschluss"))
    assert "Integrationspauschale KIP 2bis – – 320'000.00 320'000.00" in page
    assert "Integrationspauschale KIP 3 – – 240'000.00 240'000.00" in page
    assert "Integrationspauschale KIP 2 3'610'000.00 3'830'000.00 990'000.00 8'430'000.00 0.00" in page


def test_a_version_that_takes_inputs_is_not_shown_to_structures(client_for: Client, ground: Ground) -> None:
    assert client_for("structure_delegate").get(MONITOR).status_code == 200
    assert client_for("structure_delegate").get(MONITOR.replace("/1/", "/7/")).status_code == 404


@pytest.mark.parametrize("page", [MONITOR, PROJECTION, COVERAGE])
def test_pages_cost_the_same_for_many_bookings(
    client_for: Client, ground: Ground, queries: Callable[..., int], page: str
) -> None:
    reader = client_for("auditor")
    ground.book(amount=1_00)
    services.projection_run(version=ground.version, actor=ground.finance)
    queries(reader, page)
    once = queries(reader, page)
    for number in range(2, 6):
        code = ("workplace", "language.courses", "language.early")[number % 3]
        ground.book(code, amount=1_00, reference=f"Demo-Rechnung {number}", day=date(2026, number + 1, 28))
        services.projection_run(version=ground.version, actor=ground.finance)
    assert queries(reader, page) == once


def test_whom_a_position_serves_decides_who_may_bear_it(client_for: Client, ground: Ground) -> None:
    office = client_for("coordination")
    address = "/finanzplanung/plan/DEMO/positionen/workplace/zielgruppen/?deckung=1"
    assert address in office.get(COVERAGE).content.decode()
    assert office.post(address, {"serves": "some"}).status_code == 422
    changed = office.post(address, {"serves": "some", "groups": ["refugees"]}, follow=True)
    assert changed.redirect_chain == [(COVERAGE, 302)]
    assert "Dient: Anerkannte Flüchtlinge" in text_of(changed)
    assert 'value="refugees" checked' in " ".join(office.get(address).content.decode().split()).replace(
        ' id="id_groups_0"', ""
    ).replace(' class="govuk-checkboxes__input"', "")
    office.post(address, {"serves": "unknown"})
    assert ground.position("workplace").groups is None
    assert "Deckung" not in text_of(office.get(address.replace("=1", "=x")))
