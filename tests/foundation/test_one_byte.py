"""One byte of one event, altered in the database file: `ankunft audit verify` names the event."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from tests.support.installations import Installation, installation

SWEEP = """
import sys, django
django.setup()
from pathlib import Path
from django.db import DatabaseError, connection
from ankunft.foundation.audit.verification import findings
file, first, last, name = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
whole = file.read_bytes()
for at in range(first, last):
    # A neighbour; the other case of a letter, or a blank turned into nothing.
    for mask in (0x01, 0x20):
        spoilt = bytearray(whole)
        spoilt[at] ^= mask
        file.write_bytes(spoilt)
        try:
            found = list(findings())
        except DatabaseError as error:
            found = [repr(error)]
        connection.close()
        for beside in file.parent.glob(file.name + "-*"):
            beside.unlink()
        if not any(name in sentence for sentence in found):
            print(at - first, mask, found)
file.write_bytes(whole)
"""


@dataclass(frozen=True)
class Row:
    """Where an event lies in the file: `start` of its first value, and where each column begins."""

    key: int
    start: int
    columns: dict[str, tuple[int, int]]

    @property
    def end(self) -> int:
        return max(end for _start, end in self.columns.values())


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Iterator[Installation]:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite is a file")
    with installation(tmp_path_factory.mktemp("own")) as own:
        made = own.run("account", "add", "demo@so.example", "--role", "auditor")
        assert made.returncode == 0, made.stderr
        yield own


@pytest.fixture
def file(own) -> Iterator[Path]:
    """Its database, which is whole again after the test."""
    file = own.home / "ankunft.sqlite3"
    content = file.read_bytes()
    yield file
    for beside in own.home.glob("ankunft.sqlite3-*"):
        beside.unlink()
    file.write_bytes(content)


def find(file: Path, action: str) -> Row:
    """The event of that action, found in the file by its nonce, which is the first value of the row."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as database:
        database.text_factory = bytes
        rows = database.execute("SELECT * FROM audit_event WHERE action = ?", [action])
        names = [column[0] for column in rows.description]
        values = dict(zip(names, rows.fetchone(), strict=True))
    content = file.read_bytes()
    assert content.count(values["nonce"]) == 1
    at = start = content.index(values["nonce"])
    columns = {}
    for name, value in list(values.items())[1:]:
        if isinstance(value, bytes):
            assert content[at : at + len(value)] == value
            columns[name] = (at, at + len(value))
            at += len(value)
        else:
            assert value is None, "the operator has no account"
    return Row(values["id"], start, {name: place for name, place in columns.items() if place[0] < place[1]})


def flip(file: Path, at: int) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize(
    "column",
    ["nonce", "at", "actor_label", "origin", "digest", "action", "object_type", "object_key", "summary", "after"],
)
def test_the_command_names_the_event(own, file, column):
    row = find(file, "access.role.granted")
    first, last = row.columns[column]
    flip(file, (first + last) // 2)
    result = own.run("audit", "verify")
    assert result.returncode == 1, result.stdout
    assert f"Ereignis {row.key}" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_whole_file_is_whole(own, file):
    assert own.run("audit", "verify").returncode == 0


def sweep(own: Installation, file: Path, first: int, last: int, name: str) -> str:
    words = [sys.executable, "-c", SWEEP, file, str(first), str(last), name]
    done = subprocess.run(words, env=own.environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_byte_of_its_values(own, file):
    row = find(file, "access.role.granted")
    assert row.end - row.start > 300
    assert sweep(own, file, row.start, row.end, f"Ereignis {row.key}") == ""


def test_every_byte_of_the_head_of_its_row(own, file):
    """Length, key and types of the columns: another key, cut or shifted values."""
    row = find(file, "access.role.granted")
    content = file.read_bytes()
    # The row begins with its length (two bytes), its key, and the length of the list of types up to the first value.
    head = next(size for size in range(10, 40) if content[row.start - size] == size)
    assert sweep(own, file, row.start - head, row.start, "") == ""
    assert content[row.start - head - 1] == row.key
    assert sweep(own, file, row.start - head - 3, row.start - head, "") == ""
