"""Odd days, years and amounts in every form of money: a sentence in the form, and no page breaks of what was stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import Booking, PersonRate, SourceTerms, Tranche
from ankunft.domain.funds.rules.refunds import Paper
from ankunft.domain.funds.selectors.sources import life_of
from tests.domain.funds.making import MILLION
from tests.domain.funds.money_making import Ground
from tests.support.clients import StrictClient

Client = Callable[..., StrictClient]
SOURCE = "/finanzplanung/quellen/ip-demo/"
PLAN = "DEMO/1/"
DAYS = ("01.01.0001", "31.12.1989", "31.12.9999", "01.01.2500", "31.02.2026", "2026", "x")
AMOUNTS = ("0", "0.005", "1e9", "NaN", "99999999999999999999", "1'000'000'000'000.00", "−9999999999999999.00", "x")
NUMBERS = ("-1", "0", "1", "99999", "99999999999999999999", "x", "1.5")
UNSEEN = ("-1", "99999", "9" * 20, "x", "")
PAGES = (
    "/",
    "/finanzplanung/quellen/",
    SOURCE,
    "/finanzplanung/quellen/ansaetze/",
    "/finanzplanung/quellen/eigenleistung/",
    "/finanzplanung/buchungen/",
    "/finanzplanung/buchungen/uebernahme/",
    "/finanzplanung/umbuchungen/",
    "/finanzplanung/rueckerstattungen/",
    f"/finanzplanung/stand/{PLAN}",
    f"/finanzplanung/hochrechnung/{PLAN}",
    f"/finanzplanung/deckung/{PLAN}",
)
ASSIGNING = f"/finanzplanung/deckung/{PLAN}zuweisen/"
Form = tuple[str, dict[str, object], dict[str, tuple[str, ...]]]


class Records(NamedTuple):
    """The keys of what forms change; of refunds one that was confirmed, and one that waits."""

    tranche: int
    transfer: int
    gone: int
    waiting: int


def forms(ground: Ground, of: Records) -> Iterator[Form]:
    """Every form that takes a day, a year or an amount: its address, what is sound, and which of it is tried oddly."""
    placed = {"position": ground.position("workplace").pk, "source": ground.source.pk, "reason": "Demo"}
    moved = {"moved_on": "20.11.2026", "amount": "1.00", "decision": "Demo", "reason": "Demo"}
    paper: dict[str, tuple[str, ...]] = {"moved_on": DAYS, "amount": AMOUNTS}
    years = {"first_year": NUMBERS, "last_year": NUMBERS}
    terms = {"valid_from": "20.11.2026", "legal_basis": "Demo", "first_year": "2025"}
    yield f"{SOURCE}bedingungen/", terms, {"valid_from": DAYS, "refund_due": DAYS, **years}
    rate = {"kind": "lump_sum", "valid_from": "20.11.2026", "rate": "18000", "document": "Demo"}
    yield "/finanzplanung/quellen/ansaetze/neu/", rate, {"valid_from": DAYS, "rate": AMOUNTS}
    came = {"kind": "granted", "received_on": "20.11.2026", "amount": "1.00", "document": "Demo neu"}
    whom = {"persons": NUMBERS, "months": NUMBERS, "half_year": ("0001-H1", "9999-H2", "2500-H1", "x")}
    yield f"{SOURCE}tranchen/neu/", came, {"received_on": DAYS, "amount": AMOUNTS, **whom}
    corrected = {"amount": "1.00", "document": "Demo neu", "comment": "Demo"}
    yield f"{SOURCE}tranchen/{of.tranche}/berichtigen/", corrected, {"amount": AMOUNTS}
    cost = {**placed, "kind": "other", "booked_on": "20.11.2026", "amount": "1.00", "reference": "Neu", "text": "Demo"}
    keys = {"position": NUMBERS, "source": NUMBERS}
    yield "/finanzplanung/buchungen/neu/", cost, {"booked_on": DAYS, "amount": AMOUNTS, **keys}
    rule = {**placed, "costs": "grants", "valid_from": "20.11.2026"}
    yield "/finanzplanung/buchungen/uebernahme/regel/", rule, {"valid_from": DAYS, **keys}
    between = {"giving": ground.source.pk, "taking": ground.other.pk, **moved}
    yield "/finanzplanung/umbuchungen/neu/", between, {**paper, "giving": NUMBERS, "taking": NUMBERS}
    yield f"/finanzplanung/umbuchungen/{of.transfer}/zurueckziehen/", {"reason": "Demo"}, {"seen": UNSEEN}
    yield f"{SOURCE}rueckerstatten/", moved, dict(paper)
    yield f"/finanzplanung/rueckerstattungen/{of.gone}/rueckzahlung/", moved, dict(paper)
    yield f"/finanzplanung/rueckerstattungen/{of.waiting}/zurueckziehen/", {"reason": "Demo"}, {"seen": UNSEEN}
    assigned = {**placed, "year": "2026", "amount": "1.00"}
    yield ASSIGNING, assigned, {"year": NUMBERS, "amount": AMOUNTS, **keys}


@pytest.fixture
def every(ground: Ground) -> list[Form]:
    """The forms on a plan with a tranche, a transfer and a refund to confirm, and a refund that was."""
    tranche = services.tranche_record(source=ground.source, new=ground.tranche(), actor=ground.finance)
    transfer = services.transfer_propose(
        giving=ground.source,
        taking=ground.other,
        moved_on=date(2026, 11, 20),
        amount=1,
        decision="Demo",
        reason="Demo",
        actor=ground.finance,
    )
    gone, waiting = (
        services.refund_propose(
            source=ground.source, paper=Paper(MILLION // 10, date(2026, 11, 20), "Demo", "Demo"), actor=ground.finance
        )
        for _number in range(2)
    )
    services.refund_confirm(refund=gone, actor=ground.approver)
    return list(forms(ground, Records(tranche.pk, transfer.pk, gone.pk, waiting.pk)))


@pytest.mark.parametrize("values", [DAYS, AMOUNTS], ids=["days", "amounts"])
def test_no_odd_day_and_no_odd_amount_is_taken(client_for: Client, every: list[Form], values: tuple[str, ...]) -> None:
    """Each is told in the form, which keeps what was typed; zero alone takes back what was assigned by hand."""
    office = client_for("coordination")
    for address, sound, odd in every:
        for name in (name for name, tried in odd.items() if tried is values):
            for value in values:
                answer = office.post(address, {**sound, name: value})
                if (address, value) == (ASSIGNING, "0"):
                    assert answer.status_code == 302
                    continue
                assert answer.status_code == 422, (address, name, value)
                assert answer.context["form"].errors
                assert answer.context["form"][name].value() == value
    assert (Tranche.objects.count(), Booking.objects.count()) == (1, 0)
    assert not PersonRate.objects.exists()


def test_no_odd_number_breaks_a_form_or_a_page(client_for: Client, every: list[Form], ground: Ground) -> None:
    office = client_for("coordination")
    for address, sound, odd in every:
        for name in (name for name, tried in odd.items() if tried not in (DAYS, AMOUNTS)):
            for value in odd[name]:
                assert office.post(address, {**sound, name: value}).status_code in (302, 409, 422), (
                    address,
                    name,
                    value,
                )
    for page in PAGES:
        assert office.get(page).status_code == 200, page
    assert len(life_of(ground.source, ground.finance).years) == 1


@pytest.mark.parametrize(
    "address",
    [
        "/finanzplanung/buchungen/{}/",
        "/finanzplanung/umbuchungen/{}/",
        "/finanzplanung/rueckerstattungen/{}/",
        "/finanzplanung/stand/DEMO/{}/",
        "/finanzplanung/hochrechnung/DEMO/1/{}/",
        "/finanzplanung/deckung/DEMO/1/zuweisen/{}/",
        SOURCE + "tranchen/{}/berichtigen/",
    ],
)
def test_no_number_in_an_address_is_too_large(client_for: Client, ground: Ground, address: str) -> None:
    office = client_for("coordination")
    for number in ("0", "2147483648", "9" * 40):
        assert office.get(address.format(number)).status_code == 404


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"/finanzplanung/stand/{PLAN}", "jahr"),
        ("/finanzplanung/quellen/eigenleistung/", "jahr"),
        (f"/finanzplanung/deckung/{PLAN}", "stand"),
        ("/finanzplanung/buchungen/", "jahr"),
        ("/finanzplanung/buchungen/", "ab"),
        ("/finanzplanung/buchungen/", "bis"),
        ("/finanzplanung/buchungen/", "position"),
        (SOURCE, "offen"),
        ("/finanzplanung/plan/DEMO/1/", "offen"),
        ("/finanzplanung/plan/DEMO/positionen/workplace/zielgruppen/", "deckung"),
    ],
)
def test_what_is_odd_in_an_address_narrows_nothing(client_for: Client, ground: Ground, address: str, name: str) -> None:
    office = client_for("coordination")
    for value in ("0001-01-01", "9999-12-31", "-1", "9" * 40, "workplace." + "9" * 400, "x"):
        assert office.get(address, {name: value}).status_code == 200


@pytest.mark.parametrize("year", ["1989", "2052", "2199"])
@pytest.mark.parametrize("name", ["first_year", "last_year", "refund_due"])
def test_a_period_of_a_source_lies_in_a_time_that_can_be_foreseen(
    client_for: Client, ground: Ground, name: str, year: str
) -> None:
    """Also where an extension has its decision and its conditions."""
    typed = {"valid_from": "20.11.2026", "legal_basis": "Demo", "decision": "Demo", "condition": "Demo"}
    value = f"31.12.{year}" if name == "refund_due" else year
    answer = client_for("coordination").post(f"{SOURCE}bedingungen/", {**typed, name: value})
    assert answer.status_code == 422
    assert SourceTerms.objects.filter(source=ground.source).count() == 1
