"""What is not sealed yet is known outside the database: removed, exchanged and inserted events are found at once."""

import threading

import pytest
from django.db import connection, transaction

from ankunft.foundation.audit import deposit, protection, sealing, tail
from ankunft.foundation.audit.digests import event_digest
from ankunft.foundation.audit.journals import JOURNALS, READS, TRAIL
from ankunft.foundation.audit.models import Event, SealEntry
from ankunft.foundation.audit.reads import Read, record_read
from ankunft.foundation.audit.services import Entry, record, record_many, seal
from ankunft.foundation.audit.verification import findings, first_broken
from ankunft.foundation.kernel.actor import Actor
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

OPERATOR = Actor.operator()


def change(count: int = 1) -> None:
    record_many(OPERATOR, [Entry("paper.changed", "paper", str(n), "Blatt geändert.") for n in range(count)])


def look() -> None:
    record_read(OPERATOR, Read("paper", "1", "", "Blatt angesehen."))


def tamper(*statements: str) -> None:
    protection.remove(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    protection.install(connection)


def last() -> Event:
    return Event.objects.latest("pk")


INSERT = (
    "INSERT INTO audit_event (nonce, at, actor_label, actor_roles, origin, address, action, object_type, object_key, "
    "summary, reason, digest) VALUES ('0123456789abcdef', '2026-11-22 05:00:00+00:00', 'Demo-Bob', 'approver', 'web', "
    "'', 'settlement.run.approve', 'settlement.run', '2026-03', 'Lauf genehmigt.', '', '{digest}')"
)


class TestBeforeItIsSealed:
    def test_a_removed_event_is_named_with_action_and_moment(self):
        change(3)
        gone = last()
        tamper(f"DELETE FROM audit_event WHERE id = {gone.pk}")
        [sentence] = findings()
        assert sentence.startswith(f"Ereignis {gone.pk} (paper.changed, ")
        assert ") wurde entfernt, noch unversiegelt." in sentence
        assert str(tail.path(TRAIL)) in sentence
        assert seal() == 2
        assert list(findings()) == [sentence], "the next seal does not hide it"

    def test_a_removed_read_is_named(self):
        look()
        key = READS.events.get().pk
        tamper("DELETE FROM audit_readevent")
        assert first_broken().startswith(f"Leseeintrag {key} (paper 1, ")

    def test_an_altered_event_is_named(self):
        change()
        tamper("UPDATE audit_event SET address = '192.0.2.9'")
        assert first_broken().startswith(f"Ereignis {last().pk} (paper.changed, ")
        assert first_broken().endswith(") wurde verändert.")

    def test_swapped_events_are_named(self):
        change(2)
        second, first = Event.objects.order_by("-pk")
        tamper(
            f"UPDATE audit_event SET id = -1 WHERE id = {first.pk}",
            f"UPDATE audit_event SET id = {first.pk} WHERE id = {second.pk}",
            f"UPDATE audit_event SET id = {second.pk} WHERE id = -1",
        )
        found = list(findings())
        assert [sentence.split(" (")[0] for sentence in found] == [f"Ereignis {first.pk}", f"Ereignis {second.pk}"]
        assert all("wurde ausgetauscht" in sentence for sentence in found)


class TestInserted:
    """By SQL alone, with a plausible content, and with the triggers in place."""

    @pytest.mark.parametrize("digest", ["0" * 64, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"])
    def test_it_is_named_and_never_sealed(self, digest):
        change()
        seal()
        connection.cursor().execute(INSERT.format(digest=digest))
        sentence = first_broken()
        assert sentence.startswith(f"Ereignis {last().pk} (settlement.run.approve, 22.11.2026, 06:00) wurde eingefügt")
        change()
        assert seal() == 1
        assert not SealEntry.objects.filter(event_id=Event.objects.get(action="settlement.run.approve").pk).exists()
        assert list(findings()) == [sentence]

    def test_it_is_named_when_somebody_sealed_it_as_well(self):
        """Blocks have no key: whoever knows how adds one that follows rightly."""
        connection.cursor().execute(INSERT.format(digest="0" * 64))
        sealing._chain(TRAIL, [(last().pk, "0" * 64)])
        assert "aus Block 1 wurde verändert oder eingefügt." in first_broken()

    def test_an_event_of_the_other_journal_does_not_fit(self, settings):
        look()
        read = READS.events.get()
        values = [getattr(read, name) for name in read.FIELDS]
        assert event_digest(settings.TRAIL_KEY, "reads", read.at, values) == read.digest
        assert event_digest(settings.TRAIL_KEY, "trail", read.at, values) != read.digest

    def test_another_key_is_said_to_be_one(self, settings):
        change(5)
        settings.TRAIL_KEY = "another"
        assert "ANKUNFT_TRAIL_KEY" in first_broken()


class TestNotes:
    def test_they_go_when_a_block_holds_them(self):
        change(2)
        look()
        assert [len(tail.read(journal)) for journal in JOURNALS] == [2, 1]
        seal()
        assert [tail.read(journal) for journal in JOURNALS] == [{}, {}]
        assert tail.path(TRAIL).read_text() == ""

    def test_what_is_rolled_back_is_never_noted(self):
        with transaction.atomic():
            change()
            transaction.set_rollback(True)
        with transaction.atomic():
            change()
            try:
                with transaction.atomic():
                    change()
                    raise RuntimeError
            except RuntimeError:
                pass
        assert len(tail.read(TRAIL)) == 1
        assert first_broken() is None

    def test_a_crash_before_the_note_is_no_alarm(self, monkeypatch):
        with monkeypatch.context() as patch:
            patch.setattr(tail, "_append", lambda *_arguments: None)
            change()
        assert tail.read(TRAIL) == {}
        assert first_broken() is None
        assert seal() == 1

    def test_half_a_line_is_passed_over(self):
        change(2)
        with tail.path(TRAIL).open("a") as file:
            file.write("17 abcdef")
        change()
        assert first_broken() is None
        assert seal() == 3
        assert first_broken() is None

    def test_a_folder_that_cannot_be_written_stops_nobody(self, settings, tmp_path, caplog):
        settings.HOME = tmp_path / "gone"
        change()
        assert Event.objects.count() == 1
        assert "cannot be kept" in caplog.text

    def test_only_the_owner_reads_them(self):
        change()
        assert tail.path(TRAIL).stat().st_mode & 0o077 == 0
        change()
        seal()
        assert tail.path(TRAIL).stat().st_mode & 0o077 == 0

    def test_many_at_once_lose_none(self):
        at_once(*[lambda: [change() for _ in range(10)] for _ in range(4)], *[lambda: [seal() for _ in range(5)]] * 2)
        unsealed = set(Event.objects.values_list("pk", flat=True)) - set(
            SealEntry.objects.values_list("event_id", flat=True)
        )
        assert Event.objects.count() == 40
        seal()
        assert unsealed <= set(SealEntry.objects.values_list("event_id", flat=True))
        assert tail.read(TRAIL) == {}
        assert first_broken() is None
        assert sorted(file.name for file in tail.path(TRAIL).parent.glob("trail-tail-*")) == sorted(
            [tail.path(TRAIL).name, deposit.file(TRAIL, "tail-lock").name]
        )


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer; its lock is held briefly")
def test_a_writer_commits_while_a_seal_is_under_way(monkeypatch):
    """The seal has written its block and not committed yet; the writer does not wait for it."""
    change()
    written, committed = threading.Event(), threading.Event()
    original = TRAIL.entries.bulk_create

    def hold(*arguments: object, **options: object) -> object:
        rows = original(*arguments, **options)
        written.set()
        assert committed.wait(timeout=20), "the writer waited for the seal"
        return rows

    def write() -> None:
        assert written.wait(timeout=20)
        change()
        committed.set()

    monkeypatch.setattr(SealEntry._default_manager, "bulk_create", hold)
    assert at_once(seal, write, lingering=0) == [1, None]
    assert first_broken() is None


def test_everything_is_read_before_the_transaction_of_a_seal(monkeypatch):
    """The write lock of SQLite is held for nothing but the rows of one block."""
    change(3)
    seen: list[str] = []

    def note(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if connection.in_atomic_block:
            seen.append(sql.split(" (")[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert seal() == 3
    assert [sql for sql in seen if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN"))] == [
        'INSERT INTO "audit_seal"',
        'INSERT INTO "audit_sealentry"',
    ]


def test_a_moved_folder_keeps_its_notes(settings):
    record(OPERATOR, Entry("a.b", "b", "c", "d"))
    assert tail.path(TRAIL).parent == settings.HOME
    assert tail.path(TRAIL) != tail.path(READS)
