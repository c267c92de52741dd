"""The trail: nobody changes it, and nobody changes it unseen."""

import re
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy

from ankunft.foundation.audit import protection, sealing, selectors
from ankunft.foundation.audit.digests import block_digest, event_digest
from ankunft.foundation.audit.models import Event, Seal, SealEntry
from ankunft.foundation.audit.services import Entry, record, record_many, seal
from ankunft.foundation.audit.verification import first_broken
from ankunft.foundation.kernel.actor import Actor, Grant
from tests.support.threads import at_once

ALICE = Actor(account_id=7, label="Demo-Alice", origin="web", grants=frozenset({Grant("auditor", "finanzkontrolle")}))


def entry(key: str = "1", **values: object) -> Entry:
    return Entry("paper.changed", "paper", key, "Blatt geändert.", before={"n": 1}, after={"n": 2}, **values)


@pytest.fixture
def sealed(db: None) -> list[int]:
    """Two blocks of three events; the ids of the events."""
    for _ in range(2):
        record_many(ALICE, [entry(str(number)) for number in range(3)])
        seal()
    return list(Event.objects.order_by("pk").values_list("pk", flat=True))


def tamper(*statements: str) -> None:
    """What somebody with the database in their hands does: takes the triggers off, changes, puts them back."""
    protection.remove(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    protection.install(connection)


def told() -> str | None:
    """The first finding, without the moment of the event."""
    sentence = first_broken()
    return re.sub(r"\d\d\.\d\d\.\d{4}, \d\d:\d\d", "…", sentence) if sentence else None


def fitting(event: Event, **changed: object) -> str:
    """The digest that the event would have with other values."""
    values = {name: getattr(event, name) for name in Event.FIELDS} | changed
    return event_digest(settings.TRAIL_KEY, "trail", event.at, values.values())


def copy_of(key: int, *, digest: str = "digest") -> str:
    """The statement that adds an event once more, under an id of its own."""
    columns = ", ".join(field.column for field in Event._meta.concrete_fields if field.name not in ("id", "digest"))
    return (
        f"INSERT INTO audit_event (id, {columns}, digest) "
        f"SELECT 1000000, {columns}, {digest} FROM audit_event WHERE id = {key}"
    )


@pytest.mark.django_db
def test_an_event_says_who_what_and_why():
    record(ALICE, entry(reason="Tippfehler"))
    event = Event.objects.get()
    assert (event.actor_id, event.actor_label, event.actor_roles, event.origin) == (7, "Demo-Alice", "auditor", "web")
    assert (event.before, event.after, event.reason) == ({"n": 1}, {"n": 2}, "Tippfehler")
    assert list(selectors.history("paper", "1")) == [event]


@pytest.mark.django_db
def test_the_trail_keeps_its_own_language():
    with translation.override("en"):
        record(ALICE, Entry("a", "b", "c", gettext_lazy("January")))
    assert Event.objects.get().summary == "Januar"


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["audit_event", "audit_seal", "audit_sealentry", "workflow_step"])
def test_the_tables_are_protected(table):
    assert first_broken() is None
    expected = {f"{table}_refuses_update", f"{table}_refuses_delete"}
    assert not expected & set(protection.missing(connection))
    protection.remove(connection)
    assert expected <= set(protection.missing(connection))
    assert "Schreibschutz" in first_broken()
    protection.install(connection)
    protection.install(connection)  # once more changes nothing
    assert protection.missing(connection) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_event SET summary = 'anders'",
        "DELETE FROM audit_event",
        "UPDATE audit_seal SET digest = 'x'",
        "DELETE FROM audit_seal",
        "UPDATE audit_sealentry SET event_digest = 'x'",
        "DELETE FROM audit_sealentry",
    ],
)
def test_the_database_refuses_change(sealed, change):
    with pytest.raises(DatabaseError, match="settled records are not changed"), transaction.atomic():
        connection.cursor().execute(change)
    assert first_broken() is None


def test_a_copied_event_is_refused(sealed):
    protection.remove(connection)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(copy_of(sealed[0]))
    protection.install(connection)


def test_postgresql_refuses_truncation(sealed):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has TRUNCATE")
    with pytest.raises(DatabaseError, match="settled records are not changed"), transaction.atomic():
        connection.cursor().execute("TRUNCATE audit_event")


