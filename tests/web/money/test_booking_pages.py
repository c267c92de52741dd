"""Bookings, what is taken over, and transfers, on pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

from python_calamine import CalamineWorkbook

from ankunft.domain.funds import services
from ankunft.domain.funds.models import Booking, CostRule, Transfer
from tests.domain.funds.making import MILLION
from tests.domain.funds.money_making import Ground
from tests.support.clients import StrictClient
from tests.web.money.reading import text_of

Client = Callable[..., StrictClient]
LIST = "/finanzplanung/buchungen/"
TRANSFERS = "/finanzplanung/umbuchungen/"


def typed(ground: Ground, **other: object) -> dict[str, object]:
    return {
        "position": ground.position("workplace").pk,
        "source": ground.source.pk,
        "kind": "agreement",
        "booked_on": "31.10.2026",
        "amount": "120'000.50",
        "reference": "Demo-Rechnung 7",
        "text": "Demo: Leistungsvereinbarung",
        "reason": "",
        **other,
    }


def test_an_expenditure_is_booked_and_booked_back(client_for: Client, ground: Ground) -> None:
    finance = client_for("finance_officer")
    answer = finance.post(f"{LIST}neu/", typed(ground), follow=True)
    booking = Booking.objects.get()
    assert (booking.amount, booking.kind, booking.flags) == (120_000_50, "agreement", [])
    assert "−120'000.50" in text_of(answer)
    assert finance.post(f"{LIST}{booking.pk}/zurueckbuchen/", {"reason": ""}).status_code == 422
    finance.post(f"{LIST}{booking.pk}/zurueckbuchen/", {"reason": "Demo: falsche Position"})
    back = Booking.objects.get(reverses=booking)
    assert back.amount == -120_000_50
    page = text_of(finance.get(f"{LIST}{booking.pk}/"))
    assert "Diese Buchung ist zurückgebucht." in page
    assert "Demo: falsche Position" in page
    assert "Zurückbuchen …" not in page
    assert "Hebt auf" in text_of(finance.get(f"{LIST}{back.pk}/"))


def test_what_may_not_be_booked_is_told_and_nothing_is_stored(client_for: Client, ground: Ground) -> None:
    finance = client_for("finance_officer")
    for other, told in (
        ({"amount": "1'500'000"}, "Bitte begründen, warum trotzdem gebucht wird."),
        ({"booked_on": "01.02.2027"}, "In der Zukunft wird nicht gebucht."),
        ({"booked_on": "01.02.2024"}, "lässt sich darauf nichts buchen"),
        ({"position": ground.position("language").pk}, "Auswahl"),
        ({"kind": "settlement"}, "settlement"),
        ({"reference": ""}, "Bitte ausfüllen."),
    ):
        refused = finance.post(f"{LIST}neu/", typed(ground, **other))
        assert refused.status_code == 422, other
        assert told in text_of(refused), other
    assert not Booking.objects.exists()


def test_more_than_planned_is_booked_with_a_reason_and_flagged(client_for: Client, ground: Ground) -> None:
    finance = client_for("finance_officer")
    finance.post(f"{LIST}neu/", typed(ground, amount="1'500'000", reason="Demo: Nachtrag"))
    booking = Booking.objects.get()
    assert booking.flags == ["over_committed"]
    assert "Damit ist mehr verbucht" in text_of(finance.get(f"{LIST}{booking.pk}/"))
    assert "über dem Plan" in text_of(finance.get(f"{LIST}?hinweis=auffaellig"))


def test_the_list_is_narrowed_and_taken_along(client_for: Client, ground: Ground) -> None:
    ground.book(amount=10_000_00)
    ground.book("language.courses", amount=7_000_00, day=date(2026, 5, 31), source=ground.other)
    reader = client_for("auditor")
    courses = ground.position("language.courses").pk
    for narrowed in (f"position={courses}", f"quelle={ground.other.code}", "ab=2026-05-01"):
        page = text_of(reader.get(f"{LIST}?{narrowed}"))
        assert "−7'000.00" in page
        assert "−10'000.00" not in page
    book = CalamineWorkbook.from_filelike(io.BytesIO(reader.get(f"{LIST}?jahr=2026&datei=xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()
    head = next(row for row in rows if "Betrag CHF" in row)
    amounts = [row[head.index("Betrag CHF")] for row in rows[rows.index(head) + 1 :]]
    assert sorted(amounts[:2]) == [-10_000, -7_000]
    assert reader.post(LIST, {"suche": "Demo-Rechnung 1"}, follow=True).status_code == 200


def test_what_runs_cost_needs_a_rule(client_for: Client, ground: Ground) -> None:
    office = client_for("coordination")
    assert "Noch keine Regel." in text_of(office.get(f"{LIST}uebernahme/"))
    rule = {
        "costs": "grants",
        "valid_from": "01.01.2026",
        "position": ground.position("workplace").pk,
        "source": ground.source.pk,
    }
    office.post(f"{LIST}uebernahme/regel/", rule)
    assert CostRule.objects.get().costs == "grants"
    answer = office.post(f"{LIST}uebernahme/jetzt/", follow=True)
    assert "Es war nichts zu übernehmen" in text_of(answer)


def test_a_transfer_takes_two_people(client_for: Client, ground: Ground) -> None:
    finance, approver = client_for("finance_officer"), client_for("approver")
    move = {
        "giving": ground.source.pk,
        "taking": ground.other.pk,
        "moved_on": "22.11.2026",
        "amount": "500'000",
        "decision": "Demo-Beschluss",
        "reason": "Demo",
    }
    refused = finance.post(f"{TRANSFERS}neu/", {**move, "amount": "4'000'000"})
    assert "lassen sich nicht umbuchen" in text_of(refused)
    finance.post(f"{TRANSFERS}neu/", move)
    transfer = Transfer.objects.get()
    address = f"{TRANSFERS}{transfer.pk}/"
    own = text_of(finance.get(address))
    assert "Bestätigen …" not in own, "whoever proposed does not confirm"
    assert finance.post(f"{address}bestaetigen/", {"seen": transfer.version}).status_code == 403
    assert "Umbuchung bestätigen" in text_of(approver.get("/"))
    assert "Umbuchung bestätigen" not in text_of(finance.get("/"))
    old = approver.post(f"{address}bestaetigen/", {"seen": transfer.version + 7})
    assert old.status_code in (409, 422), "a step on a transfer that was otherwise is refused"
    approver.post(f"{address}bestaetigen/", {"seen": transfer.version})
    transfer.refresh_from_db()
    assert transfer.state == "confirmed"
    assert "2'500'000.00" in text_of(approver.get(f"/finanzplanung/quellen/{ground.source.code}/"))


def test_lists_cost_the_same_for_many(client_for: Client, ground: Ground, queries: Callable[..., int]) -> None:
    reader = client_for("auditor")
    ground.book(amount=1_00)
    propose(ground)
    pages = (LIST, TRANSFERS, f"{LIST}uebernahme/")
    once = [queries(reader, page) for page in pages for _warm in range(2)][1::2]
    for number in range(2, 8):
        ground.book(amount=1_00, reference=f"Demo-Rechnung {number}", day=date(2026, number, 28))
        propose(ground)
    assert [queries(reader, page) for page in pages] == once


def propose(ground: Ground) -> None:
    services.transfer_propose(
        giving=ground.source,
        taking=ground.other,
        moved_on=date(2026, 11, 22),
        amount=MILLION // 100,
        decision="Demo",
        reason="Demo",
        actor=ground.finance,
    )
