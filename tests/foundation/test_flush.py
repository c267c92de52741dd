"""How tests that commit leave the database: empty, and otherwise as the migrations made it."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection
from django.test import TransactionTestCase

from ankunft.foundation.access import wall
from ankunft.foundation.audit import protection
from ankunft.foundation.audit.models import Event
from ankunft.foundation.audit.services import Entry, record, seal
from ankunft.foundation.kernel.actor import Actor
from tests.support import flush
from tests.web import permission_ground, persons_ground

pytestmark = pytest.mark.django_db(transaction=True)


def teardown() -> None:
    """What follows every test that commits."""
    TransactionTestCase(methodName="__init__")._fixture_teardown()


def filled() -> set[str]:
    """The models with rows, also with such as only some may see."""
    with wall.open_for(Actor.operator()):
        return {model._meta.db_table for model in apps.get_models() if model._default_manager.exists()}


def event() -> None:
    record(Actor.operator(), Entry("a", "b", "c", "d"))


@pytest.fixture
def _ground() -> None:
    permission_ground.prepare()
    persons_ground.prepare()
    seal()


@pytest.mark.usefixtures("_ground")
def test_nothing_is_left_but_what_a_migration_ends_with():
    before = flush.made(connection)
    assert {"audit_event", "audit_seal", "arrivals_person", "settlement_run"} <= filled()
    teardown()
    assert filled() == set(flush.KEPT)
    assert flush.made(connection) == before
    assert Permission.objects.exists()
    assert ContentType.objects.exists()


def test_the_tables_that_were_emptied_refuse_as_before():
    event()
    teardown()
    event()
    assert protection.missing(connection) == protection.altered(connection) == wall.holds() == []
    with pytest.raises(DatabaseError, match="settled records are not changed"):
        Event.objects.all().delete()


def test_what_a_test_took_away_is_put_back():
    before = flush.made(connection)
    event()
    protection.remove(connection)
    ContentType.objects.all().delete()
    teardown()
    assert protection.missing(connection) == []
    assert flush.made(connection) == before
    assert not Event.objects.exists()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no wall")
def test_the_wall_is_put_up_again():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE arrivals_person NO FORCE ROW LEVEL SECURITY")
        cursor.execute("DROP POLICY arrivals_personaccess_see ON arrivals_personaccess")
    teardown()
    assert wall.holds() == []
