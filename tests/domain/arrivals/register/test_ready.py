"""Move-ins that come as rows: what is stored is the same as if they came as messages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ankunft.domain.arrivals.models import Arrival, Household, NameKey, Permit, Person, RegisterMessage, Relation
from ankunft.domain.arrivals.register.content import opened
from ankunft.domain.arrivals.register.deliveries import messages_take_in
from ankunft.domain.arrivals.register.preparing import Prepared, Ready, prepare
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.documents.ech.values import (
    CORRECTION,
    Message,
    MoveIn,
    PartialDate,
    PermitData,
    RelationData,
)
from ankunft.foundation.documents.ech.wire import Wire
from ankunft.foundation.kernel.actor import Actor
from tests.domain.reporting.making import municipality

from .messages import ADDRESS, identity, message, move_in, residence, take

pytestmark = pytest.mark.usefixtures("town")

NUMBER = "7569217076985"
AT_HOME = residence(address=ADDRESS._replace(household_id="h-1", postcode="12345-678901"))
FAMILY = [
    message(move_in(identity(1, ahv_number=NUMBER), residence=AT_HOME), "m-1"),
    message(
        move_in(
            identity(2, birth=PartialDate(1990, 5), family_name="Đorđević"),
            nationalities=("ER", "ET", "CD"),
            permit=PermitData("0503", None, None, date(2026, 10, 1)),
            residence=AT_HOME,
            relations=(RelationData("spouse", "MU.2601:1", NUMBER, "Demo-Muster 1", "Ada"),),
        ),
        "m-2",
    ),
    message(
        move_in(
            identity(3, birth=PartialDate(2020)),
            nationalities=(),
            permit=None,
            residence=AT_HOME._replace(from_country="", from_unknown=True),
            relations=(
                RelationData("mother", "MU.2601:9", "", "Demo", "Bea"),
                RelationData("father", "", "", "", ""),
            ),
            locked=True,
        ),
        "m-3",
    ),
    message(move_in(identity(4)), "m-4"),
]
OTHERS = [
    message(move_in(identity(5), nationalities=("CH",)), "m-5"),
    message(move_in(identity(6)), "m-6", is_test=True),
    message(move_in(identity(7)), "m-7", action=CORRECTION),
    message(move_in(identity(8), left_on=date(2026, 11, 2)), "m-8"),
    message(move_in(identity(10), relations=FAMILY[1].event.relations), "m-10"),  # type: ignore[union-attr]
    message(move_in(identity(11), residence=residence(from_country="CH")), "m-11"),
    message(move_in(identity(12)), "m-12", kind="birth"),
]


def ready(*messages: Message) -> list[Any]:
    """As they come through the pipe."""
    wire = Wire(prepare.__module__)
    prepared: list[Any] = wire.read(wire.written(prepare("tag.xml", list(messages))))
    return prepared


def taken(*messages: Message) -> None:
    messages_take_in(
        messages=ready(*messages), channel="command", file_name="a.zip", sha256="b" * 64, actor=Actor.operator()
    )


def stored() -> dict[str, list[dict[str, Any]]]:
    """All rows without what is drawn anew, people named by their keys."""
    keys = dict(Person.objects.values_list("pk", "register_key"))
    names = dict(Household.objects.values_list("pk", "register_id"))
    rows: dict[str, list[dict[str, Any]]] = {}
    for model in (Household, Person, NameKey, Permit, Relation, Arrival, RegisterMessage):
        for row in model.objects.order_by("pk").values():
            for name in ("id", "reference", "delivery_id", "ahv_number_encrypted", "created_at", "recorded_at"):
                row.pop(name, None)
            for name, named in (("person_id", keys), ("other_id", keys), ("household_id", names)):
                if row.get(name) is not None:
                    row[name] = named[row[name]]
            if "content" in row:
                row["arrival_id"] = row["arrival_id"] is not None
                row["content"] = opened(RegisterMessage.objects.get(message_id=row["message_id"]))
            rows.setdefault(model.__name__, []).append(row)
    return rows


def test_the_same_is_stored_either_way() -> None:
    assert [type(one) for one in ready(*FAMILY)] == [Ready] * 4
    take(*FAMILY)
    by_message = stored()
    for model in (RegisterMessage, Arrival, Relation, Permit, NameKey, Person, Household):
        model.objects.all().delete()
    taken(*FAMILY)

    assert stored() == by_message
    assert len(by_message["Relation"]) == 2
    assert by_message["Household"][0]["postcode"] == "12345-6789"


def test_what_needs_a_decision_comes_as_the_message_that_it_is() -> None:
    assert [type(one) for one in ready(*OTHERS)] == [Prepared] * len(OTHERS)


@pytest.mark.parametrize("told", FAMILY, ids=lambda told: told.header.message_id)
@pytest.mark.parametrize("index", [0, 3])
def test_rows_become_the_message_again(told: Message, index: int) -> None:
    told = told._replace(index=index)
    (one,) = ready(told)
    header = told.header._replace(message_type="")

    assert one.message() == told._replace(header=header)


def test_somebody_who_is_known_is_changed_and_not_recorded_again() -> None:
    taken(*FAMILY)
    again = move_in(identity(4, family_name="Demo-Neu"))
    taken(message(again, "m-40"), message(move_in(identity(20, ahv_number=NUMBER)), "m-41"), FAMILY[0])

    assert Person.objects.count() == 4
    assert Person.objects.get(register_key="MU.2601:4").family_name == "Demo-Neu"
    assert RegisterMessage.objects.count() == 6


def test_the_same_person_twice_in_one_delivery() -> None:
    taken(message(move_in(identity(4)), "m-1"), message(move_in(identity(4, given_name="Eva")), "m-2"))

    assert Person.objects.get().given_name == "Eva"


def test_what_is_refused_says_why(town: Municipality) -> None:
    municipality(2550, "Demo-Früher", valid_to=date(2020, 12, 31), successor=town)
    told: list[MoveIn] = [
        move_in(residence=residence(bfs_number=9999)),
        move_in(identity(birth=PartialDate(1850))),
        move_in(residence=residence(arrived_on=date(2029, 1, 1))),
        move_in(residence=residence(bfs_number=2550)),
    ]
    delivery = messages_take_in(
        messages=ready(*map(message, told)),
        channel="command",
        file_name="a.zip",
        sha256="c" * 64,
        actor=Actor.operator(),
    )

    assert [one.reason for one in delivery.refusals.all()] == [
        "Eine Gemeinde mit der BFS-Nummer 9999 ist im Register nicht bekannt. "
        "Lassen Sie die Nummer berichtigen und die Meldung noch einmal senden.",
        "Das Geburtsjahr liegt mehr als 130 Jahre zurück.",
        "Der Zuzug liegt mehr als ein Jahr in der Zukunft.",
    ]
    assert "Demo-Früher" in opened(RegisterMessage.objects.get())["hints"][0]


def test_one_that_the_database_does_not_take_keeps_nobody_else_away() -> None:
    taken(*FAMILY[2:], message(move_in(identity(30, given_name="x" * 300), residence=AT_HOME), "m-30"))

    assert Person.objects.filter(register_key__in=["MU.2601:3", "MU.2601:4"]).count() == 2
