"""What may go back to the federation, and what may come back of it: the rules alone (FP 1, 2.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.funds.models import SourceKind
from ankunft.domain.funds.rules.refunds import (
    FEDERAL,
    Paper,
    RefundFault,
    Stock,
    refund_fault,
    return_fault,
)

DUE = date(2025, 12, 31)
TODAY = date(2026, 2, 10)
PAPER = Paper(100, date(2026, 2, 1), "Schreiben des SEM", "")
EARLY = replace(PAPER, day=DUE)
STOCK = Stock("lump_sum", 2023, 100, DUE)


def test_what_the_federation_gives_is_everything_but_own_means() -> None:
    assert set(SourceKind.values) - FEDERAL == {SourceKind.CANTON, SourceKind.MUNICIPALITIES}


@pytest.mark.parametrize("kind", sorted(FEDERAL))
def test_what_is_left_after_the_deadline_goes_back(kind: str) -> None:
    assert refund_fault(PAPER, replace(STOCK, kind=kind), TODAY) is None


@pytest.mark.parametrize(
    ("paper", "stock", "fault"),
    [
        (PAPER, replace(STOCK, kind="canton"), RefundFault.NOT_FEDERAL),
        (PAPER, replace(STOCK, kind="municipalities"), RefundFault.NOT_FEDERAL),
        (replace(PAPER, amount=0), STOCK, RefundFault.NOTHING),
        (replace(PAPER, amount=-1), STOCK, RefundFault.NOTHING),
        (replace(PAPER, day=date(2026, 2, 11)), STOCK, RefundFault.NOT_YET),
        (replace(PAPER, day=TODAY), STOCK, None),
        (replace(PAPER, decision=" "), STOCK, RefundFault.NOT_DEMANDED),
        (replace(PAPER, day=date(2022, 12, 31)), STOCK, RefundFault.IN_OPENING),
        (PAPER, replace(STOCK, free=None), RefundFault.UNKNOWN),
        (PAPER, replace(STOCK, free=99), RefundFault.TOO_MUCH),
        (EARLY, STOCK, RefundFault.NO_REASON),
        (replace(EARLY, reason=" "), STOCK, RefundFault.NO_REASON),
        (replace(EARLY, reason="Nicht mehr gebraucht"), STOCK, None),
        (PAPER, replace(STOCK, refund_due=None), RefundFault.NO_REASON),
    ],
)
def test_why_it_does_not_go_back(paper: Paper, stock: Stock, fault: RefundFault | None) -> None:
    assert refund_fault(paper, stock, TODAY) is fault


@given(st.integers(-5, 200), st.integers(0, 200))
def test_never_more_than_there_is(amount: int, free: int) -> None:
    found = refund_fault(replace(PAPER, amount=amount), replace(STOCK, free=free), TODAY)
    assert (found is None) == (0 < amount <= free)


@pytest.mark.parametrize(
    ("paper", "gone", "fault"),
    [
        (PAPER, 100, RefundFault.NOT_WRONG),
        (replace(PAPER, reason="Zu viel bezahlt"), 100, None),
        (replace(PAPER, reason="Zu viel bezahlt"), 99, RefundFault.MORE_THAN_WENT),
        (replace(PAPER, reason="x", day=date(2026, 1, 31)), 100, RefundFault.BEFORE_REFUND),
        (replace(PAPER, reason="x", amount=0), 100, RefundFault.NOTHING),
        (replace(PAPER, reason="x", decision=""), 100, RefundFault.NOT_DEMANDED),
        (replace(PAPER, reason="x", day=date(2026, 2, 11)), 100, RefundFault.NOT_YET),
    ],
)
def test_what_comes_back(paper: Paper, gone: int, fault: RefundFault | None) -> None:
    assert return_fault(paper, date(2026, 2, 1), gone, TODAY) is fault
