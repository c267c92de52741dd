"""Early warnings on the first page of those who keep the books."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.selectors.warnings import warnings_for
from ankunft.foundation.kernel import clock
from tests.domain.funds.making import MILLION
from tests.domain.funds.money_making import TERMS, Ground
from tests.support.clients import StrictClient
from tests.web.money.reading import text_of

Client = Callable[..., StrictClient]


@pytest.mark.parametrize(
    ("amount", "is_told"),
    [(1_000_000_00, False), (1_049_999_00, False), (1_050_000_00, True), (1_400_000_00, True)],
)
def test_a_position_is_over_its_plan_from_five_per_cent_on(ground: Ground, amount: int, is_told: bool) -> None:
    ground.book(amount=amount, reason="Demo")
    told = warnings_for(ground.people.office).over
    assert bool(told) is is_told
    if told:
        assert (told[0].planned, told[0].booked) == (MILLION, amount)


def test_little_money_above_the_plan_is_not_worth_a_warning(ground: Ground) -> None:
    ground.book("language.early", amount=300_000_00 + 9_999_00, reason="Demo")
    assert warnings_for(ground.people.office).over == []


@pytest.mark.parametrize(("day", "is_told"), [((2027, 6, 30), False), ((2027, 7, 1), True), ((2028, 1, 5), True)])
def test_a_deadline_is_told_half_a_year_before(ground: Ground, day: tuple[int, int, int], is_told: bool) -> None:
    with clock.moved_to(date(*day)):
        told = [one.source for one in warnings_for(ground.people.office).deadlines]
    assert told == ([ground.source] if is_told else []), "of the other source nobody knows that it has money"


def test_a_position_that_no_source_may_bear_is_told(ground: Ground) -> None:
    assert warnings_for(ground.people.office).sourceless == []
    for source in (ground.source, ground.other):
        less = replace(TERMS, valid_from=date(2026, 1, 1), purposes=frozenset({"economic", "language_16plus"}))
        services.terms_set(source=source, terms=less, actor=ground.people.office)
    told = warnings_for(ground.people.office).sourceless
    assert {(one.position.code, one.year) for one in told} == {("language.early", 2026), ("language.early", 2027)}


def test_warnings_are_on_the_first_page_of_those_who_keep_the_books(client_for: Client, ground: Ground) -> None:
    ground.book(amount=1_400_000_00, reason="Demo")
    ground.book("language.courses", amount=1_500_000_00, reason="Demo")
    services.projection_run(version=ground.version, seed=7, actor=ground.finance)
    for role in ("coordination", "finance_officer"):
        page = text_of(client_for(role).get("/"))
        assert "Position über dem Plan" in page
        assert "Quelle reicht nicht bis Ende" in page
        assert "100 % Wahrscheinlichkeit" in page
    for role in ("approver", "auditor", "body_member"):
        assert "Position über dem Plan" not in text_of(client_for(role).get("/"))


def test_the_first_page_costs_the_same_for_many_warnings(
    client_for: Client, ground: Ground, queries: Callable[..., int]
) -> None:
    office = client_for("coordination")
    ground.book(amount=1_400_000_00, reason="Demo")
    services.projection_run(version=ground.version, seed=7, actor=ground.finance)
    queries(office, "/")
    once = queries(office, "/")
    ground.book("language.courses", amount=700_000_00, reason="Demo")
    ground.book("language.early", amount=700_000_00, reason="Demo")
    services.projection_run(version=ground.version, seed=8, actor=ground.finance)
    assert queries(office, "/") == once
