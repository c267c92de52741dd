"""Money that goes back to the federation, on pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import Refund
from ankunft.domain.funds.values import NewSource
from ankunft.foundation.kernel.actor import Actor
from tests.domain.funds.making import MILLION, source
from tests.domain.funds.money_making import TERMS, Ground
from tests.support.clients import StrictClient
from tests.web.money.reading import text_of

Client = Callable[..., StrictClient]
LIST = "/finanzplanung/rueckerstattungen/"
TYPED = {"moved_on": "20.11.2026", "amount": "500'000", "decision": "Demo-Schreiben", "reason": "Demo: nicht gebraucht"}


def of(ground: Ground) -> str:
    return f"/finanzplanung/quellen/{ground.source.code}/"


def test_a_refund_takes_two_people(client_for: Client, ground: Ground) -> None:
    finance, approver = client_for("finance_officer"), client_for("approver")
    form = finance.get(f"{of(ground)}rueckerstatten/").content.decode()
    assert "3&#x27;000&#x27;000.00" in form, "what is left stands in the form"
    refused = finance.post(f"{of(ground)}rueckerstatten/", {**TYPED, "amount": "4'000'000"})
    assert refused.status_code == 422
    assert "lassen sich nicht zurückerstatten" in text_of(refused)
    assert "noch nicht vorbei" in text_of(finance.post(f"{of(ground)}rueckerstatten/", {**TYPED, "reason": ""}))
    finance.post(f"{of(ground)}rueckerstatten/", TYPED)
    refund = Refund.objects.get()
    address = f"{LIST}{refund.pk}/"
    own = text_of(finance.get(address))
    assert "Demo-Schreiben" in own
    assert "Bestätigen …" not in own, "whoever proposed does not confirm"
    assert finance.post(f"{address}bestaetigen/", {"seen": refund.version}).status_code == 403
    assert "Rückerstattung bestätigen" in text_of(approver.get("/"))
    assert "Rückerstattung bestätigen" not in text_of(finance.get("/"))
    old = approver.post(f"{address}bestaetigen/", {"seen": refund.version + 7})
    assert old.status_code in (409, 422), "a step on a refund that was otherwise is refused"
    approver.post(f"{address}bestaetigen/", {"seen": refund.version})
    refund.refresh_from_db()
    assert refund.state == "confirmed"
    assert "Rückerstattung bestätigen" not in text_of(approver.get("/"))
    page = text_of(approver.get(of(ground)))
    for told in ("2'500'000.00", "zurückerstattet, CHF", "−500'000.00", refund.reference):
        assert told in page


def test_what_comes_back_is_a_record_of_its_own(client_for: Client, ground: Ground) -> None:
    refund = ground.refund()
    finance = client_for("finance_officer")
    assert "Rückzahlung des SEM …" in text_of(finance.get(f"{LIST}{refund.pk}/"))
    address = f"{LIST}{refund.pk}/rueckzahlung/"
    assert finance.post(address, {**TYPED, "reason": ""}).status_code == 422
    finance.post(address, TYPED)
    back = Refund.objects.get(reverses=refund)
    page = text_of(finance.get(f"{LIST}{back.pk}/"))
    assert f"Hebt auf {refund.reference}" in page
    assert "SEM → Demo-Pauschale ip-demo" in page
    services.refund_confirm(refund=back, actor=ground.approver)
    assert back.reference in text_of(finance.get(f"{LIST}{refund.pk}/"))
    assert "Rückzahlung des SEM …" not in text_of(finance.get(f"{LIST}{back.pk}/"))
    assert finance.get(f"{LIST}{back.pk}/rueckzahlung/").status_code == 404
    listed = text_of(finance.get(LIST))
    assert "−1'000'000.00" in listed
    assert " 500'000.00" in listed


def test_only_what_may_go_back_has_a_button(client_for: Client, ground: Ground) -> None:
    services.sources_ensure(sources=[NewSource("canton-demo", "Demo: Kanton", "canton")], actor=Actor.operator())
    canton = source("canton-demo")
    services.terms_set(source=canton, terms=TERMS, actor=ground.people.office)
    services.tranche_record(source=canton, new=ground.tranche(), actor=ground.finance)
    office, auditor = client_for("coordination"), client_for("auditor")
    assert "Rückerstatten …" in text_of(office.get(of(ground)))
    assert "Rückerstatten …" not in text_of(auditor.get(of(ground)))
    for code in (canton.code, ground.other.code):
        assert "Rückerstatten …" not in text_of(office.get(f"/finanzplanung/quellen/{code}/"))
    ground.refund(3 * MILLION)
    assert "Rückerstatten …" not in text_of(office.get(of(ground)))


def test_the_deadline_that_is_over_is_late_until_the_second_person(client_for: Client, ground: Ground) -> None:
    # A projection of before expects the refund for later: it does not hide what is late.
    services.projection_run(version=ground.version, seed=7, actor=ground.finance)
    soon = replace(TERMS, valid_from=date(2026, 1, 1), refund_due=date(2026, 6, 30))
    services.terms_set(source=ground.source, terms=soon, actor=ground.people.office)
    office = client_for("coordination")
    for told in ("Frist der Rückerstattung ist vorbei", "noch CHF 3'000'000.00"):
        assert told in text_of(office.get("/"))
    office.post(f"{of(ground)}rueckerstatten/", {**TYPED, "amount": "3'000'000", "reason": ""})
    assert "Frist der Rückerstattung ist vorbei" in text_of(office.get("/"))
    services.refund_confirm(refund=Refund.objects.get(), actor=ground.approver)
    assert "Frist der Rückerstattung ist vorbei" not in text_of(office.get("/"))
    assert "Frist vorbei" not in text_of(office.get("/finanzplanung/quellen/"))


@pytest.mark.parametrize(
    "place",
    [LIST, "/finanzplanung/quellen/ip-demo/", "/finanzplanung/quellen/", "/"],
    ids=["list", "one", "all", "day"],
)
def test_pages_cost_the_same_for_many(
    client_for: Client, ground: Ground, queries: Callable[..., int], place: str
) -> None:
    approver = client_for("approver")

    def more() -> None:
        services.refund_return(refund=ground.refund(1_00), paper=ground.paper(1_00), actor=ground.finance)

    more()
    queries(approver, place)
    once = queries(approver, place)
    for _number in range(4):
        more()
    assert queries(approver, place) == once
