"""How far ahead somebody may announce that they come: one rule for registers and for entry by hand."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.arrivals import rules
from ankunft.domain.arrivals.checks.arrival import arrival_faults
from ankunft.domain.arrivals.register.faults import faults_of
from ankunft.foundation.kernel import clock

from .register.messages import move_in, residence

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "may_be"),
    [
        (date(2020, 1, 1), True),
        (date(2026, 11, 22), True),
        (date(2026, 11, 23), True),
        (date(2027, 11, 22), True),
        (date(2027, 11, 23), True),
        (date(2027, 11, 24), False),
        (date(2126, 11, 22), False),
    ],
)
def test_an_arrival_is_announced_up_to_a_year_ahead_however_it_is_told(day: date, may_be: bool) -> None:
    assert rules.may_be_announced(day, TODAY) is may_be
    with clock.moved_to(TODAY):
        by_hand = [fault.message for fault in arrival_faults(None, day, "ER")]
    by_register = faults_of(move_in(residence=residence(arrived_on=day)), TODAY)
    assert by_hand == by_register
    assert (by_hand == []) is may_be