class TestAlteredTrailIsFound:
    """Each way of altering the trail past the triggers, and the place that is named."""

    def test_changed_content(self, sealed):
        tamper(f"UPDATE audit_event SET actor_label = 'Demo-Bob' WHERE id = {sealed[1]}")
        assert told() == f"Ereignis {sealed[1]} (paper.changed, …) aus Block 1 wurde verändert oder eingefügt."

    def test_changed_content_with_a_fitting_digest(self, sealed):
        event = Event.objects.get(pk=sealed[1])
        digest = fitting(event, actor_label="Demo-Bob")
        tamper(f"UPDATE audit_event SET actor_label = 'Demo-Bob', digest = '{digest}' WHERE id = {event.pk}")
        assert told() == f"Ereignis {sealed[1]} (paper.changed, …) aus Block 1 wurde verändert."

    def test_removed_event(self, sealed):
        tamper(f"DELETE FROM audit_event WHERE id = {sealed[4]}")
        assert first_broken() == f"Ereignis {sealed[4]} aus Block 2 wurde entfernt."

    def test_removed_event_with_its_entry(self, sealed):
        tamper(
            f"DELETE FROM audit_event WHERE id = {sealed[4]}",
            f"DELETE FROM audit_sealentry WHERE event_id = {sealed[4]}",
        )
        assert first_broken() == "Block 2 wurde verändert."

    def test_inserted_event(self, sealed):
        tamper(copy_of(sealed[0], digest="'x'"))
        assert told() == ("Ereignis 1000000 (paper.changed, …) wurde eingefügt oder, noch unversiegelt, verändert.")

    def test_inserted_into_an_old_block(self, sealed):
        record(ALICE, entry("late"))
        late = Event.objects.latest("pk")
        SealEntry.objects.create(seal_id=1, event_id=late.pk, event_digest=late.digest)
        assert first_broken() == "Block 1 wurde verändert."

    def test_reordered_events(self, sealed):
        first, second = sealed[:2]
        tamper(
            f"UPDATE audit_event SET id = -1 WHERE id = {first}",
            f"UPDATE audit_event SET id = {first} WHERE id = {second}",
            f"UPDATE audit_event SET id = {second} WHERE id = -1",
        )
        assert told() == f"Ereignis {first} (paper.changed, …) aus Block 1 wurde verändert."

    def test_reordered_events_with_their_entries(self, sealed):
        first, second = sealed[:2]
        for table, column in (("audit_event", "id"), ("audit_sealentry", "event_id")):
            tamper(
                f"UPDATE {table} SET {column} = -1 WHERE {column} = {first}",
                f"UPDATE {table} SET {column} = {first} WHERE {column} = {second}",
                f"UPDATE {table} SET {column} = {second} WHERE {column} = -1",
            )
        assert first_broken() == "Block 1 wurde verändert."

    def test_removed_block(self, sealed):
        tamper(
            f"DELETE FROM audit_event WHERE id <= {sealed[2]}",
            "DELETE FROM audit_sealentry WHERE seal_id = 1",
            "DELETE FROM audit_seal WHERE number = 1",
        )
        assert first_broken() == "Block 1 wurde entfernt."

    def test_rewritten_block(self, sealed):
        tamper(f"UPDATE audit_seal SET digest = '{'0' * 64}' WHERE number = 2")
        assert first_broken() == "Block 2 wurde verändert."

    def test_another_time_of_a_block(self, sealed):
        tamper("UPDATE audit_seal SET sealed_at = '2020-01-01 00:00:00+00:00' WHERE number = 1")
        assert first_broken() == "Block 1 wurde verändert."

    def test_a_copied_event_without_the_constraint(self, sealed):
        without = {
            "sqlite": [
                "CREATE TABLE copied AS SELECT * FROM audit_event",
                "DROP TABLE audit_event",
                "ALTER TABLE copied RENAME TO audit_event",
            ],
            "postgresql": ["ALTER TABLE audit_event DROP CONSTRAINT event_not_copied"],
        }
        tamper(*without[connection.vendor], copy_of(sealed[0]))
        assert first_broken() == f"Ereignis 1000000 ist eine Kopie von Ereignis {sealed[0]}."


