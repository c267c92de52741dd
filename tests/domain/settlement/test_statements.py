"""Settling a payment month costs the same number of statements, however many municipalities there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ankunft.domain.settlement import services
from ankunft.domain.settlement.models import Line, PayeeBalance, Withheld
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import Month
from tests.domain.reporting.making import declaration, in_association, municipality
from tests.domain.settlement.making import MARCH, WINTER, canton, office, population, released, reported

pytestmark = pytest.mark.django_db


def prepare(places: list[Municipality]) -> None:
    """Reports, declarations and population for all of them but the last, whose reports are missing."""
    *reporting, _silent = places
    for place in reporting:
        reported(place, WINTER, 12, 5, 3, 1)
        declaration(place, 2025)
    population(date(2023, 12, 31), dict.fromkeys(reporting, 100))


def statements(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many statements one calculation of March takes; COPY, which Django does not see, included."""
    written: list[Any] = []
    insert_rows: Callable[..., None] = services.insert_rows

    def counted(*arguments: Any) -> None:
        written.append(arguments[0])
        insert_rows(*arguments)

    with monkeypatch.context() as patch, CaptureQueriesContext(connection) as captured:
        patch.setattr(services, "insert_rows", counted)
        services.run_calculate(month=MARCH, actor=Actor.operator())
    assert written == [Line, Withheld, PayeeBalance]
    return len(captured) + (len(written) if connection.vendor == "postgresql" else 0)


def test_statements_do_not_grow_with_the_municipalities(monkeypatch: pytest.MonkeyPatch) -> None:
    first = canton("Olten", "Trimbach", "Wisen")
    in_association(first[0], first[1])
    prepare(first)
    released(Month(2024, 9), office())
    services.run_calculate(month=MARCH, actor=Actor.operator())
    few = statements(monkeypatch)
    more = [municipality() for _ in range(47)]
    in_association(more[0], *more[1:20])
    prepare(more)
    for place in more[20:40]:
        reported(place, WINTER, 10, 5, 3, 1, number=2)
    assert statements(monkeypatch) == few
    assert Line.objects.count() == 48 * 5
