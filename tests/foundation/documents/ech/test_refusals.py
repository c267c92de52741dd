"""What is wrong with a message is said in German, with its place, and nothing else is raised."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from ankunft.foundation.documents.ech import schemas
from ankunft.foundation.documents.ech.reader import read
from ankunft.foundation.documents.ech.values import Message, Problem
from ankunft.foundation.kernel.errors import Refused
from tests.support import ech

pytestmark = pytest.mark.usefixtures("ech_schemas")
TODAY = date(2026, 1, 20)

SAID = {
    "truncated": ("", "bricht mitten in der Meldung ab"),
    "empty": ("", "leer"),
    "no xml": ("", "kein XML"),
    "wrong encoding": ("", "Codierung"),
    "wrong element": ("namesInfo", "Erwartet wird: «nameInfo»"),
    "missing element": ("residencePermitValidFrom", "Erwartet wird: «residencePermit»"),
    "unknown country": ("country", "Ländernummer «9998» gibt es nicht"),
    "no country code": ("country", "weder BFS-Nummer noch ISO-Code"),
    "former state": ("country", "8220 gibt es nicht mehr"),
    "unknown country of origin": ("country", "Ländernummer «9998» gibt es nicht"),
    "unknown permit": ("residencePermit", "Ausweiscode «9999» gibt es nicht"),
    "birth in the future": ("dateOfBirth", "liegt in der Zukunft"),
    "arrival before birth": ("arrivalDate", "liegt vor der Geburt"),
    "impossible day": ("arrivalDate", "Den Tag «2026-02-30» gibt es nicht"),
    "no municipality number": ("reportingMunicipality", "keine BFS-Nummer"),
    "unknown action": ("action", "Die Aktion «7» gibt es nicht"),
    "request": ("action", "5 (Anfrage)"),
    "sent in the future": ("messageDate", "in der Zukunft gesendet"),
    "dtd": ("", "DTD"),
    "entity": ("", "DTD"),
    "wrong version": ("delivery", "andere Version als 3.0"),
    "older version": ("delivery", "eCH-0020 Version 2"),
    "another standard": ("x", "keine Meldung nach eCH-0020"),
}


def problem(content: bytes) -> Problem:
    (item,) = read(content, "a.xml", today=TODAY)
    assert isinstance(item, Problem), item
    return item


@pytest.mark.parametrize("fault", sorted(SAID))
def test_every_fault_is_named_with_its_place(fault: str) -> None:
    found = problem(ech.broken(fault, 3, message_id="m-77"))
    element, sentence = SAID[fault]
    assert sentence in found.sentence
    assert (found.place, found.element) == ("a.xml", element)
    nameless = {"empty", "no xml", "dtd", "entity", "another standard"}
    assert found.message_id == ("" if fault in nameless else "m-77")
    if element:
        assert found.line > 0
        assert found.where() == f"a.xml, Zeile {found.line}, «{element}»"


def test_no_fault_is_left_out() -> None:
    assert set(ech.FAULTS) - set(SAID) == {"wrong municipality"}
    (item,) = read(ech.broken("wrong municipality"), "a.xml", today=TODAY)
    assert isinstance(item, Message), "where it belongs is not known here"


def test_the_line_is_that_of_the_element() -> None:
    content = ech.broken("unknown permit")
    assert b">9999<" in content.splitlines()[problem(content).line - 1]


def test_names_and_numbers_of_persons_are_not_repeated() -> None:
    for name in ("family_name", "ahv_number", "household_id"):
        found = problem(ech.message("moveIn", **{name: "Demo-Geheim" * 20}))
        assert "Geheim" not in found.sentence
    assert "kürzen" in problem(ech.message("moveIn", family_name="Demo-Geheim" * 20)).sentence


def test_several_faults_of_a_message_are_one_problem() -> None:
    found = problem(ech.message("moveIn", permit="9999", sex="7"))
    assert "Ausserdem Zeile" in found.sentence
    assert "Ausweiscode «9999»" in found.sentence


def test_a_wrong_ahv_number() -> None:
    right = ech.invented(1).ahv_number
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    found = problem(ech.message("moveIn", ahv_number=wrong))
    assert (found.element, "Prüfziffer" in found.sentence) == ("vn", True)
    assert wrong not in found.sentence


@pytest.mark.parametrize("birth", ["0000-01-01", "-0044-03-15", "12026-01-01", "-0044", "1500-05", "1700"])
def test_years_that_cannot_be(birth: str) -> None:
    assert problem(ech.message("moveIn", birth=birth)).sentence


def test_midnight_at_the_end_of_a_day_is_not_readable() -> None:
    assert "Zeitpunkt" in problem(ech.message("moveIn", sent_at="2026-01-15T24:00:00")).sentence


def test_a_permit_is_needed_where_it_changes() -> None:
    content = ech.message("changeResidencePermit").decode()
    start, end = content.index("<eCH-0011:residencePermit>"), content.index("<eCH-0011:residencePermitValidFrom>")
    empty = '<eCH-0011:residencePermit xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'
    assert "Ausweis fehlt" in problem((content[:start] + empty + content[end:]).encode()).sentence


def test_a_broken_person_keeps_nobody_else_away() -> None:
    people = [
        ech.invented(0),
        ech.invented(1, permit="9999"),
        ech.invented(2),
        ech.invented(3, nationalities=[(9998, "", "Nirgendwo")]),
        ech.invented(4),
    ]
    items = read(ech.base_delivery(people, message_id="m-5"), "alle.xml", today=TODAY)
    assert [item.index for item in items if isinstance(item, Message)] == [0, 2, 4]
    problems = [item for item in items if isinstance(item, Problem)]
    assert [found.element for found in problems] == ["residencePermit", "country"]
    assert {found.message_id for found in problems} == {"m-5"}
    lines = ech.base_delivery(people).splitlines()
    assert b">9999<" in lines[problems[0].line - 1]


def test_a_broken_header_refuses_the_whole_delivery_once() -> None:
    (item,) = read(ech.base_delivery([ech.invented(0), ech.invented(1)], action="7"), "alle.xml", today=TODAY)
    assert isinstance(item, Problem)


def test_a_file_that_is_too_large(settings: object) -> None:
    settings.IMPORT_MAX_BYTES = 1000  # type: ignore[attr-defined]
    assert "grösser als" in problem(ech.message("moveIn")).sentence


def test_without_schemas_nothing_is_read(settings: object) -> None:
    settings.ECH_SCHEMAS = None  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="ANKUNFT_ECH_SCHEMAS"):
        read(ech.message("moveIn"), "a.xml", today=TODAY)


def test_a_folder_without_all_schemas(tmp_path: Path, ech_schemas: Path) -> None:
    with pytest.raises(Refused, match=schemas.MAIN):
        schemas.compiled(tmp_path, schemas.MAIN)
    (tmp_path / schemas.MAIN).write_bytes((ech_schemas / schemas.MAIN).read_bytes())
    with pytest.raises(Refused, match=r"«eCH-00\d\d-.*fehlt"):
        schemas.compiled(tmp_path, schemas.MAIN)
    (tmp_path / "other.xsd").write_text("<x/>")
    with pytest.raises(Refused, match="unbrauchbar"):
        schemas.compiled(tmp_path, "other.xsd")


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(sorted(ech.KINDS)),
    at=st.floats(0, 1),
    length=st.integers(0, 60),
    instead=st.binary(max_size=20) | st.sampled_from([b"", b"0", b"9999", b"2026-13-01", b" ", b"<x/>", b"&amp;"]),
)
def test_whatever_stands_in_a_file_nothing_is_raised(kind: str, at: float, length: int, instead: bytes) -> None:
    content = ech.message(kind, relations=[("mother", ech.invented(2))])
    start = int(at * len(content))
    for item in read(content[:start] + instead + content[start + length :], "a.xml", today=TODAY):
        assert isinstance(item, Message) or item.sentence


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kind=st.sampled_from(sorted(ech.KINDS)), number=st.integers(0, 200), text=st.text(max_size=40))
def test_whatever_an_element_holds_nothing_is_raised(kind: str, number: int, text: str) -> None:
    root = etree.fromstring(ech.message(kind, relations=[("mother", ech.invented(2))]))
    leaves = [element for element in root.iter() if not len(element)]
    try:
        leaves[number % len(leaves)].text = text
    except ValueError:
        return
    for item in read(etree.tostring(root), "a.xml", today=TODAY):
        assert isinstance(item, Message) or item.sentence
