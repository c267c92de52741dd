"""Informing somebody for whom start.integration is not (KS 3.2 footnote 1)."""

from __future__ import annotations

import pytest

from ankunft.domain.arrivals.models import RegisterMessage
from ankunft.domain.arrivals.register.nonetheless import nonetheless_take_in, told_of
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused

from .messages import identity, message, move_in, take

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def excluded() -> RegisterMessage:
    take(message(move_in(identity(1), nationalities=("CH", "IT")), "m-1"))
    return RegisterMessage.objects.select_related("municipality").get()


def test_an_excluded_one_is_taken_over_with_the_reason(excluded: RegisterMessage, officer: Actor) -> None:
    arrival = nonetheless_take_in(message=excluded, actor=officer)

    assert (arrival.exclusion, arrival.source_key, arrival.state) == ("swiss", "m-1", "open")
    assert (arrival.person.nationality, arrival.person.further_nationalities) == ("CH", "IT")
    excluded.refresh_from_db()
    assert (excluded.outcome, excluded.person, excluded.arrival) == ("applied", arrival.person, arrival)


def test_only_once_and_by_those_whose_it_is(excluded: RegisterMessage, officer: Actor, stranger: Actor) -> None:
    with pytest.raises(Forbidden):
        nonetheless_take_in(message=excluded, actor=stranger)
    nonetheless_take_in(message=excluded, actor=officer)
    excluded.refresh_from_db()
    with pytest.raises(Refused, match="nicht mehr übernehmen"):
        nonetheless_take_in(message=excluded, actor=officer)


def test_who_it_is_can_be_read_while_the_content_is_there(excluded: RegisterMessage) -> None:
    told = told_of(excluded)
    assert told is not None
    assert told == move_in(identity(1), nationalities=("CH", "IT"))

    RegisterMessage.objects.update(content="")
    excluded.refresh_from_db()
    assert told_of(excluded) is None
