"""The page of a year's credit names what came back: given up, or undecided."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ankunft.domain.roles import FINANCE_OFFICER
from tests.domain.bank.ground import settled
from tests.domain.settlement.test_given_up import back, given_up
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db


def test_the_page_of_the_year_names_both(client_for: Callable[..., StrictClient]) -> None:
    case = settled()
    first, second = case.payments
    given_up(first, case)
    back(second, case)
    page = client_for(FINANCE_OFFICER).get("/laeufe/jahre/2025/").content.decode()
    for part in ("Zurückgekommen und aufgegeben", "CHF 600.00", "Davon zurückgekommen, zu entscheiden", "CHF 400.00"):
        assert part in page.replace("\xa0", " ")
