"""Values and files that cannot be read: the verification names the place and does not break off."""

import random
import subprocess
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from ankunft.foundation.audit import protection
from ankunft.foundation.audit.models import Event
from ankunft.foundation.audit.services import Entry, record, seal
from ankunft.foundation.audit.verification import first_broken
from ankunft.foundation.kernel.actor import Actor
from tests.support.installations import Installation, installation


@pytest.fixture
def middle(db: None) -> int:
    """Three sealed events; the id of the second."""
    for _ in range(3):
        record(Actor.operator(), Entry("a.b", "b", "c", "d", before={"n": 1}))
    seal()
    return list(Event.objects.order_by("pk").values_list("pk", flat=True))[1]


def tamper(*statements: str) -> None:
    protection.remove(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    protection.install(connection)


only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps the types of its columns")


@only_sqlite
@pytest.mark.parametrize(
    "change",
    [
        "at = 'Quatsch'",
        "at = '2025-99-99 00:00:00'",
        "at = x'00'",
        "at = 5",
        "summary = x'00ff'",
        "summary = CAST(x'ff80' AS TEXT)",
        "before = '{'",
        "before = x'00'",
        "actor_id = 'x'",
        "after = '\"\\ud800\"'",
    ],
)
def test_the_event_is_named(middle, change):
    tamper(
        "PRAGMA ignore_check_constraints = ON",
        f"UPDATE audit_event SET {change} WHERE id = {middle}",
        "PRAGMA ignore_check_constraints = OFF",
    )
    assert first_broken().startswith(f"Ereignis {middle} ")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite knows no such moment")
@pytest.mark.parametrize("moment", ["infinity", "0044-03-15 12:00:00 BC"])
def test_the_event_with_an_impossible_moment_is_named(middle, moment):
    tamper(f"UPDATE audit_event SET at = '{moment}' WHERE id = {middle}")
    assert first_broken() == f"Ereignis {middle} ist unlesbar."


@only_sqlite
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("UPDATE audit_seal SET sealed_at = 'x'", "Block 1 wurde verändert."),
        ("UPDATE audit_seal SET previous = x'00'", "Block 1 wurde verändert."),
        ("UPDATE audit_seal SET digest = CAST(x'ff80' AS TEXT)", "Block 1 wurde verändert."),
        ("UPDATE audit_sealentry SET event_id = 'x' WHERE event_id = {middle}", "Der Eintrag "),
        ("UPDATE audit_sealentry SET event_digest = CAST(x'ff80' AS TEXT)", "Der Eintrag "),
        ("UPDATE audit_sealentry SET event_digest = x'00' WHERE event_id = {middle}", "Ereignis {middle} (a.b, "),
    ],
)
def test_the_block_is_named(middle, change, sentence):
    tamper(change.format(middle=middle))
    assert first_broken().startswith(sentence.format(middle=middle))


def test_another_fault_of_the_database_is_no_altered_event(middle, monkeypatch):
    def fail(*_arguments: object) -> None:
        raise DatabaseError("database disk image is malformed")

    monkeypatch.setattr(Event, "from_db", fail)
    with pytest.raises(DatabaseError, match="malformed"):
        first_broken()


class TestDamagedFile:
    """`ankunft audit verify` as a process, on a file that is no whole database any more."""

    @pytest.fixture(scope="class")
    @classmethod
    def own(cls, tmp_path_factory) -> Installation:
        if connection.vendor != "sqlite":
            pytest.skip("only SQLite is a file")
        with installation(tmp_path_factory.mktemp("own")) as own:
            made = own.run("account", "add", "a@so.example", "--role", "auditor")
            assert made.returncode == 0, made.stderr
            yield own

    @pytest.fixture
    def file(self, own) -> Path:
        """Its database, which is whole again after the test."""
        file = own.home / "ankunft.sqlite3"
        content = file.read_bytes()
        yield file
        for beside in own.home.glob("ankunft.sqlite3-*"):
            beside.unlink()
        file.write_bytes(content)

    def verify(self, own: Installation) -> subprocess.CompletedProcess[str]:
        return own.run("audit", "verify")

    def test_whole(self, own):
        result = self.verify(own)
        assert result.returncode == 0
        assert "3 Ereignisse, 1 Blöcke, 0 noch nicht versiegelt." in result.stdout

    @pytest.mark.parametrize("kept", [0, 100, 4096, 0.5, 0.99])
    def test_truncated(self, own, file, kept):
        content = file.read_bytes()
        file.write_bytes(content[: kept if isinstance(kept, int) else int(len(content) * kept)])
        self.is_told(own)

    @pytest.mark.parametrize("start", [0, 4096, 0.5])
    def test_overwritten(self, own, file, start):
        content = bytearray(file.read_bytes())
        at = start if isinstance(start, int) else int(len(content) * start)
        rubbish = random.Random(1).randbytes(20_000)
        content[at : at + len(rubbish)] = rubbish
        file.write_bytes(content)
        self.is_told(own)

    def is_told(self, own: Installation) -> None:
        result = self.verify(own)
        assert result.returncode == 1, result.stdout
        assert "Traceback" not in result.stderr
        assert any(word in result.stderr for word in ("beschädigt", "antwortet nicht", "Schreibschutz", "Block 1"))
