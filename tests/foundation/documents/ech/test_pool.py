"""Reading in processes of their own: the same as here, in order, and gone when nobody listens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from ankunft.foundation import encryption
from ankunft.foundation.documents.ech import pool
from ankunft.foundation.documents.ech.reader import read
from ankunft.foundation.documents.ech.sources import opened
from ankunft.foundation.documents.ech.values import Message, Problem, Read
from ankunft.foundation.documents.ech.wire import Wire
from ankunft.foundation.kernel.errors import Refused
from tests.support import ech
from tests.support.schemas import folder_of

TODAY = date(2026, 1, 20)
PROJECT = Path(__file__).resolve().parents[4]


@pytest.fixture
def source(tmp_path: Path, ech_schemas: Path):
    files = [(f"{number:03}.xml", ech.message("moveIn", number)) for number in range(300)]
    files[7] = ("007.xml", ech.broken("truncated", 7))
    files[200] = ("200.pdf", b"%PDF-")
    path = tmp_path / "a.zip"
    path.write_bytes(ech.archive(files))
    return opened(path)


def encrypted_names(place: str, items: Read) -> list[str]:
    """What a caller might have done in the processes that read."""
    return [encryption.encrypt(item.event.identity.family_name) for item in items if isinstance(item, Message)]


def children() -> set[str]:
    """The processes that this one started."""
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def test_the_same_is_read_here_and_there(source) -> None:
    here = list(pool.reading(source, processes=0, today=TODAY))
    there = list(pool.reading(source, processes=2, today=TODAY))
    assert there == here
    assert [place for place, _items in here] == sorted(place for place, _items in here)
    problems = [item for _place, items in here for item in items if isinstance(item, Problem)]
    assert [(problem.place, "." in problem.sentence) for problem in problems] == [("007.xml", True), ("200.pdf", True)]


def test_few_are_read_here(source) -> None:
    before = children()
    for number, _read in enumerate(pool.reading(source, today=TODAY)):
        assert number or children() == before
    assert children() == before


def test_something_can_be_prepared_there(source) -> None:
    prepare = f"{encrypted_names.__module__}.{encrypted_names.__qualname__}"
    if encrypted_names.__module__ not in sys.modules:
        prepare = "tests.foundation.documents.ech.test_pool.encrypted_names"
    answers = [answer for _place, answer in pool.reading(source, prepare=prepare, processes=1, today=TODAY)]
    assert encryption.decrypt(answers[0][0]).startswith("Demo-")
    assert answers[7] == []


def test_sentences_are_german_whoever_asks(source) -> None:
    with translation.override("en"):
        sentences = {
            item.sentence
            for count in (0, 1)
            for _place, items in pool.reading(source, processes=count, today=TODAY)
            for item in items
            if isinstance(item, Problem)
        }
    assert len(sentences) == 2
    assert any("bricht mitten in der Meldung ab" in sentence for sentence in sentences)


def test_whoever_stops_listening_leaves_nobody_behind(source) -> None:
    before = children()
    reading = pool.reading(source, processes=2, today=TODAY)
    next(reading)
    assert len(children() - before) == 2
    reading.close()
    assert children() == before


def test_a_reader_that_is_killed_is_told(source, monkeypatch) -> None:
    monkeypatch.setattr(pool, "BATCH", 10)
    monkeypatch.setattr(pool, "MOST_UNDER_WAY", 3)
    before = children()
    reading = pool.reading(source, processes=1, today=TODAY)
    next(reading)
    for process in children() - before:
        os.kill(int(process), signal.SIGKILL)
    with pytest.raises(pool.ReaderEnded):
        list(reading)
    assert children() == before


def test_readers_do_not_listen_to_sigterm(source, monkeypatch) -> None:
    monkeypatch.setattr(pool, "BATCH", 10)
    monkeypatch.setattr(pool, "MOST_UNDER_WAY", 3)
    before = children()
    reading = pool.reading(source, processes=1, today=TODAY)
    next(reading)
    for process in children() - before:
        os.kill(int(process), signal.SIGTERM)
    assert len(list(reading)) == 299


def test_readers_end_with_whoever_started_them(source, tmp_path: Path) -> None:
    script = f"""
import os, sys, django, pathlib
from datetime import date
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
from django.conf import settings
from ankunft.foundation.documents.ech import pool, sources
settings.ECH_SCHEMAS = pathlib.Path({str(folder_of("ech"))!r})
reading = pool.reading(sources.opened(pathlib.Path({str(source.path)!r})), processes=2, today=date(2026, 1, 20))
next(reading)
print(pathlib.Path(f"/proc/self/task/{{os.getpid()}}/children").read_text(), flush=True)
sys.stdin.read()
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    started = process.stdout.readline().split()
    assert len(started) == 2
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()
    deadline = time.monotonic() + 20
    while (left := [number for number in started if _is_reader(number)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left


def _is_reader(number: str) -> bool:
    """Whether that process is still at work; one that has ended and that nobody asked about has no command any more."""
    try:
        return b"ech.worker" in Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return False


def test_without_schemas_nobody_begins(source, settings) -> None:
    settings.ECH_SCHEMAS = None
    with pytest.raises(Refused, match="ANKUNFT_ECH_SCHEMAS"):
        pool.reading(source)


@pytest.mark.usefixtures("ech_schemas")
def test_only_values_come_back() -> None:
    wire = Wire(pool.as_read.__module__)
    (message,) = [item for item in read(ech.message("moveIn"), "a.xml", today=TODAY) if isinstance(item, Message)]
    assert wire.read(wire.written([("a.xml", [message])])) == [("a.xml", [message])]
    with pytest.raises(TypeError, match="PosixPath"):
        wire.written(Path())
    with pytest.raises(KeyError):
        wire.read(b'["os.system", "true"]')
