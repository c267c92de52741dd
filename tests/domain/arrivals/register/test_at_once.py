"""Two who take in, or take in and merge, at the same moment: nothing counts twice, and nothing good is refused."""

from __future__ import annotations

import pytest

from ankunft.domain.arrivals.models import Arrival, Person, RegisterDelivery, RegisterMessage, RegisterRefusal
from ankunft.domain.arrivals.register import intake
from ankunft.foundation.access import wall
from ankunft.foundation.documents.ech.values import Message
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.domain.reporting.making import TODAY
from tests.support.threads import at_once

from .messages import identity, message, move_in, take_all

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("town")]


def day_of_messages() -> list[Message]:
    """Newcomers, and somebody for whom start.integration is not."""
    told = [message(move_in(identity(number)), f"m-{number}") for number in range(1, 40)]
    return [*told, message(move_in(identity(99), nationalities=("CH",)), "m-99")]


def taken_in() -> RegisterDelivery:
    with clock.moved_to(TODAY), wall.open_for(Actor.operator()):
        return take_all(day_of_messages())


def test_the_same_file_twice_at_the_same_moment_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "CHUNK", 10)
    first, second = at_once(taken_in, taken_in)

    assert isinstance(first, RegisterDelivery), first
    assert isinstance(second, RegisterDelivery), second
    assert not list(RegisterRefusal.objects.values_list("place", "reason"))
    assert Person.objects.count() == Arrival.objects.count() == 39
    assert RegisterMessage.objects.count() == 40
    told = [(one.applied + one.excluded, one.unchanged) for one in (first, second)]
    assert [sum(figures) for figures in zip(*told, strict=True)] == [40, 40]
