"""Who may be one and the same: what speaks for it and against it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ankunft.domain.arrivals.likeness import PROPOSED, Traits, likeness, marks, proposals, sounded
from ankunft.domain.arrivals.names import folded

BIRTH = date(1990, 5, 12)


def somebody(family: str = "haile", given_name: str = "selam", pk: int = 1, **values: object) -> Traits:
    plain: dict[str, object] = {"birth_date": BIRTH, "birth_year": 1990, "sex": "female"}
    plain |= {"nationalities": frozenset({"ER"})}
    return Traits(pk, family, given_name, **{**plain, **values})  # type: ignore[arg-type]


ADA = somebody()


def codes(one: Traits, other: Traits) -> set[str]:
    return {reason.code for reason in likeness(one, other).reasons}


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (somebody(), "name_same"),
        (somebody("selam", "haile"), "name_swapped"),
        (somebody("haile selam", ""), "name_order"),
        (somebody("hayle", "selaam"), "name_alike"),
        (somebody("haile tesfay", "selam"), "name_part"),
        (somebody(birth_date=date(1990, 12, 5)), "birth_transposed"),
        (somebody(birth_date=date(1990, 5, 21)), "birth_mistyped"),
        (somebody(birth_date=date(1991, 5, 12), birth_year=1991), "birth_mistyped"),
        (somebody(birth_date=None), "birth_partly"),
        (somebody(birth_date=None, birth_month=5), "birth_partly"),
        (somebody(household=None, nationalities=frozenset({"ER", "CH"})), "nationality_same"),
    ],
)
def test_is_proposed(other, code):
    assert code in codes(ADA, other)
    assert likeness(ADA, other).score >= PROPOSED


@pytest.mark.parametrize(
    ("other", "code"),
    [
        (somebody("tesfay", "abel"), "name_differs"),
        (somebody(birth_date=date(1985, 1, 30), birth_year=1985), "birth_differs"),
        (somebody(birth_date=None, birth_month=6), "birth_differs"),
        (somebody(birth_date=None, birth_year=1991), "birth_differs"),
        (somebody("hayle", "selaam", birth_date=None, birth_year=None), "name_alike"),
    ],
)
def test_is_not_proposed(other, code):
    assert code in codes(ADA, other)
    assert likeness(ADA, other).score < PROPOSED


def test_two_numbers_are_two_persons_and_one_number_is_one():
    twin = ADA._replace(given="selama", household=7, ahv_index="b", pk=2)
    assert likeness(ADA._replace(household=7), twin).score >= PROPOSED
    assert likeness(ADA._replace(household=7, ahv_index="a"), twin).score < PROPOSED
    married = somebody("demo", "anna", ahv_index="a", birth_date=BIRTH)
    assert likeness(ADA._replace(ahv_index="a"), married).score >= PROPOSED


def test_keys_of_one_register_tell_two_apart_and_those_of_two_do_not():
    known = ADA._replace(register_key="CH.SO:1")
    assert "key_differs" in codes(known, ADA._replace(register_key="CH.SO:2"))
    assert codes(known, ADA._replace(register_key="veka:1")) == codes(ADA, ADA)
    assert likeness(known, known).score == 100


@pytest.mark.parametrize(
    "spellings",
    [
        ("Mohammed", "Muhamad", "Mohamed"),
        ("Yusuf", "Jusuf", "Youssouf"),
        ("Qasim", "Kasim"),
        ("Шевченко", "Schewtschenko"),
    ],
)
def test_spellings_of_a_name_sound_alike(spellings):
    first, *others = (folded(name) for name in spellings)
    assert all(likeness(somebody(first, "demo"), somebody(other, "demo")).score >= PROPOSED for other in others)


names = st.text("abehmnorst -", max_size=12).map(folded)
births = st.dates(date(1988, 1, 1), date(1992, 12, 31))
people = st.builds(
    lambda family, given_name, born, whole, ahv, key, sex: Traits(
        0, family, given_name, born if whole else None, born.year, None, sex, frozenset({"ER"}), ahv, key
    ),
    names,
    names,
    births,
    st.booleans(),
    st.sampled_from(["", "a", "b"]),
    st.sampled_from(["", "x:1", "x:2", "y:1"]),
    st.sampled_from(["female", "male", "unspecified"]),
)


@given(people, people)
def test_order_does_not_matter_and_the_score_has_bounds(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other).score <= 100


@given(people)
def test_nobody_is_liker_than_oneself(one):
    assert not [reason for reason in likeness(one, one).reasons if reason.points < 0]


@given(st.lists(people, max_size=12))
def test_each_pair_is_proposed_once_and_rightly(listed):
    persons = [person._replace(pk=number) for number, person in enumerate(listed)]
    found = list(proposals(persons))
    pairs = [(one, other) for one, other, _likeness in found]
    assert len(pairs) == len(set(pairs))
    assert all(one < other for one, other in pairs)
    assert all(found_one == likeness(persons[one], persons[other]) for one, other, found_one in found)
    touching = {pair for pair in pairs if 0 in pair}
    assert {(one, other) for one, other, _score in proposals(persons, frozenset({0}))} == touching


@given(people, people)
@settings(max_examples=1000)
def test_who_is_proposed_shares_a_mark(one, other):
    if likeness(one, other).score >= PROPOSED:
        assert marks(one) & marks(other)


@given(people, names)
def test_who_shares_number_birth_or_name_is_compared(one, family):
    person = one._replace(pk=1, ahv_index="same")
    other = one._replace(pk=2, family=family, ahv_index="same", birth_date=None)
    expected = likeness(person, other).score >= PROPOSED
    assert bool(list(proposals([person, other]))) == expected


def test_sounds_are_short():
    assert sounded("mohammed") == sounded("muhamad")
