"""Reading many messages at once, in processes of their own: in order, with flat memory.

    for place, items in reading(opened(path)):
        for item in items:
            ...  # a Message or a Problem

Few messages are read here. For many, reader processes take batches of entries, open the archive themselves and send
back what they read. While one batch after the other is taken, they read on, so far ahead as one transaction of the
one that writes takes long, and no further: what is under way has an upper bound. They know nothing but the settings
they are told through their pipe, and end when that pipe closes: also when this process is ended or dies. `prepare`
names a function ("package.module.function") that is called in the process that reads, with the place and what was read
there; its answer comes instead: values of messages, texts and numbers, days, lists, and named tuples that its module
knows (see `wire.py`). So that encryption or the making of rows need not happen here.
"""

from __future__ import annotations

import fcntl
import json
import os
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from queue import SimpleQueue
from threading import Event, Lock
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import override

from ankunft.foundation.kernel import clock

from .batches import as_read, read_all
from .schemas import message_schema
from .sources import Entry, Files, Source
from .wire import Wire

FEW = 400
"""Up to so many files are read here: a process of their own costs more to start."""
MOST_PROCESSES = 4
BATCH = 128
_BATCH_BYTES = 4 * 1024 * 1024
MOST_UNDER_WAY = 48
_BYTES_UNDER_WAY = 32 * 1024 * 1024
"""So many batches, of files of so many bytes, are read ahead: readers shall not stand still while others are stored."""
_AS_THEY_ARE = f"{as_read.__module__}.{as_read.__qualname__}"
_TOLD = ("ECH_SCHEMAS", "IMPORT_MAX_BYTES", "DATA", "TIME_ZONE", "DATA_KEYS", "INDEX_KEY")
_ASKED = 2
"""So many batches are asked of each process at once: while one answer is taken the next one is read already."""
_PIPE_BYTES = 1024 * 1024
_LENGTH = struct.Struct("<Q")
_PATIENCE = 5


def reading(
    source: Source, *, prepare: str = _AS_THEY_ARE, processes: int | None = None, today: date | None = None
) -> Iterator[tuple[str, Any]]:
    """Every entry's place with what was read there, in the order of the source, sentences in German.

    Refused where the schemas are missing. `processes` 0 reads here, None decides by itself.
    """
    message_schema()
    if processes is None:
        processes = 0 if source.count <= FEW else min(MOST_PROCESSES, len(os.sched_getaffinity(0)))
    today = today or clock.today()
    if processes:
        import_string(prepare)
        return _in_processes(source, processes, {"prepare": prepare, "today": today.isoformat()})
    return _here(source, prepare=prepare, today=today)


def _here(source: Source, *, prepare: str, today: date) -> Iterator[tuple[str, Any]]:
    call = import_string(prepare)
    with Files() as files:
        for entry in source:
            with override(settings.LANGUAGE_CODE):
                read = read_all([entry], files, today=today, prepare=call)
            yield from read


def _in_processes(source: Source, processes: int, told: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    idle: SimpleQueue[_Reader] = SimpleQueue()
    readers: list[_Reader] = []
    under_way: deque[tuple[Future[bytes], int]] = deque()
    wire = Wire(told["prepare"].rpartition(".")[0])

    def ask(batch: list[Entry]) -> bytes:
        reader = idle.get()
        try:
            return reader.ask(batch)
        finally:
            idle.put(reader)

    with ThreadPoolExecutor(_ASKED * processes, thread_name_prefix="ech") as threads:
        try:
            for _number in range(processes):
                readers.append(_Reader(told, wire))
            for _time in range(_ASKED):
                for reader in readers:
                    idle.put(reader)
            size = 0
            for batch in _batches(source):
                under_way.append((threads.submit(ask, batch), sum(entry.size for entry in batch)))
                size += under_way[-1][1]
                while len(under_way) > processes and (len(under_way) > MOST_UNDER_WAY or size > _BYTES_UNDER_WAY):
                    future, done = under_way.popleft()
                    size -= done
                    yield from _answer(future, wire)
            while under_way:
                yield from _answer(under_way.popleft()[0], wire)
        finally:
            for future, _size in under_way:
                future.cancel()
            for reader in readers:
                reader.end()


def _answer(future: Future[bytes], wire: Wire) -> list[tuple[str, Any]]:
    answer: list[tuple[str, Any]] = wire.read(future.result())
    return answer


def _batches(source: Source) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    size = 0
    for entry in source:
        batch.append(entry)
        size += entry.size
        if len(batch) >= BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class ReaderEnded(RuntimeError):
    """A process that reads has ended by itself: killed, or out of memory. Nothing of what it had is known."""


class _Reader:
    """A process that reads, and the pipes to it."""

    def __init__(self, told: dict[str, Any], wire: Wire) -> None:
        self._wire = wire
        self._asking = Lock()
        self._last = Event()
        self._last.set()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ankunft.foundation.documents.ech.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        # An answer finds room as a whole, so that whoever gives it can go on; where that is not allowed, they wait.
        with suppress(OSError):
            fcntl.fcntl(self._process.stdout, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        self._send(
            json.dumps({**told, "settings": {name: getattr(settings, name) for name in _TOLD}}, default=str).encode()
        )

    def ask(self, batch: list[Entry]) -> bytes:
        """What was read of these entries, as it came; ReaderEnded if there is nobody to ask.

        Several may ask at once: answers come in the order in which was asked.
        """
        try:
            with self._asking:
                before, mine = self._last, Event()
                self._last = mine
                try:
                    self._send(self._wire.written(batch))
                except OSError:
                    mine.set()
                    raise
            before.wait()
            try:
                return self._receive()
            finally:
                mine.set()
        except OSError as error:
            raise ReaderEnded from error

    def _send(self, content: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(_LENGTH.pack(len(content)) + content)
        self._process.stdin.flush()

    def _receive(self) -> bytes:
        assert self._process.stdout is not None
        head = self._process.stdout.read(_LENGTH.size)
        content = self._process.stdout.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""
        if not content:
            raise ReaderEnded
        return content

    def end(self) -> None:
        """Close its pipes, which ends it; if it does not hear, end it by force."""
        process = self._process
        for pipe in (process.stdin, process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                # What it never read is lost with it; the other pipe is to be closed nonetheless.
                process.kill()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
