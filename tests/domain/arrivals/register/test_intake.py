"""Deliveries as a whole: good ones stored, bad ones named, nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ankunft.domain.arrivals.deliveries import refusals_of, unsettled
from ankunft.domain.arrivals.models import (
    Arrival,
    Duplicate,
    Person,
    RegisterDelivery,
    RegisterMessage,
    RegisterRefusal,
)
from ankunft.domain.arrivals.register import intake, newcomers
from ankunft.domain.arrivals.register.content import opened
from ankunft.domain.arrivals.searching import first_found
from ankunft.domain.arrivals.services.duplicates import duplicates_propose_everywhere
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.audit.models import Event
from ankunft.foundation.documents.ech.values import Message, PartialDate, Problem
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.domain.arrivals.making import person
from tests.domain.reporting.making import municipality

from .messages import identity, message, move_in, residence, take, take_all

pytestmark = pytest.mark.usefixtures("town")


def counts(delivery: object) -> tuple[int, ...]:
    return tuple(getattr(delivery, name) for name in ("read", "applied", "excluded", "unchanged", "refused"))


def reasons() -> list[str]:
    return list(RegisterRefusal.objects.values_list("reason", flat=True))


def test_good_ones_are_stored_and_bad_ones_named() -> None:
    delivery = take(
        message(move_in()),
        Problem("tag.xml", 7, "moveIn", "Das Element ist leer.", "m-7"),
        message(move_in(identity(birth=PartialDate(2030, 1, 1)))),
        message(move_in(identity(birth=PartialDate(2026, 11, 20)))),
        message(move_in(residence=residence(bfs_number=9999))),
        message(move_in()),
    )

    assert counts(delivery) == (6, 2, 0, 0, 4)
    assert reasons() == [
        "Das Element ist leer.",
        "Das Geburtsdatum liegt in der Zukunft. Der Zuzug liegt vor der Geburt.",
        "Der Zuzug liegt vor der Geburt.",
        "Eine Gemeinde mit der BFS-Nummer 9999 ist im Register nicht bekannt. "
        "Lassen Sie die Nummer berichtigen und die Meldung noch einmal senden.",
    ]


def test_who_comes_in_is_found_and_compared_at_once(town: Municipality, officer: Actor) -> None:
    new = identity()
    known = person(town, family_name=new.family_name, given_name=new.given_name, birth_date=new.birth.whole())
    take(message(move_in(new)))
    came = Person.objects.exclude(pk=known.pk).get()
    assert {hit.pk for hit in first_found(officer, new.given_name, 5)} == {known.pk, came.pk}
    pair = Duplicate.objects.get()
    assert (pair.person, pair.other) == (known, came)


def test_many_at_once_are_compared_by_the_chore(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newcomers, "FEW", 1)
    take(*(message(move_in(identity()._replace(key="", ahv_number=""))) for _ in range(2)))
    assert not Duplicate.objects.exists()
    duplicates_propose_everywhere()
    assert Duplicate.objects.count() == 1


def test_somebody_elses_municipality_is_refused(officer: Actor, olten: Municipality) -> None:
    with wall.open_for(officer):
        delivery = take(message(move_in()), message(move_in(residence=residence(bfs_number=2581))), actor=officer)
        assert counts(delivery) == (2, 1, 0, 0, 1)
        assert reasons() == [
            "Für Olten (BFS-Nummer 2581) sind Sie nicht zuständig. Lassen Sie die Meldung an jene Gemeinde senden."
        ]
    assert delivery.account_id == officer.account_id


def test_a_merged_municipality_is_followed_by_its_successor(town: Municipality) -> None:
    municipality(2550, "Demo-Früher", valid_to=date(2020, 12, 31), successor=town)
    take(message(move_in(residence=residence(bfs_number=2550))))

    assert Person.objects.get().municipality == town
    assert opened(RegisterMessage.objects.get())["hints"] == [
        "Demo-Früher ist in Solothurn aufgegangen; übernommen für Solothurn."
    ]


def test_a_wrong_ahv_number_is_left_out() -> None:
    take(message(move_in(identity(ahv_number="7569217076984"))))

    assert Person.objects.get().ahv_index == ""


def test_two_with_one_ahv_number_are_one_person() -> None:
    take(
        message(move_in(identity(1, ahv_number="7569217076985"))),
        message(move_in(identity(2, ahv_number="7569217076985"))),
    )

    assert Person.objects.get().register_key == "MU.2601:2"


def test_a_batch_leaves_one_event_with_the_references() -> None:
    take(*(message(move_in()) for _ in range(5)))

    event = Event.objects.get(action="arrivals.register.record")
    assert sorted(event.after["references"]) == sorted(Person.objects.values_list("reference", flat=True))
    assert "Demo" not in str(event.after)
    assert Event.objects.filter(action="arrivals.register.take_in").count() == 1


def test_what_was_broken_off_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "CHUNK", 3)
    told = [message(move_in()) for _ in range(6)]

    def killed() -> Iterator[Message]:
        yield from told[:4]
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        take_all(killed(), sha256="a" * 64)
    assert Arrival.objects.count() == 3
    delivery = take_all(told, sha256="a" * 64)

    assert counts(delivery) == (6, 6, 0, 0, 0)
    assert RegisterDelivery.objects.count() == 1
    events = Event.objects.count()
    assert counts(take_all(told, sha256="a" * 64)) == (6, 0, 0, 6, 0)
    assert Event.objects.count() == events


def test_what_is_refused_again_is_said_to_be_no_new_one() -> None:
    """By its id; without one by its place. Another municipality may have sent something else under the same id."""
    operator = Actor.operator()
    nameless = Problem("alt.xml", 1, "", "Das ist keine Meldung.")
    foreign = message(move_in(residence=residence(bfs_number=9999)), "m-1")
    with clock.moved_to(date(2026, 11, 20)):
        first = take(nameless, foreign)
    again = take(nameless, nameless._replace(place="neu.xml"), foreign, foreign)

    assert [one.already_at for one in refusals_of(operator, first)] == [None, None]
    told = [(one.place, one.already_at) for one in refusals_of(operator, again)]
    before = first.received_at
    assert told == [
        ("alt.xml, Zeile 1", before),
        ("neu.xml, Zeile 1", None),
        ("tag.xml, Zeile 1, «moveIn»", before),
        ("tag.xml, Zeile 1, «moveIn»", before),
    ]
    places = unsettled(operator, first.received_at).values_list("delivery", "place")
    assert sorted(places) == [
        (first.pk, "alt.xml, Zeile 1"),
        (first.pk, "tag.xml, Zeile 1, «moveIn»"),
        (again.pk, "neu.xml, Zeile 1"),
    ]
    assert unsettled(operator, again.received_at).count() == 4


def test_statements_do_not_grow_with_messages(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    told = [message(move_in()) for _ in range(200)]
    with django_assert_max_num_queries(45):
        take_all(told)
    assert Person.objects.count() == 200
