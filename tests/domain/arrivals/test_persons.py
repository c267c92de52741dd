"""Recording and changing persons: what is refused, what the trail tells, and what lies encrypted."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from ankunft.domain.arrivals import rules, services
from ankunft.domain.arrivals.models import Person, PersonChange
from ankunft.domain.arrivals.services.persons import entry_of
from ankunft.foundation.access import wall
from ankunft.foundation.audit.models import Event
from ankunft.foundation.encryption import decrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.arrivals.making import AHV, DIGITS, entry, person
from tests.support.people import actor_with
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db


def test_a_person_has_a_reference_that_tells_nothing(town, officer):
    one = services.person_record(municipality=town, entry=entry(), actor=officer)
    assert rules.REFERENCE.fullmatch(one.reference)
    event = Event.objects.get(object_type="arrivals.person")
    assert (event.object_key, event.summary) == (one.reference, "Person erfasst.")


def test_the_trail_holds_nothing_personal(town, officer):
    one = person(town, actor=officer, family_name="Demo-Unverwechselbar", ahv_number=AHV)
    changed = entry_of(one)._replace(family_name="Demo-Nachher", birth_date=date(1991, 4, 3), birth_year=None)
    services.person_change(person=one, entry=changed, reason="Ausweis von Frau Demo-Nachher", actor=officer)
    events = json.dumps(list(Event.objects.values("summary", "before", "after", "reason", "object_key")))
    for word in ("Unverwechselbar", "Nachher", "1990", "1991", "9217"):
        assert word not in events
    assert "family_name" in events


def test_a_change_keeps_before_and_after_encrypted_beside_the_person(town, officer):
    one = person(town, actor=officer, family_name="Demo-Vorher")
    changed = entry_of(one)._replace(family_name="Demo-Nachher")
    services.person_change(person=one, entry=changed, reason="Heirat", actor=officer)
    kept = PersonChange.objects.get(person=one)
    assert "Demo" not in kept.content
    assert json.loads(decrypt(kept.content)) == {
        "changed": {"family_name": ["Demo-Vorher", "Demo-Nachher"]},
        "reason": "Heirat",
    }


def test_the_ahv_number_lies_encrypted(town):
    one = person(town, ahv_number=AHV)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM arrivals_person WHERE id = %s", [one.pk])
        assert DIGITS not in str(cursor.fetchall())
    assert entry_of(one).ahv_number == DIGITS


@pytest.mark.parametrize(
    "faulty",
    [
        {"family_name": "  "},
        {"family_name": "x" * 101},
        {"given_name": "x" * 101},
        {"birth_date": date(2026, 11, 23)},
        {"birth_date": date(1890, 1, 1)},
        {"birth_date": None, "birth_year": 1800},
        {"birth_date": date(1990, 1, 1), "birth_year": 1991},
        {"sex": "x"},
        {"nationality": "ZZ"},
        {"nationality": ""},
        {"ahv_number": "756.9217.0769.84"},
        {"ahv_number": "7561234"},
        {"ahv_number": "123.9217.0769.85"},
    ],
)
def test_what_cannot_be_is_refused(town, officer, faulty):
    with pytest.raises(Refused):
        person(town, actor=officer, **faulty)
    assert not Person.objects.exists()


def test_of_some_only_the_year_of_birth_is_known(town, officer):
    one = person(town, actor=officer, birth_date=None, birth_year=1988)
    assert (one.birth_date, one.birth_year) == (None, 1988)


def test_a_reference_that_somebody_has_is_drawn_again(town, olten, officer, monkeypatch):
    taken = person(olten).reference
    drawn = iter([taken, taken, "P-0000-0001"])
    monkeypatch.setattr(rules, "new_reference", lambda: next(drawn))
    with wall.open_for(officer):
        assert person(town, actor=officer).reference == "P-0000-0001"
        monkeypatch.setattr(rules, "new_reference", lambda: taken)
        with pytest.raises(Refused, match="noch einmal"):
            person(town, actor=officer)


def test_nobody_lives_twice_in_a_municipality(town, olten, officer):
    first = person(town, ahv_number=AHV)
    with pytest.raises(Refused, match=first.reference):
        person(town, ahv_number=DIGITS)
    other = person(olten, ahv_number=AHV)
    assert other.ahv_index == first.ahv_index
    services.person_leave(person=first, on=date(2026, 11, 1), actor=officer)
    person(town, ahv_number=AHV)


def test_the_database_refuses_what_the_service_overlooks(town):
    one = person(town, ahv_number=AHV)
    two = person(town)
    for wrong in ({"ahv_index": one.ahv_index, "ahv_number_encrypted": "x"}, {"family_name": ""}, {"ahv_index": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=two.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=two.pk).update(anonymised_at=clock.now())


def test_only_the_own_officer_records_and_changes(town, officer, stranger, coordinator):
    one = person(town)
    for actor in (stranger, coordinator, actor_with("administrator"), actor_with("strategic_lead", "bfs-2601")):
        with pytest.raises(Forbidden):
            services.person_record(municipality=town, entry=entry(), actor=actor)
        with pytest.raises(Forbidden):
            services.person_change(person=one, entry=entry(), reason="x", actor=actor)
        with pytest.raises(Forbidden):
            services.person_lock(person=one, reason="x", actor=actor)
        with pytest.raises(Forbidden):
            services.person_leave(person=one, on=date(2026, 1, 1), actor=actor)


def test_a_change_that_changes_nothing_is_refused(town, officer):
    one = person(town)
    with pytest.raises(Refused, match="nichts geändert"):
        services.person_change(person=one, entry=entry_of(one), reason="x", actor=officer)


def test_what_was_changed_meanwhile_is_not_overwritten(town, officer):
    in_view = person(town)
    services.person_change(person=in_view, entry=entry(), reason="x", actor=officer)
    with pytest.raises(Refused, match="Inzwischen"):
        services.person_change(person=in_view, entry=entry(), reason="x", actor=officer)


def test_a_lock_is_set_and_lifted_once(town, officer):
    one = services.person_lock(person=person(town), reason="Bedrohung", actor=officer)
    assert one.data_lock
    with pytest.raises(Refused):
        services.person_lock(person=one, reason="x", actor=officer)
    assert not services.person_unlock(person=one, reason="x", actor=officer).data_lock
    assert "Bedrohung" not in json.dumps(list(Event.objects.values("summary", "after", "reason")))


def test_a_departure_is_recorded_once_and_not_ahead(town, officer):
    one = person(town)
    for day in (date(2026, 11, 23), date(1980, 1, 1)):
        with pytest.raises(Refused):
            services.person_leave(person=one, on=day, actor=officer)
    left = services.person_leave(person=one, on=date(2026, 11, 1), actor=officer)
    assert (left.left_on, left.left_year) == (date(2026, 11, 1), 2026)
    with pytest.raises(Refused):
        services.person_leave(person=left, on=date(2026, 11, 1), actor=officer)


@pytest.mark.django_db(transaction=True)
def test_the_same_person_recorded_twice_at_once_is_there_once(town):
    from ankunft.foundation.access import wall

    def record() -> Person:
        with wall.open_for(Actor.operator()):
            return person(town, ahv_number=AHV)

    outcomes = at_once(record, record)
    assert sorted(type(one).__name__ for one in outcomes) == ["Person", "Refused"]
    assert Person.objects.count() == 1


def test_an_ahv_number_that_is_taken_away_is_gone(town, officer):
    one = person(town, ahv_number=AHV)
    entry = services.entry_of(one)._replace(ahv_number="")
    services.person_change(person=one, entry=entry, reason="auf Wunsch der Person", actor=officer)
    content = json.loads(decrypt(PersonChange.objects.get().content))
    assert content["changed"] == {"ahv_number": ["756.••••.••••.••", ""]}


def test_nobody_is_recorded_where_there_is_no_municipality_any_more(town, olten, stranger):
    olten.valid_to, olten.successor = date(2026, 11, 1), town
    olten.save()
    with pytest.raises(Refused, match="gibt es nicht mehr"):
        person(olten, actor=stranger)
