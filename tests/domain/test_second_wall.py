"""Every table of persons and interviews is behind PostgreSQL's wall: what a forgotten filter shows, table by table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from ankunft.domain.arrivals.models import Arrival, Household, Person, RegisterDelivery, RegisterRefusal
from ankunft.domain.interviews.models import Interview, Topic
from ankunft.domain.roles import INTEGRATION_OFFICER, ROLES
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.kernel.actor import Actor
from tests.hardening.walking import prepare
from tests.support.people import actor_with
from tests.web.permission_ground import FOREIGN, OWN

pytestmark = pytest.mark.django_db

PERSONAL = (Person, Arrival, Interview, Household)
OPEN = {RegisterDelivery}
"""Beside the wall: a delivery is a file with counts, and names nobody."""
OF_OFFICERS = [role.code for role in ROLES if role.code != INTEGRATION_OFFICER]


def behind() -> Iterator[type[Model]]:
    """Every model that holds something of a person: it is one, or leads to one."""
    for model in apps.get_models():
        leads = {field.related_model for field in model._meta.concrete_fields if field.is_relation}
        if (model in PERSONAL or leads & set(PERSONAL)) and not model.__module__.startswith("tests."):
            yield model
    yield RegisterRefusal


def test_every_model_that_leads_to_a_person_is_behind_the_wall() -> None:
    protected = set(wall._walls)
    assert [model.__name__ for model in behind() if model._meta.db_table not in protected] == []
    known = {field.name for model in behind() for field in model._meta.concrete_fields}
    assert "municipality" in known
    without = [model.__name__ for model in behind() if "municipality_id" not in _columns(model)]
    assert without == [], "a row that does not say whose it is cannot stand behind the wall"


def _columns(model: type[Model]) -> set[str]:
    return {field.attname for field in model._meta.concrete_fields}


postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row-level security")


@pytest.fixture
def ground() -> dict[type[Model], int]:
    """How many rows each table has: something in the own municipality and in the foreign one."""
    prepare()
    with wall.open_for(Actor.operator()):
        places = {number: Municipality.objects.get(bfs_number=number) for number in (OWN, FOREIGN)}
        for place in places.values():
            home = Household.objects.create(municipality=place, street="Demoweg")
            Interview.objects.filter(municipality=place).update(household=home)
            Topic.objects.create(
                interview=Interview.objects.filter(municipality=place).first(), municipality=place, code="german"
            )
            RegisterRefusal.objects.create(
                delivery=RegisterDelivery.objects.first(), municipality=place, place="x", reason="x"
            )
        return {model: model._default_manager.count() for model in behind()}


@postgresql
def test_a_forgotten_filter_shows_an_officer_the_own_municipality_alone(ground: dict[type[Model], int]) -> None:
    town, elsewhere = (Municipality.objects.get(bfs_number=number).pk for number in (OWN, FOREIGN))
    tried = set()
    with wall.open_for(actor_with(INTEGRATION_OFFICER, f"bfs-{OWN}")):
        for model, everything in ground.items():
            rows = model._default_manager.order_by()
            seen = set(rows.values_list("municipality_id", flat=True))
            assert seen <= {town}, model
            if seen and rows.count() < everything:
                tried.add(model.__name__)
            assert rows.filter(municipality=elsewhere).delete()[0] == 0, model
            assert not _given_away(model, elsewhere), model
    assert {"Person", "Arrival", "Interview", "Participant", "Evidence", "Duplicate", "RegisterMessage"} <= tried


@postgresql
def test_who_counts_everything_writes_nothing_by_it(ground: dict[type[Model], int]) -> None:
    """A figure may rest on every row; a slip within the block changes nobody's."""
    elsewhere = Municipality.objects.get(bfs_number=FOREIGN).pk
    with wall.open_for(actor_with(INTEGRATION_OFFICER, f"bfs-{OWN}")), wall.for_figures():
        for model, everything in ground.items():
            rows = model._default_manager.order_by()
            assert rows.count() == everything, model
            assert not _given_away(model, elsewhere), model
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE {model._meta.db_table} SET id = id WHERE municipality_id = {elsewhere}")
                assert cursor.rowcount == 0, model
    with wall.for_figures():
        assert all(model._default_manager.count() == everything for model, everything in ground.items())
    assert not any(model._default_manager.exists() for model in ground)


def _given_away(model: type[Model], municipality: int) -> bool:
    """Whether a row could be made another municipality's."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {model._meta.db_table} SET municipality_id = {municipality}")
            return bool(cursor.rowcount)
    except DatabaseError:
        return False


@postgresql
@pytest.mark.parametrize("role", OF_OFFICERS)
def test_a_forgotten_filter_shows_other_roles_nobody(ground: dict[type[Model], int], role: str) -> None:
    actor = actor_with(role) if "municipal" not in role else actor_with(role, f"bfs-{OWN}")
    with wall.open_for(actor):
        seen = {model.__name__: model._default_manager.count() for model in ground}
    assert {name: count for name, count in seen.items() if count} == {}
