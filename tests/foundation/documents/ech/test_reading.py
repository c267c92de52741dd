"""What is read from messages of every kind, compared with what the register knew."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ankunft.foundation.documents.ech import values
from ankunft.foundation.documents.ech.reader import read
from ankunft.foundation.documents.ech.values import (
    Address,
    Correction,
    DataLock,
    Death,
    Identity,
    KeyChange,
    Message,
    Move,
    MoveIn,
    MoveOut,
    NameChange,
    NationalityChange,
    Other,
    PartialDate,
    PermitChange,
    PermitData,
    RelationData,
    Residence,
)
from tests.support import ech

pytestmark = pytest.mark.usefixtures("ech_schemas")
TODAY = date(2026, 1, 20)
ANA = ech.invented(
    8,
    family_name="Demo-Çelik & Söhne",
    given_name="Ana Lucía",
    sex="2",
    birth="1990-05-03",
    nationalities=[(8239, "TR", "Türkei")],
    permit="0201",
    language="tr",
    arrived_on=date(2026, 1, 2),
    household_id="H 1",
    street="Im Grund",
    house_number="5a",
)
SHE = Identity(ANA.key, ANA.ahv_number, "Demo-Çelik & Söhne", "Ana Lucía", "female", PartialDate(1990, 5, 3))
HOME = Address("H 1", "Im Grund", "5a", "4500", "Solothurn")
PERMIT = PermitData("0201", ANA.permit_from, ANA.permit_until, ANA.entered_on)


def told(kind: str, **options: Any) -> Any:
    """The one event of a valid message about her."""
    (item,) = read(ech.message(kind, person=ANA, **options), "a.xml", today=TODAY)
    assert isinstance(item, Message), item
    return item.event


def test_somebody_moves_in_from_abroad() -> None:
    (item,) = read(ech.message("moveIn", person=ANA, message_id="m 1"), "ordner/a.xml", today=TODAY)
    assert isinstance(item, Message)
    assert item.header == values.Header(
        "sedex://1-2601-1",
        "m 1",
        "",
        "sedex://10020",
        "1",
        datetime(2026, 1, 15, 7, tzinfo=UTC),
        date(2026, 1, 15),
        False,
    )
    assert (item.kind, item.index, item.place) == ("moveIn", 0, "ordner/a.xml")
    assert item.line > 1
    from_country = ANA.from_country[1]
    assert item.event == MoveIn(
        SHE,
        ("TR",),
        PERMIT,
        "tr",
        False,
        Residence("main", 2601, date(2026, 1, 2), from_country, None, False, HOME),
        (),
    )


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"residence": "secondary"}, {"kind": "secondary"}),
        ({"residence": "other"}, {"kind": "other"}),
        ({"from_swiss": True}, {"from_country": "CH", "from_bfs_number": 261}),
        ({"from_swiss": True, "from_bfs_number": ""}, {"from_country": "CH", "from_bfs_number": None}),
        ({"from_unknown": True}, {"from_country": "", "from_unknown": True}),
    ],
)
def test_where_to_and_where_from(options: dict[str, Any], expected: dict[str, Any]) -> None:
    residence = told("moveIn", **options).residence
    assert {name: getattr(residence, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("birth", "expected"),
    [("1990", PartialDate(1990)), ("1990-05", PartialDate(1990, 5)), ("1990-05-03", PartialDate(1990, 5, 3))],
)
def test_of_some_only_a_part_of_the_birth_date_is_known(birth: str, expected: PartialDate) -> None:
    assert told("moveIn", birth=birth).identity.birth == expected


def test_first_and_last_day_of_a_partial_date() -> None:
    assert PartialDate(1990).earliest() == date(1990, 1, 1)
    assert PartialDate(1990).latest() == date(1990, 12, 31)
    assert PartialDate(1992, 2).latest() == date(1992, 2, 29)
    assert PartialDate(1990, 12).latest() == date(1990, 12, 31)
    assert PartialDate(1990, 12, 5).latest() == PartialDate(1990, 12, 5).whole() == date(1990, 12, 5)
    assert PartialDate(1990, 12).whole() is None


def test_nationalities() -> None:
    two = [(8256, "XK", "Kosovo"), (8100, "CH", "Schweiz")]
    assert told("moveIn", nationalities=two).nationalities == ("XK", "CH")
    assert told("moveIn", nationalities=[]).nationalities == ()
    assert told("moveIn", nationalities=[], nationality_status="0").nationalities == ()
    by_iso = [("", "de", "Deutschland")]
    assert told("moveIn", nationalities=by_iso).nationalities == ("DE",)
    assert told("moveIn", nationalities=[(8100, "CH", "Schweiz")]).permit is None


def test_the_lock_of_the_person_and_that_of_the_message() -> None:
    assert told("moveIn", data_lock="1").locked
    assert told("moveIn", data_lock="2").locked
    (item,) = read(ech.message("moveIn", header_lock="2"), "a.xml", today=TODAY)
    assert isinstance(item, Message)
    assert (item.header.is_locked, item.event.locked) == (True, False)  # type: ignore[union-attr]


def test_relations() -> None:
    spouse, mother = ech.invented(9), ech.invented(10)
    relations = [("spouse", spouse), ("mother", mother), ("foster_father", mother)]
    expected = tuple(
        RelationData(kind, other.key, other.ahv_number, other.family_name, other.given_name)
        for kind, other in [("spouse", spouse), ("mother", mother), ("foster_parent", mother)]
    )
    assert told("moveIn", relations=relations).relations == expected
    assert told("care", relations=relations[1:]) == Other("care", SHE, expected[1:])
    assert told("marriage", spouse=spouse) == Other("marriage", SHE, expected[:1])
    assert told("correctParentalRelationship", relations=relations[1:]) == Correction(
        SHE, ("parents",), relations=expected[1:]
    )
    assert told("correctMaritalInfo", spouse=spouse) == Correction(SHE, ("spouse",), relations=expected[:1])


EVENTS = {
    "move": Move(SHE, HOME, 2601, date(2026, 1, 10)),
    "moveOut": MoveOut(SHE, 2601, date(2026, 1, 10), ANA.from_country[1], None),
    "death": Death(SHE, date(2026, 1, 10)),
    "changeName": NameChange(SHE, "Demo-Neu", "Neu", date(2026, 1, 11)),
    "changeResidencePermit": PermitChange(SHE, PERMIT),
    "changeNationality": NationalityChange(SHE, ("TR",)),
    "naturalizeForeigner": NationalityChange(SHE, ("CH",)),
    "dataLock": DataLock(SHE, True, date(2026, 1, 12)),
    "missing": Other("missing", SHE),
    "changeReligion": Other("changeReligion", SHE),
    "identificationConversion": KeyChange(ANA.key, "MU.2601:new-1", ANA.ahv_number),
    "correctIdentification": Correction(SHE, ("key", "ahv_number"), key="MU.2601:new-1", ahv_number=ANA.ahv_number),
    "correctName": Correction(
        SHE,
        ("family_name", "given_name"),
        family_name="Demo-Neu",
        given_name="Neu",
        valid_from=date(2026, 1, 11),
    ),
    "correctNationality": Correction(SHE, ("nationalities",), nationalities=("TR",)),
    "correctResidencePermit": Correction(SHE, ("permit",), permit=PERMIT),
    "correctBirthInfo": Correction(SHE, ("birth", "sex"), birth=SHE.birth, sex="female"),
    "correctContact": Correction(SHE, ("contact",), contact=Address("", "Im Kontakt", "7", "4600", "Olten")),
    "contact": Correction(SHE, ("contact",), contact=Address("", "Im Kontakt", "7", "4600", "Olten")),
    "correctReporting": Correction(
        SHE,
        ("residence",),
        residence=Residence("main", 2601, date(2026, 1, 2), ANA.from_country[1], None, False, HOME),
    ),
    "correctDataLock": Correction(SHE, ("locked",), locked=True, valid_from=date(2026, 1, 12)),
    "correctDeathData": Correction(SHE, ("died_on",), died_on=date(2026, 1, 10)),
    "correctPersonAdditionalData": Correction(SHE, ("language",), language="fr"),
}


@pytest.mark.parametrize("kind", sorted(EVENTS))
def test_every_kind(kind: str) -> None:
    assert told(kind) == EVENTS[kind]


def test_no_kind_is_left_out() -> None:
    assert set(ech.KINDS) - set(EVENTS) == {
        "moveIn", "birth", "marriage", "care", "correctMaritalInfo", "correctParentalRelationship",
    }  # fmt: skip


def test_birth_is_like_moving_in() -> None:
    born = told("birth", birth="2026-01-01", relations=[("mother", ech.invented(9))])
    assert isinstance(born, MoveIn)
    assert born.residence is not None
    assert (born.residence.kind, born.residence.bfs_number) == ("main", 2601)
    assert [relation.kind for relation in born.relations] == ["mother"]


def test_a_span_of_death_ends_with_its_last_day() -> None:
    assert told("death", found_on="2026-01-14").on == date(2026, 1, 14)


def test_a_correction_may_take_away() -> None:
    assert told("correctResidencePermit", without_permit=True) == Correction(SHE, ("permit",), permit=None)


def test_recall_correction_and_test() -> None:
    for action in (values.RECALL, values.CORRECTION):
        content = ech.message("moveIn", action=action, reference_message_id="m-0", is_test=True)
        (item,) = read(content, "a.xml", today=TODAY)
        assert isinstance(item, Message)
        assert (item.header.action, item.header.reference_message_id, item.header.is_test) == (action, "m-0", True)


def test_a_moment_without_zone_is_meant_in_switzerland() -> None:
    (item,) = read(ech.message("moveIn", sent_at="2026-07-01T08:00:00.5", event_on=""), "a.xml", today=date(2026, 7, 2))
    assert isinstance(item, Message)
    assert item.header.sent_at == datetime(2026, 7, 1, 6, 0, 0, 500_000, tzinfo=UTC)
    assert item.header.event_on is None


def test_everybody_in_one_delivery_that_was_asked_for() -> None:
    people = [ech.invented(number) for number in range(6)]
    items = read(ech.base_delivery(people, action="6"), "alle.xml", today=TODAY)
    assert [item.event.identity.key for item in items] == [person.key for person in people]  # type: ignore[union-attr]
    assert [item.index for item in items] == list(range(6))  # type: ignore[union-attr]
    assert {item.header.action for item in items} == {"1"}  # type: ignore[union-attr]


def test_religion_is_not_among_the_values() -> None:
    (item,) = read(ech.message("moveIn").replace(b">111<", b">700901<"), "a.xml", today=TODAY)
    assert isinstance(item, Message)
    assert "700901" not in repr(item)


def test_comments_and_other_prefixes_do_not_matter() -> None:
    content = ech.message("moveIn", person=ANA)
    changed = (
        content.replace(b">0201<", b">02<!-- x -->01<").replace(b"eCH-0044:", b"p:").replace(b":eCH-0044=", b":p=")
    )
    assert changed != content
    (item,) = read(changed, "a.xml", today=TODAY)
    assert isinstance(item, Message)
    assert item.event == told("moveIn")


def test_the_envelope_of_sedex_is_nothing_to_read() -> None:
    envelope = b'<eCH-0090:envelope xmlns:eCH-0090="http://www.ech.ch/xmlns/eCH-0090/1" version="1.0"/>'
    assert read(envelope, "envl_1.xml", today=TODAY) == []
