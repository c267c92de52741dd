"""From open inputs to the decision, by the people whose step it is; faults on the way are said."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from ankunft.domain.funds.models import AskedBody, PlanVersion
from ankunft.domain.roles import IIZ
from ankunft.foundation.access.services import organisation_ensure
from ankunft.foundation.kernel.actor import Actor
from tests.domain.funds.making import People, filled
from tests.support.clients import StrictClient

Client = Callable[..., StrictClient]
ADDRESS = "/finanzplanung/plan/DEMO/1/"
pytestmark = pytest.mark.django_db


def seen() -> dict[str, object]:
    return {"seen": PlanVersion.objects.get().version}


def test_from_the_inputs_to_the_decision(client_for: Client, on_day: Callable[[date], None]) -> None:
    for code in ("iiz-leitung", "iiz-ekg"):
        organisation_ensure(code=code, name=f"Demo-{code}", kind=IIZ, actor=Actor.operator())
    filled(People())
    office, iiz = client_for("coordination"), client_for("iiz_office")
    member, lead = client_for("body_member", "iiz-ekg"), client_for("body_member", "iiz-leitung")

    assert "konsolidieren/" in office.get(ADDRESS).content.decode()
    done = office.post(f"{ADDRESS}konsolidieren/", seen(), follow=True).content.decode()
    assert "Der Finanzplan ist konsolidiert." in done

    assert "Stellungnahmen zum Finanzplan einholen" in iiz.get("/").content.decode()
    bodies = [str(one) for one in iiz.get(f"{ADDRESS}einladen/").context["form"].fields["bodies"].initial]
    assert len(bodies) == 2
    invited = {"statements_due": "05.12.2026", "bodies": bodies, "others": "Demo-Ausschuss\n"}
    late = iiz.post(f"{ADDRESS}einladen/", {**invited, "statements_due": "01.11.2026", **seen()})
    assert (late.status_code, "schon vorbei" in late.content.decode()) == (422, True)
    iiz.post(f"{ADDRESS}einladen/", {**invited, **seen()})
    assert "Zum Finanzplan Stellung nehmen" in member.get("/").content.decode()
    early = iiz.post(f"{ADDRESS}abschliessen/", seen())
    assert (early.status_code, "Demo-Ausschuss" in early.content.decode()) == (422, True)

    asked = {one.name: one.pk for one in AskedBody.objects.all()}
    without = member.post(f"{ADDRESS}stellungnahmen/{asked['Demo-iiz-ekg']}/", {"stance": "reject"})
    assert (without.status_code, "was das Gremium anmerkt" in without.content.decode()) == (422, True)
    said = {"stance": "remarks", "text": "Demo: Sprache knapp bemessen"}
    page = member.post(f"{ADDRESS}stellungnahmen/{asked['Demo-iiz-ekg']}/", said, follow=True).content.decode()
    assert "Demo: Sprache knapp bemessen" in page
    assert member.get(f"{ADDRESS}stellungnahmen/{asked['Demo-Ausschuss']}/").status_code == 403
    lead.post(f"{ADDRESS}stellungnahmen/{asked['Demo-iiz-leitung']}/", {"stance": "recommend"})
    nowhere = iiz.post(f"{ADDRESS}stellungnahmen/{asked['Demo-Ausschuss']}/", {"stance": "recommend"})
    assert (nowhere.status_code, "wo das Gremium" in nowhere.content.decode()) == (422, True)
    recorded = {"stance": "recommend", "reference": "Demo-Zirkularweg"}
    iiz.post(f"{ADDRESS}stellungnahmen/{asked['Demo-Ausschuss']}/", recorded)
    assert "Konsultation zum Finanzplan abschliessen" in iiz.get("/").content.decode()
    iiz.post(f"{ADDRESS}abschliessen/", seen())

    assert "Über den Finanzplan beschliessen" in lead.get("/").content.decode()
    assert member.get(f"{ADDRESS}beschliessen/").status_code == 403
    ruling = {"name": "Demo-Beschluss 7", "by": "IIZ-Leitung", "on": "23.11.2026"}
    ahead = lead.post(f"{ADDRESS}beschliessen/", {**ruling, **seen()})
    assert (ahead.status_code, "erst danach" in ahead.content.decode()) == (422, True)
    assert 'value="Demo-Beschluss 7"' in ahead.content.decode()
    decided = lead.post(f"{ADDRESS}beschliessen/", {**ruling, "on": "20.11.2026", **seen()}, follow=True)
    assert "Der Finanzplan ist beschlossen." in decided.content.decode()
    again = lead.post(f"{ADDRESS}beschliessen/", {**ruling, "on": "20.11.2026", **seen()})
    assert again.status_code in (403, 409)
    assert PlanVersion.objects.get().decision == "Demo-Beschluss 7"


def test_a_step_is_taken_on_what_was_seen(client_for: Client) -> None:
    filled(People())
    first, second = client_for("coordination"), client_for("coordination")
    stale = seen()
    first.post(f"{ADDRESS}zurueckziehen/", {"reason": "Demo", **stale})
    assert second.post(f"{ADDRESS}konsolidieren/", stale).status_code in (403, 409, 422)
    assert PlanVersion.objects.get().state == "withdrawn"


def test_the_files_hold_the_table_of_the_decision(client_for: Client, kip2: PlanVersion) -> None:
    client = client_for("auditor")
    address = "/finanzplanung/plan/KIP2/1/"
    pdf = client.get(f"{address}pdf/").content
    assert pdf == client_for("coordination").get(f"{address}pdf/").content, "the same records, the same bytes"
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
    for row in (
        "Saldo am 01.01. 8.43 4.82 0.99",
        "AMI, Sprache -2.36 – –",
        "Programm R -0.10 -0.30 –",
        "Umsetzung Projekt IIM -1.15 -3.53 -1.55",
        "Durchgehende Fallführung / Potenzialabklärung -0.80 -2.70 -1.03",
        "Sprachförderung ab 16 Jahren 0.00 -0.04 0.00",
        "Frühe Sprachförderung -0.09 -0.12 -0.10",
        "Wirtschaftliche Integration -0.16 -0.44 -0.30",
        "Soziale Integration -0.10 -0.23 -0.12",
        "Saldo am 31.12. 4.82 0.99 -0.56",
        "RRB 2023/2057 vom 11.12.2023, Regierungsrat",
    ):
        assert row in words, row
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{address}excel/").content))
    rows = {str(row[0]).strip(): row[2:8] for row in book.get_sheet_by_name("Finanzplan").to_python()[1:]}
    assert rows["Umsetzung Projekt IIM"] == [-1.15, -3.53, -1.55, -1_150_000, -3_530_000, -1_550_000]
    assert rows["Saldo am 31.12."] == [4.82, 0.99, -0.56, 4_820_000, 990_000, -560_000]
    assert rows["AMI, Sprache"][1] == ""
