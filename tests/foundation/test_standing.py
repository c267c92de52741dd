"""Ground that is laid out again is the ground that its services made."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from ankunft.domain.reporting.models import HalfYearReport
from ankunft.foundation.access import wall
from ankunft.foundation.access.models import Account
from ankunft.foundation.audit import protection
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from tests.support import people, standing
from tests.web import test_permissions

pytestmark = pytest.mark.django_db

made: list[str] = []


def build() -> None:
    made.append("once")
    test_permissions.stand()


def rows() -> dict[str, list[tuple]]:
    """Everything that is stored."""

    def of(model: type[Model]) -> list[tuple]:
        fields = [field.attname for field in model._meta.concrete_fields]
        return sorted(model._default_manager.values_list(*fields), key=repr)

    with wall.open_for(Actor.operator()):
        return {model._meta.label: of(model) for model in apps.get_models(include_auto_created=True)}


def undone() -> dict[str, list[tuple]]:
    """What `build` leaves, and nothing of it stays."""
    with transaction.atomic():
        standing.ground(build)
        found = rows()
        transaction.set_rollback(True)
    return found


def test_every_row_is_the_same_the_second_time():
    made.clear()
    standing.forget(build)
    first = undone()
    assert undone() == first
    assert len(made) == 1
    assert sum(map(len, first.values())) > 200


def test_triggers_hold_on_it_and_new_rows_find_room():
    undone()
    standing.ground(build)
    before = set(Account.objects.values_list("pk", flat=True))
    assert protection.missing(connection) == protection.altered(connection) == []
    with pytest.raises(DatabaseError, match="settled records are not changed"), transaction.atomic():
        Event.objects.all().delete()
    with pytest.raises(DatabaseError, match="settled records are not changed"), transaction.atomic():
        HalfYearReport.objects.filter(state="accepted").update(first_information_interviews=99)
    assert people.account_with("auditor").pk not in before


def test_where_something_stands_it_is_built_again():
    undone()
    made.clear()
    people.account_with("auditor")
    standing.ground(build)
    assert len(made) == 1
