"""Addresses, families, permits and languages: what is written, refused, kept and found again."""

from __future__ import annotations

import json
from datetime import date

import pytest

from ankunft.domain.arrivals import services
from ankunft.domain.arrivals.families import families_of, family_of, relatives_of
from ankunft.domain.arrivals.history import history_of
from ankunft.domain.arrivals.models import Arrival, Household, Permit, Person, Relation, SpokenLanguage
from ankunft.domain.arrivals.values import HouseholdEntry, LanguageEntry, PermitEntry
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.arrivals.making import person

pytestmark = pytest.mark.django_db

HOME = HouseholdEntry("Demogasse", "12", "4500", "Solothurn")
AWAY = HouseholdEntry("Demoweg", "3b", "4500", "Solothurn")


def again(*persons: Person) -> list[Person]:
    return [Person.objects.select_related("municipality").get(pk=one.pk) for one in persons]


@pytest.fixture
def pair(town, officer):
    """Two adults of different names who live together."""
    both = [person(town, family_name="Demo-Alt"), person(town, family_name="Demo-Neu")]
    services.household_set(persons=both, entry=HOME, actor=officer)
    return again(*both)


def test_who_lives_together_shares_an_address(pair, officer):
    one, other = pair
    assert one.household == other.household
    assert services.household_entry_of(one.household) == HOME
    with pytest.raises(Refused, match="nichts geändert"):
        services.household_set(persons=pair, entry=HOME, actor=officer)
    services.household_set(persons=pair, entry=AWAY, reason="Meldung", actor=officer)
    assert Household.objects.count() == 1
    assert "Demogasse 12, 4500 Solothurn" in history_of(one)[0].summary
    events = json.dumps(list(Event.objects.values("summary", "before", "after", "reason")))
    assert "Demogasse" not in events
    assert "Demoweg" not in events


def test_who_moves_out_leaves_the_others_where_they_are(pair, officer, town):
    one, other = pair
    child = person(town, birth_date=date(2020, 1, 1))
    services.household_set(persons=[other, child], entry=AWAY, actor=officer)
    one, other, child = again(one, other, child)
    assert services.household_entry_of(one.household) == HOME
    assert other.household == child.household != one.household
    # Who comes back joins the household that is there.
    services.household_set(persons=[one, other], entry=HOME, actor=officer)
    one, other, child = again(one, other, child)
    assert one.household == other.household
    assert services.household_entry_of(child.household) == AWAY


def test_the_households_of_registers_are_known_by_their_key(pair, officer, town):
    registered = HOME._replace(register_id="H-1")
    home = services.household_set(persons=pair, entry=registered, actor=officer)
    assert (Household.objects.count(), home.register_id) == (1, "H-1")
    third = person(town)
    assert services.household_set(persons=[third], entry=registered._replace(street="Demoplatz"), actor=officer) == home
    assert "Demoplatz" in history_of(pair[0])[0].summary


def test_open_arrivals_follow_to_the_new_address(pair, officer):
    arrival = services.arrival_record(
        person=pair[0], arrived_on=date(2026, 11, 1), from_country="ER", source="entry", actor=officer
    )
    home = services.household_set(persons=[pair[0]], entry=AWAY, actor=officer)
    assert Arrival.objects.get(pk=arrival.pk).household == home


@pytest.mark.parametrize("wrong", [{"street": "", "town": " "}, {"postcode": "45"}, {"street": "x" * 101}])
def test_an_address_that_cannot_be_is_refused(town, officer, wrong):
    with pytest.raises(Refused):
        services.household_set(persons=[person(town)], entry=HOME._replace(**wrong), actor=officer)
    assert not Household.objects.exists()


def test_only_the_own_officer_writes(town, olten, officer, stranger, coordinator):
    one = person(town)
    for actor in (stranger, coordinator):
        with pytest.raises(Forbidden):
            services.household_set(persons=[one], entry=HOME, actor=actor)
        with pytest.raises(Forbidden):
            services.permit_add(person=one, entry=PermitEntry("02", date(2026, 1, 1)), actor=actor)
        with pytest.raises(Forbidden):
            services.language_add(person=one, entry=LanguageEntry("de", date(2026, 1, 1)), actor=actor)
        with pytest.raises(Forbidden):
            services.relation_add(person=one, kind="spouse", other=person(town), actor=actor)
    with pytest.raises(Forbidden):
        services.relation_add(person=one, kind="spouse", other=person(olten), actor=officer)


def test_a_family_is_found_from_relations_and_household(pair, officer, town, django_assert_num_queries):
    one, other = pair
    assert family_of(one) == [one]
    services.relation_add(person=one, kind="spouse", other=other, actor=officer)
    child = person(town, family_name="Demo-Kind", birth_date=date(2015, 3, 4))
    services.relation_add(person=child, kind="mother", other=other, actor=officer)
    lodger = person(town, family_name="Demo-Untermieter")
    services.household_set(persons=[lodger, *again(one, other)], entry=HOME, actor=officer)
    one, other, child, lodger = again(one, other, child, lodger)
    assert set(family_of(one)) == set(family_of(child)) == {one, other, child}
    assert [len(group) for group in families_of([lodger, child, one])] == [1, 2]
    kinds = {relative.person: relative.kind for relative in relatives_of(other)}
    assert kinds == {one: "spouse", child: "child", lodger: ""}
    with pytest.raises(Refused, match="schon miteinander"):
        services.relation_add(person=other, kind="spouse", other=one, actor=officer)
    with pytest.raises(Refused, match="jünger"):
        services.relation_add(person=lodger, kind="father", other=child, actor=officer)
    with pytest.raises(Refused, match="sich selbst"):
        services.relation_add(person=one, kind="spouse", other=one, actor=officer)
    services.relation_remove(relation=Relation.objects.get(person=child), reason="Irrtum", actor=officer)
    assert set(family_of(child)) == {child}


