"""The bookings of what no run pays, on the page of the accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ankunft.domain.roles import FINANCE_OFFICER
from tests.domain.settlement.test_order_bookings import accounts, ground, ordered
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db

Client = Callable[..., StrictClient]


def test_each_year_has_its_list(client_for: Client, queries: Callable[..., int]) -> None:
    client = client_for(FINANCE_OFFICER)
    people, olten = ground()
    accounts(people)
    assert "ohne-lauf" not in client.get("/laeufe/kontierung/").content.decode()
    ordered(1, olten, 5000_00, date(2025, 4, 1), people)
    few = queries(client, "/laeufe/kontierung/")
    ordered(2, olten, 300_50, date(2024, 4, 2), people)
    assert queries(client, "/laeufe/kontierung/") == few
    page = client.get("/laeufe/kontierung/").content.decode()
    for part in ("Zahlungen ohne Lauf: Projektbeiträge", "5'000.00", "Buchungen 2025 CSV", "Buchungen 2024 Excel"):
        assert part in page
    answer = client.get("/laeufe/kontierung/ohne-lauf/2025.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="buchungen-ohne-lauf-2025.csv"'
    assert "Projektbeitrag P-1, Olten" in answer.content.decode("utf-8-sig")
    assert client.get("/laeufe/kontierung/ohne-lauf/2025.xlsx").status_code == 200
    none = client.get("/laeufe/kontierung/ohne-lauf/2020.csv")
    assert "nichts ohne Lauf bezahlt" in none.content.decode()
