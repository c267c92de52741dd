"""The head of the trail outside the database: whoever empties the tables is found out."""

import json

import pytest
from django.db import connection

from ankunft.foundation.audit import deposit, protection, tail
from ankunft.foundation.audit.attested import verified
from ankunft.foundation.audit.digests import FIRST, block_digest
from ankunft.foundation.audit.journals import TRAIL
from ankunft.foundation.audit.models import Event, Seal, SealEntry
from ankunft.foundation.audit.services import Entry, record, seal
from ankunft.foundation.audit.verification import findings, first_broken
from ankunft.foundation.kernel.actor import Actor

pytestmark = pytest.mark.django_db(transaction=True)


def block() -> None:
    record(Actor.operator(), Entry("a", "b", "c", "d"))
    seal()


@pytest.fixture
def blocks() -> None:
    """Two blocks of one event each."""
    block()
    block()


def tamper(*statements: str) -> None:
    protection.remove(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    protection.install(connection)


LAST_BLOCK = ("DELETE FROM audit_sealentry WHERE seal_id = 2", "DELETE FROM audit_seal WHERE number = 2")
SEALS = ("DELETE FROM audit_sealentry", "DELETE FROM audit_seal")


@pytest.mark.parametrize(
    "statements",
    [
        SEALS,
        (*SEALS, "DELETE FROM audit_event"),
        LAST_BLOCK,
        ("DELETE FROM audit_event WHERE id = (SELECT MAX(id) FROM audit_event)", *LAST_BLOCK),
    ],
    ids=["all seals", "everything", "last block", "last block with its events"],
)
def test_what_is_removed_is_found_before_and_after_the_next_seals(blocks, statements):
    assert first_broken() is None
    tamper(*statements)
    for _ in range(4):  # longer than the chain was
        assert "Block 2 wurde entfernt oder ersetzt: versiegelt am " in first_broken()
        block()


def test_another_chain_of_the_same_length_is_found(blocks):
    tamper(*SEALS, "DELETE FROM audit_event")
    block()
    block()
    assert "Block 2 wurde entfernt oder ersetzt" in first_broken()


def rewrite_the_chain() -> None:
    """Make every block fit what is left: their digests need no key."""
    previous = FIRST
    for one in Seal.objects.order_by("number"):
        entries = SealEntry.objects.filter(seal=one).values_list("event_id", "event_digest")
        digest = block_digest(one.number, one.sealed_at, previous, entries)
        Seal.objects.filter(pk=one.pk).update(previous=previous, digest=digest)
        previous = digest


@pytest.mark.parametrize("knows_the_head", [True, False])
def test_a_chain_that_was_rewritten_to_fit_is_found(blocks, knows_the_head):
    """Where nobody knows the head any more, what a verification found before still tells of it."""
    record(Actor.operator(), verified("Unversehrt.", []))
    seal()
    assert first_broken() is None
    event = Event.objects.earliest("pk")
    protection.remove(connection)
    SealEntry.objects.filter(event_id=event.pk).delete()
    event.delete()
    rewrite_the_chain()
    protection.install(connection)
    if not knows_the_head:
        tail.forget()
    for _ in range(2):
        expected = "entfernt oder ersetzt" if knows_the_head else "Block 2 ist nicht mehr der, den die Prüfung vom "
        assert expected in [*findings()][-1]
        block()


def test_the_sentence_says_when_and_what_to_do(blocks):
    last = Seal.objects.get(number=2)
    tamper(*SEALS)
    sentence = first_broken()
    assert last.digest in sentence
    assert str(deposit.path(TRAIL)) in sentence
    deposit.path(TRAIL).unlink()
    assert first_broken() is None


def test_the_head_moves_with_every_block(blocks):
    assert deposit.read(TRAIL).number == 2
    block()
    last = Seal.objects.get(number=3)
    assert (deposit.read(TRAIL).number, deposit.read(TRAIL).digest, deposit.read(TRAIL).moment) == (
        3,
        last.digest,
        last.sealed_at,
    )
    assert [file.name for file in deposit.path(TRAIL).parent.glob("trail-head*")] == [deposit.path(TRAIL).name]


def test_a_new_machine_knows_the_head_after_its_first_seal(blocks):
    deposit.path(TRAIL).unlink()
    assert first_broken() is None
    assert seal() == 0
    assert deposit.read(TRAIL).number == 2


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"number": 1, "digest": "x", "sealed_at": 5}'])
def test_a_file_that_cannot_be_read_is_named_and_stops_no_seal(blocks, content):
    deposit.path(TRAIL).write_bytes(content)
    assert first_broken() == f"Die Datei {deposit.path(TRAIL)} mit dem letzten bekannten Block ist unlesbar."
    block()
    assert Seal.objects.count() == 3
    assert deposit.path(TRAIL).read_bytes() == content


def test_a_folder_that_cannot_be_written_stops_no_seal(blocks, settings, tmp_path, caplog):
    settings.HOME = tmp_path / "gone"
    block()
    assert Event.objects.count() == Seal.objects.count() == 3
    assert "cannot be kept" in caplog.text


def test_nothing_is_noted_of_what_is_rolled_back(blocks):
    from django.db import transaction

    with transaction.atomic():
        block()
        transaction.set_rollback(True)
    assert deposit.read(TRAIL).number == 2
    assert first_broken() is None


def test_every_database_has_its_own_file_which_moves_with_the_folder(settings, tmp_path, monkeypatch):
    def path(home: str, name: str) -> str:
        settings.HOME = tmp_path / home
        monkeypatch.setitem(connection.settings_dict, "NAME", name)
        return deposit.path(TRAIL).name

    assert path("a", "one") != path("a", "two")
    if connection.vendor == "sqlite":
        assert path("a", str(tmp_path / "a" / "x.sqlite3")) == path("b", str(tmp_path / "b" / "x.sqlite3"))


def test_the_file_holds_nothing_but_the_head(blocks):
    assert set(json.loads(deposit.path(TRAIL).read_text())) == {"number", "digest", "sealed_at"}
