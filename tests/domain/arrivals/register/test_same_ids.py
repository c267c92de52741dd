"""Message ids are the senders': what one municipality took in says nothing about what another one does."""

from __future__ import annotations

from ankunft.domain.arrivals.models import Person, RegisterMessage
from ankunft.domain.arrivals.register.content import opened
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.documents.ech.values import CORRECTION, RECALL, Message, Other
from ankunft.foundation.kernel.actor import Actor

from .messages import identity, message, move_in, residence, take
from .test_intake import counts, reasons


def in_olten(message_id: str, number: int = 1, **header: object) -> Message:
    return message(move_in(identity(number), residence=residence(bfs_number=2581)), message_id, **header)


def test_nobody_keeps_a_newcomer_of_others_away(town: Municipality, officer: Actor, stranger: Actor) -> None:
    """Somebody took in a message of the same sender and id before: by mistake, or to do harm."""
    with wall.open_for(officer):
        assert counts(take(message(Other("marriage", None), "m-1"), actor=officer)) == (1, 0, 0, 0, 0)
    with wall.open_for(stranger):
        assert counts(take(in_olten("m-1"), actor=stranger)) == (1, 1, 0, 0, 0)
        assert Person.objects.get(municipality__bfs_number=2581)
        assert counts(take(in_olten("m-1"), actor=stranger)) == (1, 0, 0, 1, 0)


def test_nor_where_all_are_taken_in_together(town: Municipality, olten: Municipality, officer: Actor) -> None:
    take(message(move_in(), "m-1"), actor=officer)
    assert counts(take(in_olten("m-1"))) == (1, 1, 0, 0, 0)
    assert counts(take(in_olten("m-1"))) == (1, 0, 0, 1, 0)


def test_the_same_file_of_two_municipalities(town: Municipality, officer: Actor, stranger: Actor) -> None:
    """Each takes in what is its own; of what concerns nobody both keep a note."""
    whole = [message(move_in(), "m-1"), in_olten("m-2"), message(Other("marriage", None), "m-3")]
    for actor in (officer, stranger):
        with wall.open_for(actor):
            assert counts(take(*whole, actor=actor)) == (3, 1, 0, 0, 1)


def test_nobody_corrects_or_recalls_what_others_were_told(
    town: Municipality, olten: Municipality, officer: Actor, stranger: Actor
) -> None:
    swiss = message(move_in(identity(1), nationalities=("CH",)), "m-1")
    with wall.open_for(officer):
        assert counts(take(swiss, actor=officer)) == (1, 0, 1, 0, 0)
    with wall.open_for(stranger):
        take(
            in_olten("m-2", 2, action=CORRECTION, reference_message_id="m-1"),
            in_olten("m-3", 3, action=RECALL, reference_message_id="m-1"),
            actor=stranger,
        )
        assert [reason.split(" eine Meldung")[1] for reason in reasons()] == [", die hier nicht bekannt ist."] * 2
    told = RegisterMessage.objects.get(message_id="m-1", municipality=town)
    assert (told.outcome, opened(told)["event"] != {}) == ("excluded", True)
