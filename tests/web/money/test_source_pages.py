"""Sources on pages: how they stand, what they may bear, what they get."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import FundingSource, PersonRate, SourceTerms, Tranche
from ankunft.domain.funds.values import NewSource
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.domain.funds.making import MILLION
from tests.domain.funds.money_making import TERMS, Ground
from tests.support.clients import StrictClient
from tests.web.money.reading import text_of

Client = Callable[..., StrictClient]
LIST = "/finanzplanung/quellen/"
TYPED_TERMS = {
    "valid_from": "01.12.2026",
    "legal_basis": "Demo-Verfügung",
    "purposes": ["economic", "social"],
    "first_year": "2025",
    "refund_due": "31.12.2029",
}


def test_what_is_to_be_refunded_first_stands_first(client_for: Client, ground: Ground) -> None:
    services.terms_set(
        source=ground.other,
        terms=replace(TERMS, valid_from=date(2026, 1, 1), refund_due=date(2026, 12, 31)),
        actor=ground.people.office,
    )
    page = text_of(client_for("auditor").get(LIST))
    assert page.index(ground.other.label) < page.index(ground.source.label)
    assert "noch 39 Tage" in page
    assert "Frist naht" in page
    assert "nicht erfasst" in page, "nobody knows what the other source has"
    assert "3'000'000.00" in page


def test_a_deadline_that_is_over_is_told_with_what_is_left(client_for: Client, ground: Ground) -> None:
    with clock.moved_to(date(2028, 1, 3)):
        page = text_of(client_for("coordination").get(LIST))
    assert "Frist vorbei" in page
    assert "vor 3 Tagen" in page


def test_a_source_from_its_first_balance_to_todays(client_for: Client, ground: Ground) -> None:
    ground.book(amount=100_000_00)
    services.tranche_record(source=ground.source, new=ground.tranche(250_000_00), actor=ground.finance)
    page = text_of(client_for("finance_officer").get(f"{LIST}{ground.source.code}/"))
    for told in ("3'150'000.00", "250'000.00", "100'000.00", "Saldo Anfang 2026", "Demo: Arbeit", "Demo-Vereinbarung"):
        assert told in page


def test_a_tranche_opens_into_persons_times_rate(client_for: Client, ground: Ground) -> None:
    office = client_for("coordination")
    office.post(f"{LIST}ansaetze/neu/", rate("lump_sum", "18'000"))
    office.post(f"{LIST}ansaetze/neu/", rate("programme_s", "250"))
    assert PersonRate.objects.count() == 2
    address = f"{LIST}{ground.source.code}/"
    typed = {
        "kind": "paid",
        "received_on": "20.11.2026",
        "amount": "177'500",
        "document": "Demo-Abrechnung",
        "half_year": "2026-H2",
        "persons": "10",
        "months": "10",
    }
    refused = office.post(f"{address}tranchen/neu/", {**typed, "amount": "170'000"})
    assert refused.status_code == 422
    assert "Zu erwarten wären CHF 177'500.00" in text_of(refused)
    assert "170'000" in html.unescape(refused.content.decode()), "what was typed stays"
    assert not Tranche.objects.exists()
    assert office.post(f"{address}tranchen/neu/", typed).status_code == 302
    tranche = Tranche.objects.get()
    page = text_of(office.get(f"{address}?offen={tranche.reference}"))
    assert "10 × CHF 18'000.00" in page
    assert "−2'500.00" in page
    assert "So kommt" not in text_of(office.get(address))


def rate(kind: str, francs: str) -> dict[str, str]:
    return {"kind": kind, "valid_from": "01.01.2026", "rate": francs, "document": "Demo-Schreiben"}


def test_a_tranche_is_corrected_by_another_one(client_for: Client, ground: Ground) -> None:
    first = services.tranche_record(source=ground.source, new=ground.tranche(MILLION), actor=ground.finance)
    finance = client_for("finance_officer")
    address = f"{LIST}{ground.source.code}/tranchen/{first.pk}/berichtigen/"
    finance.post(address, {"amount": "-1000", "document": "Demo-Beleg 2", "comment": "Demo: zu viel"})
    assert Tranche.objects.get(corrects=first).amount == -1_000_00
    page = text_of(finance.get(f"{LIST}{ground.source.code}/"))
    assert "Berichtigung zu Demo-Beleg 1" in page
    assert "999'000.00" in page


def test_an_extension_says_who_granted_it_and_on_which_condition(client_for: Client, ground: Ground) -> None:
    office = client_for("coordination")
    address = f"{LIST}{ground.source.code}/bedingungen/"
    form = office.get(address).content.decode()
    assert "31.12.2027" in form, "the terms that hold stand in the form"
    refused = office.post(address, TYPED_TERMS)
    assert "Eine Erstreckung beruht auf einem Entscheid" in text_of(refused)
    assert SourceTerms.objects.filter(source=ground.source).count() == 1
    said = {"decision": "Demo-Schreiben des SEM", "condition": "Demo: vierteljährlich berichten"}
    assert office.post(address, {**TYPED_TERMS, **said}).status_code == 302
    page = text_of(office.get(f"{LIST}{ground.source.code}/"))
    assert "Ab 01.12.2026" in page
    assert "Demo: vierteljährlich berichten" in page


def test_the_matching_rule_says_what_is_lacking(client_for: Client, ground: Ground) -> None:
    services.sources_ensure(
        sources=[NewSource("demo-ifk", "Demo-Kredit", "credit"), NewSource("demo-canton", "Demo-Kanton", "canton")],
        actor=Actor.operator(),
    )
    credit, canton = (FundingSource.objects.get(code=code) for code in ("demo-ifk", "demo-canton"))
    services.terms_set(source=canton, terms=TERMS, actor=ground.people.office)
    services.tranche_record(source=credit, new=ground.tranche(500_000_00), actor=ground.finance)
    ground.book(amount=120_000_00, source=canton)
    page = text_of(client_for("auditor").get(f"{LIST}eigenleistung/"))
    assert "nicht erfüllt" in page
    assert "380'000.00" in page
    assert "nichts erhalten" in text_of(client_for("auditor").get(f"{LIST}eigenleistung/?jahr=2025"))


@pytest.mark.parametrize("address", ["", "{source}/"])
def test_pages_of_sources_cost_the_same_for_many(
    client_for: Client, ground: Ground, queries: Callable[..., int], address: str
) -> None:
    client = client_for("auditor")
    page = LIST + address.format(source=ground.source.code)
    ground.book(amount=1_00)
    services.tranche_record(source=ground.source, new=ground.tranche(), actor=ground.finance)
    queries(client, page)
    once = queries(client, page)
    for number in range(2, 6):
        ground.book(
            ("workplace", "language.courses", "language.early")[number % 3],
            amount=1_00,
            reference=f"Demo-Rechnung {number}",
        )
        new = ground.tranche(document=f"Demo-Beleg {number}")
        services.tranche_record(source=ground.source, new=new, actor=ground.finance)
    assert queries(client, page) == once
