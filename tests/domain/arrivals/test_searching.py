"""Persons are found by what people type: without accents, by either name, by how a word begins."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from ankunft.domain.arrivals import fitness, searching, services
from ankunft.domain.arrivals.models import NameKey, Person
from ankunft.domain.arrivals.names import LONGEST, fits, folded, name_keys, sought
from ankunft.domain.arrivals.retention import carry_out
from ankunft.domain.arrivals.searching import first_found
from ankunft.domain.arrivals.selectors import found, own_persons
from ankunft.foundation.access import wall
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
        ("Demo2", "demo2"),
        ("Demo_Ada", "demo ada"),
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
    assert all(len(key) <= LONGEST for key in name_keys(family, name))


def test_each_word_of_a_name_begins_a_key():
    assert name_keys("Da Silva", "Ana") == ["da silva ana", "silva ana da", "ana da silva"]
    assert name_keys("Demo", "Demo") == ["demo demo"]
    assert name_keys("", "") == []


@given(st.text(max_size=30), st.text(max_size=30), st.data())
def test_a_name_is_found_by_the_beginnings_of_its_words_in_any_order(family, name, data):
    words = folded(f"{family} {name}").split()
    typed = [word[: data.draw(st.integers(1, len(word)))] for word in data.draw(st.permutations(words))]
    what = sought(" ".join(typed))
    assert what is None if not words else fits(what, family, name)


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
        ("SILV", ["Da Silva", "Silvano", "Demo-Abebe"]),
        ("silvia demo", ["Demo-Abebe"]),
        ("demo u", ["Silvano"]),
        ("demo s", ["Demo-Abebe", "Da Silva", "Silvano"]),
        ("silva silv", []),
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
def test_a_reference_of_letters_alone_is_found(town, officer):
    one = person(town)
    Person.objects.filter(pk=one.pk).update(reference="P-ABCD-EFGH")
    for text in ("P-ABCD-EFGH", "p-abcd-efgh "):
        assert [hit.pk for hit in first_found(officer, text, 10)] == [one.pk]


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
def test_whose_name_begins_so_twice_is_one_hit(town, officer):
    twice = [person(town, family_name=f"Demo-Silva {number}", given_name="Silvia").pk for number in range(5)]
    once = person(town, family_name="Demo-Zuletzt", given_name="Silvie").pk
    hits = [hit.pk for hit in first_found(officer, "silv", 6)]
    assert hits == [*twice, once]
    assert list(found(own_persons(officer), "silv", actor=officer).order_by("pk").values_list("pk", flat=True)) == hits


@pytest.mark.django_db
def test_everybody_known_is_found_by_each_word_and_nobody_else(people, town, officer):
    one = person(town, family_name="Demo-Weg", given_name="Ada")
    carry_out_forgetting(one)
    for known in Person.objects.filter(anonymised_at=None):
        keys = NameKey.objects.filter(person=known, municipality=known.municipality).values_list("key", flat=True)
        assert sorted(keys) == sorted(name_keys(known.family_name, known.given_name))
    assert not NameKey.objects.filter(person=one).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda keys: keys.filter(key__startswith="demo").delete(), id="removed"),
        pytest.param(lambda keys: keys.all().delete(), id="all removed"),
        pytest.param(lambda keys: keys.filter(key__startswith="demo").update(key="demo alt ada"), id="stale"),
        pytest.param(lambda keys: keys.model.objects.create(**keys.values("person_id", "municipality_id", "key")[0]),
                     id="twice"),
        pytest.param(lambda keys: Person.objects.filter(pk__in=keys.values("person")).update(family_name="Demo-Neu"),
                     id="another name"),
        pytest.param(lambda keys: Person.objects.filter(pk__in=keys.values("person")).update(
            merged_into=Person.objects.order_by("pk").first()), id="somebody else"),
    ],
)  # fmt: skip
def test_the_check_finds_keys_that_are_not_those_of_the_name(people, town, spoil, django_assert_num_queries):
    one = person(town, family_name="Demo-Weg", given_name="Ada")
    carry_out_forgetting(person(town))
    assert [finding.level for finding in fitness.names()] == ["ok"]
    spoil(NameKey.objects.filter(person=one))
    with wall.open_for(Actor.operator()), django_assert_num_queries(1):
        assert list(fitness._found_otherwise()) == [one.reference]
    (finding,) = fitness.names()
    assert finding.level == "fault"
    assert f"Bei 1 Personen stimmen die Suchschlüssel nicht mit dem Namen überein: {one.reference}." in finding.sentence


@pytest.mark.django_db
def test_the_check_sees_keys_of_another_municipality(town, olten):
    one = person(town)
    NameKey.objects.filter(person=one).update(municipality=olten)
    assert one.reference in next(fitness.names()).sentence


@pytest.mark.django_db
def test_the_check_names_a_few_and_counts_the_others(town):
    for _ in range(fitness.MOST + 2):
        person(town)
    NameKey.objects.all().delete()
    sentence = next(fitness.names()).sentence
    assert sentence.startswith("Bei 12 Personen")
    assert sentence.endswith(" und 2 weitere.")
    assert len(sentence.split(", ")) == fitness.MOST


def carry_out_forgetting(one: Person) -> None:
    services.person_leave(person=one, on=date(2026, 1, 1), actor=Actor.operator())
    carry_out([one.reference], Actor.operator())


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor == 'postgresql'")
@pytest.mark.parametrize("reach", [1, 2])
def test_a_stretch_of_the_index_answers(people, officer, town, olten, reach):
    place, values = searching._places(frozenset([town.pk, olten.pk][:reach]))
    stretch = searching._STRETCH.format(rank=0, place=place, word="word", beside="", but="")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {stretch}", {**values, "word": "silv", "word_end": "silw", "rows": 10})
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "COVERING INDEX name_by_key (municipality_id=? AND key>? AND key<?)" in plan
    assert ("TEMP B-TREE" in plan) == (reach > 1)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["silv", "silvia demo", "demo s", "weg silva abebe", "niemand"])
def test_postgresql_is_asked_once_however_many_words(people, officer, text):
    with CaptureQueriesContext(connection) as asked:
        first_found(officer, text, 10)
    questions = sum(NameKey._meta.db_table in one["sql"] for one in asked.captured_queries)
    assert questions == (1 if connection.vendor == "postgresql" or " " not in text else 2)
