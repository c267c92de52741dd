"""Who writes the letters: the municipality that holds the interview, from its address of the day."""

from __future__ import annotations

from datetime import date

from ankunft.domain.interviews.letters import Sender
from ankunft.domain.interviews.senders import sender_of
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.services import postal_address_set
from ankunft.domain.territory.values import AddressEntry
from ankunft.foundation.kernel.actor import Actor
from tests.domain.reporting.making import in_association

from .making import arrived, planned


def address(town: Municipality, since: date, street: str, number: str = "") -> None:
    entry = AddressEntry(town.pk, since, street, number, "4500", "Solothurn")
    postal_address_set(municipality=town, entry=entry, actor=Actor.operator())


def test_without_an_address_there_is_the_name_alone(town: Municipality, officer: Actor) -> None:
    interview = planned([arrived(town)], officer, led_by="A. Demo-Keller")
    assert sender_of(interview, officer) == Sender("Solothurn", contact="A. Demo-Keller")


def test_the_address_is_that_of_today(town: Municipality, officer: Actor) -> None:
    interview = planned([arrived(town)], officer)
    address(town, date(2020, 1, 1), "Demoweg", "7")
    address(town, date(2026, 11, 23), "Morgenweg")
    assert sender_of(interview, officer).address == ("Demoweg 7", "4500 Solothurn")


def test_the_lead_that_holds_it_writes(town: Municipality, olten: Municipality) -> None:
    in_association(olten, town)
    address(olten, date(2020, 1, 1), "Leitweg", "1")
    address(town, date(2020, 1, 1), "Demoweg", "7")
    sender = sender_of(planned([arrived(town)], Actor.operator()), Actor.operator())
    assert (sender.name, sender.address[0]) == ("Olten", "Leitweg 1")