HOLLOW = {
    "sqlite": [
        "DROP TRIGGER audit_event_refuses_delete",
        "CREATE TRIGGER audit_event_refuses_delete BEFORE DELETE ON audit_event BEGIN SELECT 1; END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION audit_event_refuses_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
    ],
}
ELSEWHERE = {
    "sqlite": [
        "DROP TRIGGER audit_event_refuses_delete",
        "CREATE TRIGGER audit_event_refuses_delete BEFORE DELETE ON audit_seal BEGIN SELECT RAISE(ABORT, 'x'); END",
    ],
    "postgresql": [
        "DROP TRIGGER audit_event_refuses_delete ON audit_event",
        "CREATE TRIGGER audit_event_refuses_delete BEFORE DELETE ON audit_event FOR EACH ROW WHEN (OLD.id < 0) "
        "EXECUTE FUNCTION audit_event_refuses_change()",
    ],
}


@pytest.mark.parametrize("statements", [HOLLOW, ELSEWHERE], ids=["hollow", "elsewhere"])
def test_a_trigger_that_says_something_else_is_found(sealed, statements):
    """Its name is still there."""
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
    assert protection.missing(connection) == []
    assert "audit_event_refuses_delete" in protection.altered(connection)
    assert first_broken().startswith("Der Schreibschutz auf der Datenbank wurde verändert: audit_event_refuses_delete")
    protection.install(connection)
    assert first_broken() is None


def test_an_altered_address_is_found(sealed):
    tamper(f"UPDATE audit_event SET address = '192.0.2.9' WHERE id = {sealed[1]}")
    assert told() == f"Ereignis {sealed[1]} (paper.changed, …) aus Block 1 wurde verändert oder eingefügt."


@pytest.mark.django_db(transaction=True)
def test_the_removed_last_block_is_found():
    """Outside a transaction, because the foreign key to the block is checked at its end on PostgreSQL."""
    record(ALICE, entry())
    seal()
    protection.remove(connection)
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM audit_seal")
        if connection.vendor == "postgresql":
            cursor.execute("RESET session_replication_role")
    protection.install(connection)
    assert first_broken() == "Block 1 wurde entfernt."


def test_the_head_moves_with_every_block(sealed):
    heads = {selectors.head()}
    assert seal() == 0
    assert selectors.head() in heads
    record(ALICE, entry())
    assert seal() == 1
    assert selectors.head() not in heads
    assert list(Seal.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_an_event_committed_late_falls_into_the_next_block(sealed):
    """Ids are given out before the commit: a lower number may appear after its block was sealed."""
    late = Event.objects.latest("pk")
    fields = {name: getattr(late, name) for name in [each.attname for each in Event._meta.concrete_fields]}
    digest = fitting(late, nonce="0" * 16)
    Event.objects.create(**{**fields, "id": -5, "nonce": "0" * 16, "digest": digest})
    assert first_broken() is None
    assert seal() == 1
    assert SealEntry.objects.get(event_id=-5).seal_id == 3
    assert first_broken() is None


@pytest.mark.django_db(transaction=True)
def test_two_seals_at_once_leave_one_chain(monkeypatch):
    """Both have read the same last block before either writes the next: one gives way without an error."""
    record_many(ALICE, [entry(str(number)) for number in range(3)])
    both_have_read = Barrier(2)

    def digest(*arguments: object) -> str:
        with suppress(BrokenBarrierError):
            # On SQLite the second one waits at the start of its transaction and never comes here in time.
            both_have_read.wait(timeout=1)
        return block_digest(*arguments)

    monkeypatch.setattr(sealing, "block_digest", digest)
    assert sorted(at_once(seal, seal, lingering=0)) == [0, 3]
    assert Seal.objects.count() == 1
    assert first_broken() is None


@pytest.mark.django_db(transaction=True)
def test_a_seal_gives_way_to_a_lock(monkeypatch):
    """Another writer holds what the seal needs for longer than the database waits."""
    record(ALICE, entry())
    kinds = {"sqlite": "database is locked", "postgresql": "canceling statement due to lock timeout"}

    def wait_in_vain(**_fields: object) -> None:
        cause = Exception()
        cause.sqlstate = "55P03"  # type: ignore[attr-defined]
        raise OperationalError(kinds[connection.vendor]) from cause

    with monkeypatch.context() as patch:
        patch.setattr(Seal.objects, "create", wait_in_vain)
        assert seal() == 0
    assert seal() == 1


@pytest.mark.django_db
def test_another_fault_of_the_database_is_not_hidden(monkeypatch):
    def fail(**_fields: object) -> None:
        raise OperationalError("disk I/O error")

    record(ALICE, entry())
    monkeypatch.setattr(Seal.objects, "create", fail)
    with pytest.raises(OperationalError, match="disk"):
        seal()