def test_a_family_is_read_in_a_fixed_number_of_statements(town, officer, django_assert_max_num_queries):
    people = [person(town, family_name="Demo-Gross") for _ in range(12)]
    services.household_set(persons=people, entry=HOME, actor=officer)
    people = again(*people)
    with django_assert_max_num_queries(4):
        assert len(families_of(people)) == 1


def test_relations_of_the_register_lead_to_who_is_recorded_later(town, officer):
    child = person(town, birth_date=date(2015, 3, 4))
    Relation.objects.create(person=child, municipality=town, kind="mother", other_key="MU:7")
    mother = person(town, actor=officer, register_key="MU:7")
    assert set(family_of(child)) == {child, mother}
    with pytest.raises(Refused, match=mother.reference):
        person(town, register_key="MU:7")


def test_permits_have_a_history(town, officer):
    one = person(town)
    first = PermitEntry("07", date(2024, 3, 1), date(2025, 2, 28), date(2024, 2, 20), "0701")
    services.permit_add(person=one, entry=first, actor=officer)
    services.permit_add(person=one, entry=PermitEntry("02", date(2025, 3, 1)), actor=officer)
    assert list(Permit.objects.values_list("category", flat=True)) == ["07", "02"]
    with pytest.raises(Refused, match="schon erfasst"):
        services.permit_add(person=one, entry=first, actor=officer)
    services.permit_add(person=one, entry=PermitEntry("09", date(2025, 3, 1)), reason="Schreibfehler", actor=officer)
    assert "S, Schutzbedürftige" in history_of(one)[0].summary
    services.permit_remove(permit=Permit.objects.get(category="09"), reason="Falsche Person", actor=officer)
    assert Permit.objects.get().code == "0701"
    assert "2024" not in json.dumps(list(Event.objects.values("summary", "after")))


@pytest.mark.parametrize(
    "wrong",
    [
        {"category": "B"},
        {"category": "02", "code": "0301"},
        {"code": "0"},
        {"valid_until": date(2023, 1, 1)},
        {"valid_from": date(1980, 1, 1)},
        {"entered_on": date(1980, 1, 1)},
    ],
)
def test_a_permit_that_cannot_be_is_refused(town, officer, wrong):
    with pytest.raises(Refused):
        services.permit_add(
            person=person(town), entry=PermitEntry("02", date(2024, 3, 1))._replace(**wrong), actor=officer
        )


def test_languages_are_noted_with_their_day(town, officer):
    one = person(town)
    for day, level in ((date(2026, 1, 1), "A1"), (date(2026, 11, 1), "A2")):
        services.language_add(person=one, entry=LanguageEntry("de", day, level), actor=officer)
    services.language_add(person=one, entry=LanguageEntry("de", date(2026, 1, 1), "A1", "A1"), actor=officer)
    assert list(SpokenLanguage.objects.values_list("oral", "written")) == [("A2", ""), ("A1", "A1")]
    with pytest.raises(Refused, match="schon erfasst"):
        services.language_add(person=one, entry=LanguageEntry("de", date(2026, 1, 1), "A1", "A1"), actor=officer)
    for wrong in (LanguageEntry("xx", date(2026, 1, 1)), LanguageEntry("de", date(2026, 11, 23))):
        with pytest.raises(Refused):
            services.language_add(person=one, entry=wrong, actor=officer)
    with pytest.raises(Refused, match="Stufe"):
        services.language_add(person=one, entry=LanguageEntry("de", date(2026, 1, 1), "D1"), actor=officer)
    services.language_remove(spoken=SpokenLanguage.objects.first(), actor=officer)
    assert "Deutsch, mündlich A2" in history_of(one)[0].summary


def test_later_rooms_are_told_what_they_rest_on(pair, officer, monkeypatch):
    from ankunft.domain.arrivals.services import watchers

    told: list[set[int]] = []
    monkeypatch.setattr(watchers, "_watchers", {"test": lambda persons, actor: told.append(set(persons))})
    one, other = pair
    services.permit_add(person=one, entry=PermitEntry("02", date(2025, 3, 1)), actor=officer)
    services.relation_add(person=one, kind="partner", other=other, actor=officer)
    one = services.person_change(
        person=one, entry=services.entry_of(one)._replace(nationality="CH"), reason="Einbürgerung", actor=officer
    )
    services.person_change(
        person=one, entry=services.entry_of(one)._replace(phone="0791234567"), reason="x", actor=officer
    )
    assert told == [{one.pk}, {one.pk, other.pk}, {one.pk}]
