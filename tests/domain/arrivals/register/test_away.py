"""Whoever leaves and comes back, and those whose municipality was merged."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.arrivals import services
from ankunft.domain.arrivals.models import Arrival, Person
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.documents.ech.values import Move, MoveOut
from ankunft.foundation.kernel.actor import Actor
from tests.domain.arrivals.making import arrival as arrived
from tests.domain.reporting.making import municipality

from .messages import ADDRESS, SENDER, identity, message, move_in, residence, take

pytestmark = pytest.mark.usefixtures("town")
WHO = identity(1)


def test_who_comes_back_after_days_arrived_anew() -> None:
    take(message(move_in(WHO), "m-1"))
    take(message(MoveOut(WHO, 2601, date(2026, 11, 10), "ER", None), "m-2"))
    take(message(move_in(WHO, residence=residence(arrived_on=date(2026, 11, 18))), "m-3"))

    before, after = Arrival.objects.order_by("arrived_on")
    assert (before.arrived_on, before.state) == (date(2026, 11, 1), "waived")
    assert (after.arrived_on, after.state, after.source_key) == (date(2026, 11, 18), "open", "m-3")
    assert Person.objects.get().left_on is None


def test_a_departure_by_hand_ends_the_task_too(town: Municipality, officer: Actor) -> None:
    arrival = arrived(town)
    services.person_leave(person=arrival.person, on=date(2026, 11, 20), actor=officer)
    arrival.refresh_from_db()
    assert arrival.state == "waived"


def test_who_was_recorded_before_a_merger_is_known_afterwards(town: Municipality) -> None:
    take(message(move_in(WHO), "m-1"))
    after = municipality(2999, "Demo-Stadt", valid_from=date(2026, 11, 15))
    Municipality.objects.filter(pk=town.pk).update(valid_to=date(2026, 11, 14), successor=after)

    take(message(Move(WHO, ADDRESS._replace(house_number="8"), 2999, date(2026, 11, 18)), "m-2"))
    take(message(move_in(WHO), "m-3", sender_id=f"{SENDER}-new"))
    take(message(MoveOut(WHO, 2999, date(2026, 11, 20), "ER", None), "m-4"))
    person = Person.objects.get()
    assert person.left_on == date(2026, 11, 20)
    assert Arrival.objects.get().state == "waived"
