"""Duplicates: proposed with reasons, merged without loss, taken apart again, and never asked about twice."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.arrivals import services
from ankunft.domain.arrivals.duplicates import open_duplicates, sentences_of
from ankunft.domain.arrivals.history import history_of
from ankunft.domain.arrivals.models import (
    Arrival,
    Duplicate,
    Household,
    Permit,
    Person,
    PersonChange,
    Relation,
    SpokenLanguage,
)
from ankunft.domain.arrivals.searching import first_found
from ankunft.domain.arrivals.selectors import one_of, own_persons
from ankunft.domain.arrivals.services.duplicates import (
    duplicate_keep_apart,
    duplicate_reopen,
    duplicates_propose,
    duplicates_propose_everywhere,
)
from ankunft.domain.arrivals.services.merging import CHOICES, merge_undo, persons_merge
from ankunft.domain.arrivals.services.rows import updated
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.arrivals.making import AHV, arrival, entry, person

pytestmark = pytest.mark.django_db

NAMES = {"family_name": "Demo-Haile", "given_name": "Selam"}


@pytest.fixture
def pair(town) -> tuple[Person, Person]:
    return person(town, **NAMES), person(town, family_name="Demo-Hayle", given_name="Selam", phone="062 111 22 33")


@pytest.fixture
def duplicate(town, pair) -> Duplicate:
    assert duplicates_propose(municipality=town) == 1
    return Duplicate.objects.get()


def everything(model, *names: str) -> list[tuple[object, ...]]:
    return sorted(model.objects.values_list("pk", *names))


def test_two_who_are_alike_are_proposed_with_reasons(duplicate, pair, officer, olten):
    assert (duplicate.person, duplicate.other) == pair
    sentences = [sentence for sentence, _points in sentences_of(duplicate.reasons)]
    assert sentences == [
        "Gleiches Geburtsdatum.",
        "Ähnlicher Name, anders geschrieben.",
        "Gemeinsame Staatsangehörigkeit.",
    ]
    assert duplicate.score == 68
    assert list(open_duplicates(officer)) == [duplicate]


def test_proposals_follow_the_records_at_once(pair, town, officer):
    assert open_duplicates(officer).get().other == pair[1]
    services.person_change(person=pair[1], entry=entry(family_name="Demo-Anders"), reason="Irrtum", actor=officer)
    assert not open_duplicates(officer)
    third = person(town, **NAMES)
    assert open_duplicates(officer).get().other == third
    assert duplicates_propose(municipality=town) == 1


def test_what_was_decided_is_not_asked_again_when_somebody_is_changed(duplicate, pair, officer):
    duplicate_keep_apart(duplicate=duplicate, actor=officer)
    services.person_change(person=pair[1], entry=entry(**NAMES), reason="Irrtum", actor=officer)
    assert not open_duplicates(officer)
    assert Duplicate.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"given_name": "Haile", "family_name": "Demo Selam"},
        {"given_name": "", "family_name": "Haile Selam Demo"},
        {"given_name": "Selam", "family_name": "Demo-Haile Tesfay"},
        {**NAMES, "birth_date": date(1990, 5, 4)},
        {**NAMES, "birth_date": None, "birth_year": 1990},
        {"given_name": "Selam", "family_name": "Demo-Hailé", "birth_date": date(1990, 3, 5)},
        {"given_name": "Ganz", "family_name": "Demo-Anders", "ahv_number": AHV},
        {"given_name": "Ganz", "family_name": "Demo-Anders", "register_key": "CH.SO:1"},
        {"given_name": "Ganz", "family_name": "Demo-Anders"},
    ],
)
def test_at_once_the_same_are_found_as_by_looking_through_all(town, values):
    one = person(town, **NAMES, birth_date=date(1990, 5, 3), ahv_number=AHV, register_key="CH.SO:1")
    Person.objects.filter(pk=one.pk).update(left_on=date(2026, 1, 1), left_year=2026)
    person(town, **{"birth_date": date(1990, 5, 3), **values})
    at_once = [(pair.person, pair.other, pair.score, pair.reasons) for pair in Duplicate.objects.all()]
    Duplicate.objects.all().delete()
    duplicates_propose(municipality=town)
    assert [(pair.person, pair.other, pair.score, pair.reasons) for pair in Duplicate.objects.all()] == at_once
    assert len(at_once) == (values != {"given_name": "Ganz", "family_name": "Demo-Anders"})


def test_every_municipality_is_looked_through(pair, olten):
    for _number in range(2):
        person(olten, **NAMES)
    Duplicate.objects.all().delete()
    duplicates_propose_everywhere()
    assert Duplicate.objects.count() == 2


def test_two_that_are_kept_apart_are_never_proposed_again(duplicate, town, officer):
    duplicate_keep_apart(duplicate=duplicate, actor=officer)
    assert duplicates_propose(municipality=town) == 0
    assert not open_duplicates(officer)
    with pytest.raises(Refused, match="entschieden"):
        duplicate_keep_apart(duplicate=duplicate, actor=officer)
    duplicate_reopen(duplicate=duplicate, actor=officer)
    assert open_duplicates(officer).get().decided_by == ""
    assert [event.action for event in Event.objects.filter(object_type="arrivals.duplicate")] == [
        "arrivals.duplicate.distinct",
        "arrivals.duplicate.open",
    ]


@pytest.fixture
def parts(town, pair) -> None:
    """Both have something of every kind, some of it of the same day."""
    ada, bea = pair
    for one, start in ((ada, 2024), (bea, 2024), (bea, 2025)):
        Permit.objects.create(person=one, municipality=town, category="F", valid_from=date(start, 1, 1))
    for one, language in ((ada, "ti"), (bea, "ti"), (bea, "de")):
        SpokenLanguage.objects.create(person=one, municipality=town, language=language, as_of=date(2026, 1, 1))
    child = person(town, family_name="Demo-Kind", birth_date=date(2020, 1, 1))
    for mother in pair:
        Relation.objects.create(person=child, municipality=town, kind="mother", other=mother)
    Relation.objects.create(person=bea, municipality=town, kind="spouse", other_key="x:1")
    Relation.objects.create(person=bea, municipality=town, kind="partner", other=ada)
    arrival(town, of=bea)


def test_all_of_the_other_moves_and_comes_back(duplicate, pair, parts, officer):
    ada, bea = pair
    before = {model: everything(model, "person") for model in (Permit, SpokenLanguage, Arrival)}
    before[Relation] = everything(Relation, "person", "other")
    services.person_change(
        person=bea, entry=services.entry_of(bea)._replace(email="b@demo.ch"), reason="", actor=officer
    )
    ada_before = Person.objects.values().get(pk=ada.pk)
    merged = persons_merge(duplicate=duplicate, into=ada, take=["family_name"], actor=officer)
    assert (merged.family_name, merged.phone, merged.email) == ("Demo-Hayle", "062 111 22 33", "b@demo.ch")
    assert sorted(ada.permits.values_list("valid_from", flat=True)) == [date(2024, 1, 1), date(2025, 1, 1)]
    assert sorted(ada.languages.values_list("language", flat=True)) == ["de", "ti"]
    assert set(ada.relations.values_list("kind", flat=True)) == {"spouse"}
    assert Relation.objects.filter(kind="mother", other=ada).count() == 1
    assert Arrival.objects.get().person == ada
    assert PersonChange.objects.filter(person=bea).count() == 0
    duplicate.refresh_from_db()
    merge_undo(duplicate=duplicate, actor=officer)
    assert {model: everything(model, "person") for model in (Permit, SpokenLanguage, Arrival)} == {
        model: rows for model, rows in before.items() if model is not Relation
    }
    assert everything(Relation, "person", "other") == before[Relation]
    ada_after = Person.objects.values().get(pk=ada.pk)
    assert ada_after | {"version": 0} == ada_before | {"version": 0}
    assert Person.objects.get(pk=bea.pk).merged_into is None
    assert {hit.pk for hit in first_found(officer, "selam demo", 5)} == {ada.pk, bea.pk}
    assert open_duplicates(officer).get() == duplicate


def test_both_references_lead_to_the_one(duplicate, pair, officer):
    ada, bea = pair
    persons_merge(duplicate=duplicate, into=ada, actor=officer)
    assert one_of(Person.objects.get(pk=bea.pk)) == ada
    mine = own_persons(officer)
    assert list(mine) == [ada]
    for text in (ada.reference, bea.reference):
        assert [hit.pk for hit in first_found(officer, text, 5)] == [ada.pk]
    assert [hit.pk for hit in first_found(officer, "selam", 5)] == [ada.pk]
    assert visible_to(officer, Person).filter(pk=bea.pk).exists()
    summaries = [one.summary for one in history_of(Person.objects.get(pk=ada.pk))]
    assert summaries.count("Person erfasst.") == 2
    assert summaries.count("Zusammengeführt.") == 2


def test_who_was_merged_before_leads_on(town, duplicate, pair, officer):
    ada, bea = pair
    persons_merge(duplicate=duplicate, into=ada, actor=officer)
    third = person(town, **NAMES)
    duplicates_propose(municipality=town)
    again = open_duplicates(officer).get(other=third)
    persons_merge(duplicate=again, into=third, actor=officer)
    assert Person.objects.get(pk=bea.pk).merged_into == third
    duplicate.refresh_from_db()
    with pytest.raises(Refused, match="zusammengeführt"):
        merge_undo(duplicate=duplicate, actor=officer)
    again.refresh_from_db()
    merge_undo(duplicate=again, actor=officer)
    assert Person.objects.get(pk=bea.pk).merged_into == ada
    merge_undo(duplicate=duplicate, actor=officer)
    assert not Person.objects.exclude(merged_into=None)


def test_the_number_of_the_other_is_taken_over_and_given_back(town, officer):
    ada, _bea = person(town, **NAMES), person(town, **NAMES, ahv_number=AHV)
    duplicates_propose(municipality=town)
    duplicate = Duplicate.objects.get()
    merged = persons_merge(duplicate=duplicate, into=ada, actor=officer)
    assert services.entry_of(merged).ahv_number == "7569217076985"
    assert "7569217" not in str(list(Event.objects.values()))
    duplicate.refresh_from_db()
    restored, other = merge_undo(duplicate=duplicate, actor=officer)
    assert (restored.ahv_index, bool(other.ahv_index)) == ("", True)


def test_what_was_changed_since_stays(duplicate, pair, officer):
    ada, _bea = pair
    merged = persons_merge(duplicate=duplicate, into=ada, take=["family_name"], actor=officer)
    updated(merged, {"family_name": "Demo-Neu"})
    duplicate.refresh_from_db()
    restored, _other = merge_undo(duplicate=duplicate, actor=officer)
    assert (restored.family_name, restored.phone) == ("Demo-Neu", "")


def test_a_lock_of_either_stays(duplicate, pair, officer):
    ada, bea = pair
    services.person_lock(person=bea, reason="Demo", actor=officer)
    assert persons_merge(duplicate=duplicate, into=ada, actor=officer).data_lock


def test_what_somebody_changed_meanwhile_is_not_merged(duplicate, pair, officer):
    ada, bea = pair
    seen = (ada.version, bea.version)
    updated(bea, {"phone": ""})
    with pytest.raises(Refused, match="Inzwischen"):
        persons_merge(duplicate=duplicate, into=ada, versions=seen, actor=officer)
    assert not Person.objects.exclude(merged_into=None)


def test_nothing_is_merged_twice(duplicate, pair, officer):
    persons_merge(duplicate=duplicate, into=pair[0], actor=officer)
    with pytest.raises(Refused):
        persons_merge(duplicate=duplicate, into=pair[0], actor=officer)
    duplicate.refresh_from_db()
    with pytest.raises(Refused, match="noch nicht so entschieden"):
        duplicate_reopen(duplicate=duplicate, actor=officer)


def test_only_officers_of_the_place_decide(duplicate, pair, stranger):
    with pytest.raises(Forbidden):
        duplicate_keep_apart(duplicate=duplicate, actor=stranger)
    with pytest.raises(Forbidden):
        persons_merge(duplicate=duplicate, into=pair[0], actor=stranger)
    assert not open_duplicates(stranger)


def test_every_column_that_says_something_can_be_chosen():
    columns = {column for columns in CHOICES.values() for column in columns}
    own = {
        "id",
        "reference",
        "municipality_id",
        "merged_into_id",
        "data_lock",
        "anonymised_at",
        "is_demo",
        "created_at",
    }
    own |= {"version"}
    assert {field.attname for field in Person._meta.concrete_fields} == columns | own


def test_an_empty_household_does_not_hold_anybody(duplicate, pair, town, officer):
    home = Household.objects.create(municipality=town, street="Demo-Weg")
    updated(pair[1], {"household": home})
    merged = persons_merge(duplicate=duplicate, into=Person.objects.get(pk=pair[0].pk), actor=officer)
    assert merged.household == home
