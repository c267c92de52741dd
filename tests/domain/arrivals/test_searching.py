"""Persons are found by what people type: without accents, by either name, by how a word begins."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.arrivals import services
from ankunft.domain.arrivals.names import LONGEST, folded, search_keys
from ankunft.domain.arrivals.searching import first_found
from ankunft.domain.arrivals.selectors import found, own_persons
from ankunft.foundation.kernel.actor import Actor
from tests.domain.arrivals.making import AHV, entry, person


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Özdemir-Đorđević", "ozdemir dordevic"),
        ("O'Brien  d’Arc", "obrien darc"),
        ("Strauß", "strauss"),
        ("Łukasz Ångström", "lukasz angstrom"),
        ("İnan Işık", "inan isik"),
        ("Петренко", "petrenko"),
        ("Παπαδόπουλος", "papadopoylos"),
        ("Nguyễn", "nguyen"),
        ("தமிழ்", "தமழ"),
        ("", ""),
    ],
)
def test_names_are_compared_without_accents_and_scripts(name, key):
    assert folded(name) == key


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert folded(folded(text)) == folded(text)


@given(st.text(max_size=100), st.text(max_size=100))
def test_keys_fit_their_columns(family, name):
    assert all(len(key) <= LONGEST for key in search_keys(family, name).values())


@pytest.fixture
def people(town, olten) -> None:
    for family, name in (
        ("Demo-Müller", "Zoë"),
        ("Da Silva", "Demo-Ana"),
        ("Silvano", "Demo-Urs"),
        ("Demo-Abebe", "Silvia"),
    ):
        person(town, family_name=family, given_name=name)
    person(olten, family_name="Silvester")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SILV", ["Silvano", "Demo-Abebe", "Da Silva"]),
        ("silvia demo", ["Demo-Abebe"]),
        ("zoe demo-mull", ["Demo-Müller"]),
        ("MÜLLER", ["Demo-Müller"]),
        ("ilv", []),
        ("%", []),
        (" ", []),
    ],
)
def test_is_found_in_order_and_only_among_ones_own(people, officer, text, names):
    assert [one.family_name for one in first_found(officer, text, 10)] == names
    assert {one.family_name for one in found(own_persons(officer), text, actor=officer)} == set(names)
    assert [one.family_name for one in first_found(officer, text, 2)] == names[:2]


@pytest.mark.django_db
def test_reference_and_number_are_found_too(town, officer):
    one = person(town, ahv_number=AHV)
    person(town)
    for text in (one.reference.lower(), AHV):
        assert [hit.pk for hit in first_found(officer, text, 10)] == [one.pk]
        assert list(found(own_persons(officer), text, actor=officer)) == [one]


@pytest.mark.django_db
def test_whoever_is_called_otherwise_now_is_found_so(town, officer):
    one = person(town, family_name="Demo-Alt")
    services.person_change(person=one, entry=entry(family_name="Demo-Neu"), reason="Heirat", actor=officer)
    assert [hit.reference for hit in first_found(officer, "Demo-Neu", 10)] == [one.reference]
    assert not first_found(officer, "Demo-Alt", 10)


@pytest.mark.django_db
def test_a_hit_tells_one_person_from_another(town, officer):
    one = person(town)
    hit = first_found(officer, one.family_name, 10)[0]
    assert (hit.reference, hit.municipality.name, hit.data_lock) == (one.reference, "Solothurn", False)
    assert not first_found(Actor.operator(), one.family_name, 10)


@pytest.mark.django_db
def test_the_first_are_found_by_an_index(people, officer):
    plan = own_persons(officer).filter(family_key__gte="silv", family_key__lt="silw").order_by("family_key", "pk")
    assert "person_by_family_key" in plan.explain() or connection.vendor == "postgresql"
