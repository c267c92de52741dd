"""Access for a purpose: who is drawn, for how long, who is told, and what a data lock keeps out."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from ankunft.domain.arrivals import rules, selectors, services
from ankunft.domain.arrivals.models import Duplicate, Person, PersonAccess
from ankunft.domain.arrivals.services.merging import persons_merge
from ankunft.foundation.access import wall
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.models import Event
from ankunft.foundation.audit.reads import reads_of
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear
from tests.domain.arrivals.making import AHV, person
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

AUTUMN = HalfYear(2026, 2)
UNTIL = date(2026, 12, 20)


def sample(town, actor, **more):
    values = {"period": AUTUMN, "count": 2, "reason": "Prüfung 2026-H2", "until": UNTIL} | more
    return services.sample_open(municipality=town, actor=actor, **values)


def consent(one, actor, **more):
    values = {"reason": "Beschwerde", "consent_note": "Mündlich am 20.11.2026", "until": UNTIL} | more
    return services.consent_open(reference=one.reference, actor=actor, **values)


def test_without_an_access_the_office_sees_nobody(town, coordinator):
    one = person(town)
    assert not selectors.visible_to(coordinator).exists()
    assert not can(coordinator, "arrivals.person.see", one)


def test_a_sample_opens_as_many_as_asked_and_the_draw_can_be_repeated(town, olten, coordinator):
    persons = [person(town) for _ in range(10)]
    person(olten)
    drawn = sample(town, coordinator, count=3)
    seen = set(selectors.visible_to(coordinator).values_list("reference", flat=True))
    assert len(seen) == 3
    assert seen == set(rules.draw([one.reference for one in persons], 3, drawn.seed))
    assert (drawn.drawn_from, drawn.asked) == (10, 3)
    assert not selectors.visible_to(actor_with("coordination")).exists()


def test_a_sample_of_more_than_there_are_takes_all(town, coordinator):
    one = person(town)
    sample(town, coordinator, count=5)
    assert list(selectors.visible_to(coordinator)) == [one]


def test_a_sample_is_of_one_half_year(town, coordinator):
    person(town)
    with pytest.raises(Refused, match="niemand erfasst"):
        sample(town, coordinator, period=HalfYear(2026, 1))


@pytest.mark.parametrize(
    "wrong",
    [{"reason": " "}, {"count": 0}, {"count": 21}, {"until": date(2026, 11, 21)}, {"until": date(2026, 12, 23)}],
)
def test_an_access_has_a_reason_a_size_and_an_end(town, coordinator, wrong):
    person(town)
    with pytest.raises(Refused):
        sample(town, coordinator, **wrong)
    assert not PersonAccess.objects.exists()


def test_an_access_ends_on_its_day_or_before(town, coordinator):
    person(town)
    sample(town, coordinator)
    with clock.moved_to(UNTIL):
        assert selectors.visible_to(coordinator).exists()
    with clock.moved_to(UNTIL + timedelta(days=1)):
        assert not selectors.visible_to(coordinator).exists()
    services.access_end(access=PersonAccess.objects.get(), actor=coordinator)
    assert not selectors.visible_to(coordinator).exists()
    with pytest.raises(Refused, match="schon beendet"):
        services.access_end(access=PersonAccess.objects.get(), actor=coordinator)


def test_consent_needs_evidence_and_the_reference(town, coordinator):
    one = person(town)
    with pytest.raises(Refused, match="eingewilligt"):
        consent(one, coordinator, consent_note="")
    for reference in ("P-0000-0000", "Demo", ""):
        with pytest.raises(Refused, match="keine Einsicht"):
            services.consent_open(reference=reference, reason="x", consent_note="x", until=UNTIL, actor=coordinator)
    consent(one, coordinator)
    assert can(coordinator, "arrivals.person.see", one)


@pytest.mark.parametrize("locked", [False, True])
def test_the_reference_of_who_was_merged_opens_who_they_are(town, officer, coordinator, locked):
    ada, bea, carl = (person(town, family_name="Demo-Haile", given_name="Selam") for _ in range(3))
    for goes, stays in ((ada, bea), (bea, carl)):
        pair = Duplicate.objects.get(person=goes, other=stays)
        persons_merge(duplicate=pair, into=Person.objects.get(pk=stays.pk), actor=officer)
    if locked:
        services.person_lock(person=Person.objects.get(pk=carl.pk), reason="x", actor=officer)
        with wall.open_for(coordinator), pytest.raises(Refused, match="keine Einsicht"):
            consent(ada, coordinator)
    with wall.open_for(coordinator):
        access = consent(ada, coordinator, legal_basis="Verfügung" if locked else "")
    assert (access.person_id, access.person_reference) == (carl.pk, carl.reference)
    with wall.open_for(coordinator):
        assert list(selectors.visible_to(coordinator)) == [carl]
        assert list(selectors.found(selectors.visible_to(coordinator), "demo sel", actor=coordinator)) == [carl]


def test_a_data_lock_keeps_the_office_out(town, officer, coordinator):
    locked = services.person_lock(person=person(town), reason="x", actor=officer)
    with pytest.raises(Refused, match="niemand erfasst"):
        sample(town, coordinator)
    with pytest.raises(Refused, match="keine Einsicht"):
        consent(locked, coordinator)
    consent(locked, coordinator, legal_basis="Verfügung vom 1.11.2026")
    assert list(selectors.visible_to(coordinator)) == [locked]


def test_a_lock_set_later_closes_an_open_access(town, officer, coordinator):
    one = person(town)
    sample(town, coordinator)
    services.person_lock(person=one, reason="x", actor=officer)
    assert not selectors.visible_to(coordinator).exists()


def test_the_municipality_is_told_and_objects_once(town, officer, stranger, coordinator):
    person(town)
    sample(town, coordinator)
    access = selectors.accesses_visible_to(officer).get()
    assert not selectors.accesses_visible_to(stranger).exists()
    with pytest.raises(Forbidden):
        services.access_object(access=access, objection="Nein", actor=stranger)
    with pytest.raises(Refused):
        services.access_object(access=access, objection=" ", actor=officer)
    services.access_object(access=access, objection="Die Person ist krank.", actor=officer)
    with pytest.raises(Refused):
        services.access_object(access=access, objection="Nochmals", actor=officer)
    assert selectors.accesses_visible_to(coordinator).get().objection == "Die Person ist krank."
    assert "krank" not in json.dumps(list(Event.objects.values("summary", "after", "reason")))


@pytest.mark.parametrize("role", ["integration_officer", "auditor", "finance_officer", "administrator", "approver"])
def test_only_the_office_asks_for_access(town, role):
    person(town)
    with pytest.raises(Forbidden):
        sample(town, actor_with(role))


def test_a_read_carries_purpose_and_reason_and_the_ahv_number_is_one_of_its_own(town, officer, coordinator):
    one = person(town, ahv_number=AHV)
    sample(town, coordinator)
    services.person_read(person=one, what="Angaben", actor=coordinator)
    read = reads_of("arrivals.person", one.reference).get()
    assert (read.purpose, read.reason, read.owner) == ("Stichprobe", "Prüfung 2026-H2", "bfs-2601")
    with pytest.raises(Forbidden, match="Behörden"):
        services.ahv_number_read(person=one, actor=coordinator)
    assert services.ahv_number_read(person=one, actor=officer) == "7569217076985"
    assert reads_of("arrivals.person", one.reference).first().what == "AHV-Nummer im Klartext"


@pytest.mark.parametrize("role", ["provider_staff", "auditor", "coordination", "administrator", "municipal_finance"])
def test_the_ahv_number_is_for_authorities_only(role):
    assert not can(actor_with(role), "arrivals.ahv.see")


def test_persons_are_found_by_name_reference_and_number(town, officer):
    one = person(town, family_name="Demo-Gesucht", given_name="Ada Maria", ahv_number=AHV)
    person(town, family_name="Demo-Andere")
    everybody = selectors.own_persons(officer)
    for text in ("gesucht", "maria gesucht", one.reference.lower(), AHV, "7569217076985"):
        assert list(selectors.found(everybody, text, actor=officer)) == [one], text
    assert not selectors.found(everybody, "756.9217.0769.84", actor=officer).exists()
    assert Person.objects.count() == 2


def test_the_office_confirms_no_ahv_number_by_searching_for_it(town, coordinator):
    one = person(town, family_name="Demo-Gezogen", ahv_number=AHV)
    sample(town, coordinator)
    seen = selectors.visible_to(coordinator)
    assert list(selectors.found(seen, "gezogen", actor=coordinator)) == [one]
    assert not selectors.found(seen, AHV, actor=coordinator).exists()


def test_blanks_are_no_legal_basis(town, officer, coordinator):
    locked = services.person_lock(person=person(town), reason="x", actor=officer)
    with pytest.raises(Refused, match="niemand erfasst"):
        sample(town, coordinator, legal_basis="  ")
    other = person(town)
    consent(other, coordinator, legal_basis="  ")
    services.person_lock(person=other, reason="x", actor=officer)
    assert locked.data_lock
    assert not selectors.visible_to(coordinator).exists()


def test_many_samples_do_not_make_a_copy_of_the_register(town, coordinator):
    for _ in range(25):
        person(town)
    sample(town, coordinator, count=12)
    with pytest.raises(Refused, match="schon 12 Personen gezogen"):
        sample(town, actor_with("coordination"), count=9)
    sample(town, coordinator, count=8)
    assert selectors.visible_to(coordinator).count() <= 20


def test_a_hit_of_the_office_is_noted_at_the_person_with_its_purpose(town, officer, coordinator):
    one = person(town)
    sample(town, coordinator)
    services.list_read(persons=selectors.visible_to(coordinator), what="Suche", actor=coordinator)
    read = reads_of("arrivals.person", one.reference).get()
    assert (read.what, read.purpose, read.reason) == ("Suche", "Stichprobe", "Prüfung 2026-H2")
    services.list_read(persons=selectors.own_persons(officer), what="Suche", actor=officer)
    assert reads_of("arrivals.person_list", "bfs-2601").get().what == "Suche: 1 Personen"


def test_many_hits_cost_no_more_statements(town, coordinator, django_assert_num_queries):
    for _ in range(8):
        person(town)
    sample(town, coordinator, count=8)
    seen = list(selectors.visible_to(coordinator))
    for persons in (seen[:1], seen):
        with django_assert_num_queries(2):
            services.list_read(persons=persons, what="Suche", actor=coordinator)
