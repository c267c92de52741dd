"""Every franc of a source explains itself: amount, paper, persons, paragraph, and what took it back."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.explain import explain, is_of_funds
from ankunft.domain.funds.models import Refund, Transfer
from ankunft.foundation.kernel.errors import Refused
from tests.domain.funds.making import MILLION
from tests.domain.funds.money_making import Ground

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground() -> Ground:
    return Ground()


def told(reference: str) -> str:
    assert is_of_funds(reference)
    return explain(reference).replace("\xa0", " ")


def has(text: str, *words: str) -> bool:
    return all(word in text for word in words) or pytest.fail(text)


def test_a_booking(ground: Ground) -> None:
    booking = ground.book(amount=MILLION + 1, reason="Demo: mehr Kurse")
    back = services.booking_reverse(booking=booking, reason="Demo: falsch", actor=ground.finance)
    text = told(booking.number)
    assert text.startswith(f"Übrige Aufwendung {booking.number}: CHF −1'000'000.01\n  RRB 2023/2057, Ziffer 2.4\n")
    assert has(text, "Demo: Arbeit (DEMO), gebucht am 31.03.2026", "Demo-Vereinbarung; Rückerstattung am 31.12.2027")
    assert has(text, "Beleg Demo-Rechnung 1: Demo: Kurs", "Erfasst am 22.11.2026", ground.people.office.label)
    assert has(text, "Auffällig: Damit ist mehr verbucht", "Begründung: Demo: mehr Kurse", back.number)
    assert "[DEMO/1/workplace/2026]" in text, "what was planned explains itself further"
    assert f"Nimmt zurück oder ergänzt: {booking.number}" in told(back.number)
    assert explain("DEMO/1/workplace/2026")


def test_a_tranche_with_what_was_to_be_expected(ground: Ground) -> None:
    services.rate_record(
        kind="lump_sum", valid_from=date(2026, 1, 1), rate=1_900_000, document="Demo", actor=ground.people.office
    )
    new = ground.tranche(18_000_000, half_year="2026-H1", persons=10, comment="Demo: Rest folgt")
    tranche = services.tranche_record(source=ground.source, new=new, actor=ground.finance)
    more = services.tranche_correct(
        tranche=tranche, amount=1_000_000, document="Demo 2", comment="Demo: Rest", actor=ground.finance
    )
    text = told(tranche.reference)
    assert text.startswith(f"Tranche des Bundes {tranche.reference}: CHF 180'000.00\n  Demo-Vereinbarung\n")
    assert has(text, "eingegangen am 31.03.2026, 2026-H1", "Beleg Demo-Beleg 1", "Bemerkung: Demo: Rest folgt")
    assert has(text, "Tranche 2026-H1: CHF 190'000.00", "Personen × Pauschale", "Art. 58 Abs. 2 AIG", more.reference)
    assert f"Nimmt zurück oder ergänzt: {tranche.reference}" in told(more.reference)


def test_a_transfer_with_both_people(ground: Ground) -> None:
    services.transfer_propose(
        giving=ground.source,
        taking=ground.other,
        moved_on=date(2026, 11, 1),
        amount=MILLION,
        decision="Demo-Beschluss",
        reason="Demo: fehlt dort",
        actor=ground.finance,
    )
    transfer = Transfer.objects.get()
    services.transfer_confirm(transfer=transfer, actor=ground.approver)
    text = told(transfer.reference)
    assert text.startswith(f"Umbuchung {transfer.reference}, bestätigt: CHF 1'000'000.00\n  RRB 2023/2057, Ziffer 2.3")
    assert has(text, f"{ground.source.label} → {ground.other.label}, Valuta 01.11.2026", "Beschluss: Demo-Beschluss")
    assert has(text, "Demo: fehlt dort", ground.finance.label, ground.approver.label)


def test_a_refund_and_what_came_back(ground: Ground) -> None:
    refund = ground.refund()
    services.refund_return(refund=refund, paper=ground.paper(5_00), actor=ground.finance)
    back = Refund.objects.get(reverses=refund)
    text = told(refund.reference)
    assert text.startswith(f"Rückerstattung an das SEM {refund.reference}, bestätigt: CHF 1'000'000.00\n")
    assert has(text, "Ziffer 2.3", "Schreiben des SEM: Demo-Schreiben", "Demo: nicht mehr gebraucht", back.reference)
    assert has(text, ground.finance.label, ground.approver.label)
    other = told(back.reference)
    assert has(other, f"Rückzahlung des SEM {back.reference}, vorgeschlagen: CHF 5.00", refund.reference)


@pytest.mark.parametrize("reference", ["B-99", "T-99", "U-99", "E-99"])
def test_what_is_not_there_is_said(ground: Ground, reference: str) -> None:
    with pytest.raises(Refused, match="gibt es nicht"):
        explain(reference)


@pytest.mark.parametrize("reference", ["B-2026-09", "P-3", "R-1", "B-", "B-1234567890", "B-1/2", "X/1"])
def test_what_is_none_of_it_is_left_to_others(db: None, reference: str) -> None:
    assert not is_of_funds(reference)
