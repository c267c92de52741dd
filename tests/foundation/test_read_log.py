"""The read log: kept apart, append-only, and the one thing that reading writes."""

import pytest
from django.db import DatabaseError, connection, transaction

from ankunft.foundation.audit.models import Event, ReadEvent, ReadMark
from ankunft.foundation.audit.reads import Read, reads_of, record_read
from ankunft.foundation.audit.services import seal
from ankunft.foundation.kernel.actor import Actor, Grant
from tests.support.reading import WroteWhileReading, read_only

pytestmark = pytest.mark.django_db

ALICE = Actor(7, "Demo-Alice", "web", frozenset({Grant("coordination", "ags")}), address="192.0.2.7")


def look(key: str = "P-7K3M-92QD") -> None:
    record_read(
        ALICE, Read("arrivals.person", key, "bfs-2601", "Akte angesehen.", purpose="sample", reason="Stichprobe")
    )


def test_an_entry_says_who_saw_what_and_for_what():
    look()
    look()
    look("P-0000-0000")
    latest, first = reads_of("arrivals.person", "P-7K3M-92QD")
    assert latest.pk > first.pk
    assert (latest.actor_id, latest.actor_label, latest.actor_roles) == (7, "Demo-Alice", "coordination")
    assert (latest.origin, latest.address) == ("web", "192.0.2.7")
    assert (latest.owner, latest.what) == ("bfs-2601", "Akte angesehen.")
    assert (latest.purpose, latest.reason) == ("sample", "Stichprobe")
    assert not Event.objects.exists()


def test_reading_may_write_it_and_nothing_else():
    with read_only():
        look()
    assert ReadEvent.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_readevent SET what = 'x'",
        "DELETE FROM audit_readevent",
        'INSERT INTO "audit_readmark" (number, digest) VALUES (1, %s)',
        'INSERT INTO "audit_readevent" ("what") SELECT password FROM access_account',
        'INSERT INTO "audit_readevent" ("what") VALUES (%s); DELETE FROM access_account',
        'INSERT INTO "audit_readevent" ("what") VALUES (%s) ON CONFLICT DO UPDATE SET what = %s',
        'INSERT OR REPLACE INTO "audit_readevent" ("what") VALUES (%s)',
        'INSERT INTO "audit_event" ("what") VALUES (%s)',
    ],
)
def test_other_writes_still_fail_while_reading(statement):
    with pytest.raises(WroteWhileReading), read_only(), connection.cursor() as cursor:
        cursor.execute(statement, ["x"] * statement.count("%s"))


@pytest.mark.parametrize("is_sealed", [False, True])
@pytest.mark.parametrize("change", ["UPDATE audit_readevent SET what = 'x'", "DELETE FROM audit_readevent"])
def test_the_database_refuses_change(change, is_sealed):
    look()
    if is_sealed:
        assert seal() == 1
    with pytest.raises(DatabaseError, match="settled records are not changed"), transaction.atomic():
        connection.cursor().execute(change)


@pytest.mark.parametrize("table", ["audit_readseal", "audit_readsealentry"])
def test_the_database_refuses_change_of_blocks(table):
    look()
    seal()
    with pytest.raises(DatabaseError, match="settled records are not changed"), transaction.atomic():
        connection.cursor().execute(f"DELETE FROM {table}")


def test_the_database_refuses_change_of_marks():
    ReadMark.objects.create(number=1, digest="x")
    with pytest.raises(DatabaseError, match="settled records are not changed"), transaction.atomic():
        ReadMark.objects.all().delete()
