"""What a correction takes back and a reclaim asks back, of the same municipality, period and contribution (KS 4.7)."""

from __future__ import annotations

import pytest

from ankunft.domain.settlement import services
from ankunft.domain.settlement.models import Run
from ankunft.domain.settlement.selectors import taken_twice
from ankunft.domain.territory.models import Municipality
from tests.domain.settlement.making import MARCH, SEPTEMBER, WINTER, Office, canton, office, released, reported
from tests.domain.settlement.test_rulings import INTERVIEWS, decided, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def corrected() -> tuple[Office, Municipality, Run]:
    olten, trimbach = canton("Olten", "Trimbach")
    people = office()
    reported(olten, WINTER, 12, 0, 0, 0)
    reported(trimbach, WINTER, 5, 0, 0, 0)
    released(MARCH, people)
    reported(olten, WINTER, 11, 0, 0, 0, number=2)
    services.run_calculate(month=SEPTEMBER, actor=people.coordination)
    return people, olten, Run.objects.get(payment_month=str(SEPTEMBER))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"period": str(WINTER), "contribution": INTERVIEWS}, True),
        ({"period": str(WINTER)}, True),
        ({"period": str(WINTER), "contribution": "integration_interview"}, False),
        ({"period": "2024-H1", "contribution": INTERVIEWS}, False),
        ({}, False),
    ],
)
def test_of_the_same_period_and_contribution(
    corrected: tuple[Office, Municipality, Run], more: dict[str, str], told: bool
) -> None:
    people, olten, run = corrected
    reclaim = decided(people, olten, **more)
    found = [(one.line.amount, one.reclaim) for one in taken_twice(run)]
    assert found == ([(-200_00, reclaim)] if told else [])


def test_of_another_municipality_it_is_something_else(corrected: tuple[Office, Municipality, Run]) -> None:
    people, _olten, run = corrected
    decided(people, Municipality.objects.get(name="Trimbach"), period=str(WINTER))
    assert taken_twice(run) == []


def test_what_is_withdrawn_takes_nothing(corrected: tuple[Office, Municipality, Run]) -> None:
    people, olten, run = corrected
    reclaim = proposed(people, olten, period=str(WINTER))
    assert len(taken_twice(run)) == 1
    services.reclaim_withdraw(reclaim=reclaim, reason="Demo", actor=people.coordination)
    assert taken_twice(run) == []


def test_the_line_that_nets_it_is_no_correction(corrected: tuple[Office, Municipality, Run]) -> None:
    people, olten, run = corrected
    decided(people, olten, period=str(WINTER), contribution=INTERVIEWS)
    services.run_calculate(month=SEPTEMBER, actor=people.coordination)
    assert [one.line.contribution for one in taken_twice(run)] == [INTERVIEWS]
