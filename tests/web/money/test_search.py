"""Sources and their money are found by name and number, by whoever may see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.web.shell.registry import search
from tests.domain.funds.making import MILLION
from tests.domain.funds.money_making import Ground
from tests.support.clients import StrictClient
from tests.support.people import actor_with
from tests.web.money.reading import text_of


def found(client: StrictClient, words: str) -> str:
    return text_of(client.post("/suche/", {"q": words}, follow=True))


def test_money_is_found_by_its_number(client_for: Callable[..., StrictClient], ground: Ground) -> None:
    booking = ground.book(amount=123_45)
    tranche = services.tranche_record(source=ground.other, new=ground.tranche(MILLION), actor=ground.finance)
    transfer = services.transfer_propose(
        giving=ground.source,
        taking=ground.other,
        moved_on=date(2026, 9, 1),
        amount=7_00,
        decision="Demo",
        reason="Demo",
        actor=ground.finance,
    )
    auditor, municipal = client_for("auditor"), client_for("integration_officer", "bfs-2601")
    told = {
        booking.number: f"{ground.source.label} · CHF 123.45",
        tranche.reference.lower(): f"{ground.other.label} · CHF 1'000'000.00",
        transfer.reference: f"{ground.source.label} · CHF 7.00",
    }
    for number, detail in told.items():
        assert detail in found(auditor, number)
        assert detail not in found(municipal, number)
    assert "CHF 7.00" in text_of(auditor.get(f"/finanzplanung/umbuchungen/{transfer.pk}/"))


@pytest.mark.usefixtures("ground")
@pytest.mark.parametrize("typed", ["B-", "B-99999999999999999999", "B-x", "B-١", "Z-1", "U-0"])
def test_what_is_no_number_finds_nothing(typed: str) -> None:
    assert search.hits_for(actor_with("auditor"), typed) == []
