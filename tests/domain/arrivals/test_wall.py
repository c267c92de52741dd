"""The second wall: what a forgotten filter shows on PostgreSQL. Nothing of others, and to nobody anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice

import pytest
from django.db import DatabaseError, connection, connections, transaction

from ankunft.domain.arrivals import retention, services
from ankunft.domain.arrivals.models import NameKey, Person, PersonAccess, PersonChange, SampleCheck
from ankunft.domain.arrivals.values import PersonEntry
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear
from tests.domain.arrivals.making import person
from tests.domain.reporting.making import in_association
from tests.support.people import actor_with
from tests.support.threads import at_once

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row-level security"),
]


def _other(one: Person) -> PersonEntry:
    return services.entry_of(one)._replace(given_name="Bea")


AUTUMN = HalfYear(2026, 2)
UNTIL = date(2026, 12, 1)
TABLES = [Person, NameKey, PersonChange, PersonAccess, SampleCheck]


@pytest.fixture
def there(town: Municipality, olten: Municipality) -> list[Person]:
    """A person in each municipality, with a change."""
    persons = [person(town, family_name="Demo-Hier"), person(olten, family_name="Demo-Dort")]
    for one in persons:
        services.person_change(person=one, entry=_other(one), reason="x", actor=Actor.operator())
    return persons


def names() -> list[str]:
    """What a view that forgot every filter shows."""
    return sorted(Person.objects.values_list("family_name", flat=True))


def raw(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


@pytest.mark.usefixtures("there")
def test_a_forgotten_filter_shows_only_the_own_municipality(officer, stranger):
    with wall.open_for(officer):
        assert names() == ["Demo-Hier"]
        assert raw("SELECT family_name FROM arrivals_person") == [("Demo-Hier",)]
        assert PersonChange.objects.count() == 1
        assert set(NameKey.objects.values_list("key", flat=True)) == {"demo hier bea", "hier bea demo", "bea demo hier"}
    with wall.open_for(stranger):
        assert names() == ["Demo-Dort"]


@pytest.mark.usefixtures("there")
def test_an_unopened_connection_sees_nothing():
    for nobody in (None, Actor(account_id=None, label="?", origin="web")):
        with wall.open_for(nobody):
            for model in TABLES:
                assert raw(f"SELECT 1 FROM {model._meta.db_table}") == []
    for role in ("coordination", "auditor", "administrator", "finance_officer", "case_worker", "provider_staff"):
        with wall.open_for(actor_with(role)):
            assert names() == []


@pytest.mark.usefixtures("there")
def test_afterwards_it_is_as_it_was_before(officer, stranger):
    with wall.closed():
        with wall.open_for(officer):
            assert names() == ["Demo-Hier"]
            with wall.open_for(stranger):
                assert names() == ["Demo-Dort"]
            assert names() == ["Demo-Hier"]
        assert names() == []
        with pytest.raises(ZeroDivisionError), wall.open_for(officer):
            _ = 1 / 0
        assert names() == []


@pytest.mark.usefixtures("there")
def test_a_rolled_back_transaction_opens_nothing(officer):
    with wall.closed():
        with pytest.raises(DatabaseError), transaction.atomic(), wall.open_for(officer):
            raw("SELECT 1 / 0")
        assert names() == []
        with wall.open_for(officer):
            with pytest.raises(DatabaseError), transaction.atomic(), wall.closed():
                raw("SELECT 1 / 0")
            assert names() == ["Demo-Hier"]


def test_nothing_is_written_in_a_foreign_municipality(there, town, olten, officer):
    here, elsewhere = there
    with wall.open_for(officer):
        assert Person.objects.filter(pk=elsewhere.pk).update(family_name="x") == 0
        assert Person.objects.filter(pk=elsewhere.pk).delete()[0] == 0
        for refused in (
            f"UPDATE arrivals_person SET municipality_id = {olten.pk} WHERE id = {here.pk}",
            f"""INSERT INTO arrivals_personchange (person_id, municipality_id, at, actor_label, content)
            VALUES ({elsewhere.pk}, {olten.pk}, now(), 'x', 'x')""",
        ):
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                raw(refused)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Person.objects.bulk_create([_like(here, olten)])
        person(town, actor=officer)
    assert names()[0] == "Demo-Dort"


def _like(one: Person, municipality: Municipality) -> Person:
    return Person(
        reference="P-0000-0000",
        municipality=municipality,
        family_name="Demo-Fremd",
        sex=one.sex,
        nationality=one.nationality,
        created_at=one.created_at,
    )


@pytest.mark.usefixtures("there")
def test_the_lead_of_an_association_sees_the_members(town, olten, officer):
    in_association(town, olten)
    with wall.open_for(officer):
        assert names() == ["Demo-Dort", "Demo-Hier"]


def test_the_coordination_office_sees_who_was_opened_to_this_account(there, town, coordinator):
    with wall.open_for(coordinator):
        services.sample_open(
            municipality=town, period=AUTUMN, count=1, reason="Bericht", until=UNTIL, actor=coordinator
        )
        assert names() == []
    with wall.open_for(coordinator):
        assert names() == ["Demo-Hier"]
        assert Person.objects.update(family_name="x") == 0
        assert SampleCheck.objects.count() == 1
    with wall.open_for(actor_with("coordination")):
        assert names() == []
        assert not PersonAccess.objects.exists()


def test_behind_a_data_lock_only_a_legal_basis_opens(there, town, officer, coordinator):
    with wall.open_for(coordinator):
        services.sample_open(
            municipality=town, period=AUTUMN, count=1, reason="Bericht", until=UNTIL, actor=coordinator
        )
    with wall.open_for(officer):
        services.person_lock(person=Person.objects.get(), reason="x", actor=officer)
    with wall.open_for(coordinator):
        assert names() == []
        services.sample_open(
            municipality=town,
            period=AUTUMN,
            count=1,
            reason="Bericht",
            until=UNTIL,
            actor=coordinator,
            legal_basis="Verfügung",
        )
    with wall.open_for(coordinator):
        assert names() == ["Demo-Hier"]


def test_who_approves_deletion_gets_at_those_who_have_left(there, officer):
    with wall.open_for(officer):
        services.person_leave(person=Person.objects.get(), on=date(2026, 11, 1), actor=officer)
        person(there[0].municipality, family_name="Demo-Bleibt", actor=officer)
    with wall.open_for(actor_with("strategic_lead", "bfs-2601")):
        assert names() == ["Demo-Hier"]
        retention.carry_out([there[0].reference], Actor.operator())
        assert names() == [""]
        assert not PersonChange.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("there")
def test_requests_beside_each_other_see_each_its_own(officer, stranger):
    def look(actor: Actor, expected: list[str]) -> list[bool]:
        seen = []
        for _ in range(20):
            with wall.open_for(actor):
                seen.append(names() == expected)
            seen.append(names() == [])
        return seen

    who = islice(cycle([(officer, ["Demo-Hier"]), (stranger, ["Demo-Dort"])]), 6)
    outcomes = at_once(*(lambda actor=actor, expected=expected: look(actor, expected) for actor, expected in who))
    assert outcomes == [[True] * 40] * 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("there")
def test_a_connection_made_meanwhile_is_opened_as_well(officer):
    with wall.open_for(officer):
        connection.close()
        assert names() == ["Demo-Hier"]


@pytest.fixture
def pooled() -> Iterator[None]:
    """The same database through a pool of one connection, which everybody gets in turn."""
    settings = connections["default"].settings_dict
    connections["default"].close()
    settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 1}
    yield
    connections["default"].close()
    connections["default"].close_pool()
    del settings["OPTIONS"]["pool"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("there", "pooled")
def test_a_pooled_connection_forgets_whom_it_served(officer, stranger):
    with wall.open_for(officer):
        assert names() == ["Demo-Hier"]
        connection.close()
    with wall.closed():
        assert names() == []
    with wall.open_for(stranger):
        assert names() == ["Demo-Dort"]


def test_the_wall_holds_and_says_where_it_does_not():
    assert wall.holds() == []
    raw_statement("ALTER TABLE arrivals_person NO FORCE ROW LEVEL SECURITY")
    raw_statement("CREATE POLICY everybody ON arrivals_personchange FOR SELECT USING (true)")
    raw_statement("DROP POLICY arrivals_personaccess_see ON arrivals_personaccess")
    assert [sentence.split()[2] for sentence in wall.holds()] == [
        "arrivals_person",
        "arrivals_personchange",
        "arrivals_personaccess",
    ]
    raw_statement("DROP POLICY everybody ON arrivals_personchange")
    wall.install(connection)
    assert wall.holds() == []


def raw_statement(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_keys_are_plain_words():
    with pytest.raises(ValueError, match="not a plain key"), wall.also(reference=["P-1','{2}"]):
        pass


def test_the_lead_gets_at_nothing_of_persons_who_are_there(there, officer):
    here, _elsewhere = there
    lead = actor_with("strategic_lead", "bfs-2601")
    with wall.open_for(lead):
        assert not PersonChange.objects.exists()
    services.person_leave(person=Person.objects.get(pk=here.pk), on=date(2026, 11, 1), actor=officer)
    with wall.open_for(lead):
        assert {change.person_id for change in PersonChange.objects.all()} == {here.pk}
