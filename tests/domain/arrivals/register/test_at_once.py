"""Two who take in, or take in and merge, at the same moment: nothing counts twice, and nothing good is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ankunft.domain.arrivals.models import (
    Arrival,
    Duplicate,
    Permit,
    Person,
    RegisterDelivery,
    RegisterMessage,
    RegisterRefusal,
)
from ankunft.domain.arrivals.register import intake
from ankunft.domain.arrivals.register.nonetheless import nonetheless_take_in
from ankunft.domain.arrivals.services.merging import persons_merge
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.documents.ech.values import Message, PermitChange, PermitData
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.arrivals.making import person
from tests.domain.reporting.making import TODAY
from tests.support.threads import at_once, one_was_refused

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


def test_a_file_that_comes_again_while_it_is_taken_in_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "CHUNK", 10)
    told = day_of_messages()
    later: list[RegisterDelivery] = []

    def interrupted() -> Iterator[Message]:
        yield from told[:25]
        later.append(take_all(told, sha256="b" * 64))
        yield from told[25:]

    with clock.moved_to(TODAY), pytest.raises(Refused, match="noch einmal eingereicht"):
        take_all(interrupted(), sha256="b" * 64)

    stored = RegisterDelivery.objects.get()
    assert stored.pk == later[0].pk
    assert (stored.read, stored.applied, stored.excluded, stored.unchanged, stored.refused) == (40, 39, 1, 0, 0)
    assert stored.finished_at is not None
    assert Person.objects.count() == 39


def test_a_merger_in_the_midst_of_a_delivery_loses_no_message(town: Municipality) -> None:
    """The message is about the one who goes: it reaches the one who stays, or waits until the merger is done."""
    take_all([message(move_in(identity(1, family_name="Demo-Haddad")), "m-1")])
    stays = person(town, family_name="Demo-Haddad")
    goes = Person.objects.get(register_key="MU.2601:1")
    pair, _new = Duplicate.objects.get_or_create(
        person=min(stays, goes, key=lambda one: one.pk),
        other=max(stays, goes, key=lambda one: one.pk),
        defaults={"municipality": town, "score": 90, "reasons": []},
    )
    permits = [PermitChange(identity(1), PermitData("0301", date(2026, 11, day), None, None)) for day in range(2, 12)]
    told = [message(one, f"p-{number}") for number, one in enumerate(permits)]

    def take_in() -> RegisterDelivery:
        with clock.moved_to(TODAY), wall.open_for(Actor.operator()):
            return take_all(told)

    def merge() -> Person:
        with clock.moved_to(TODAY), wall.open_for(Actor.operator()):
            return persons_merge(duplicate=pair, into=stays, actor=Actor.operator())

    delivery, merged = at_once(take_in, merge)
    assert isinstance(delivery, RegisterDelivery), delivery
    assert isinstance(merged, Person | Refused), merged
    assert not list(RegisterRefusal.objects.values_list("reason"))
    goes.refresh_from_db()
    assert Permit.objects.filter(person=goes.merged_into or goes).count() >= 10


@pytest.mark.parametrize("messages", [("m-1",), ("m-1", "m-2")], ids=["one message", "two messages of one person"])
def test_two_who_inform_an_excluded_person_nonetheless_record_them_once(messages: tuple[str, ...]) -> None:
    with clock.moved_to(TODAY):
        take_all([message(move_in(identity(1), nationalities=("CH",)), number) for number in messages])
    known = list(RegisterMessage.objects.select_related("municipality").order_by("pk"))
    assert [one.outcome for one in known] == ["excluded"] * len(messages)

    def informed(told: RegisterMessage) -> Arrival:
        with wall.open_for(Actor.operator()):
            return nonetheless_take_in(message=told, actor=Actor.operator())

    copy = RegisterMessage.objects.select_related("municipality").get(pk=known[-1].pk)
    assert one_was_refused(at_once(lambda: informed(known[0]), lambda: informed(copy)))
    assert (Person.objects.count(), Arrival.objects.count()) == (1, 1)
