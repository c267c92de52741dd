"""Settling a payment month costs the same number of statements, however many municipalities there are."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ankunft.domain.settlement.models import Line, Withheld
from ankunft.domain.settlement.services import run_calculate
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import Month
from tests.domain.reporting.making import declaration, in_association, municipality
from tests.domain.settlement.making import MARCH, WINTER, canton, office, population, released, reported

pytestmark = pytest.mark.django_db


def prepare(places: list[Municipality]) -> None:
    """Reports, declarations and population for all of them but the last, whose report is missing."""
    *reporting, _silent = places
    for place in reporting:
        reported(place, WINTER, 12, 5, 3, 1)
    for place in places:
        declaration(place, 2025)
    population(date(2023, 12, 31), dict.fromkeys(places, 100))


def statements() -> list[str]:
    """The statements of one calculation, by their first words."""
    with CaptureQueriesContext(connection) as captured:
        run_calculate(month=MARCH, actor=Actor.operator())
    return [query["sql"].removeprefix("? times: ").split(maxsplit=1)[0] for query in captured]


def test_statements_do_not_grow_with_the_municipalities() -> None:
    first = canton("Olten", "Trimbach", "Wisen")
    in_association(first[0], first[1])
    prepare(first)
    released(Month(2024, 9), office())
    run_calculate(month=MARCH, actor=Actor.operator())
    with_three = statements()
    assert Line.objects.count() == 2 * 4 + 3
    more = [municipality() for _ in range(47)]
    in_association(more[0], *more[1:20])
    prepare(more)
    for place in more[20:40]:
        reported(place, WINTER, 10, 5, 3, 1, number=2)
    assert statements() == with_three
    assert Line.objects.count() == 48 * 4 + 50
    assert Withheld.objects.filter(run__payment_month=str(MARCH)).count() == 2
