"""A process that reads messages: what to read comes through standard input, what was read goes to standard output.

It knows only the settings that it is told first, no database and no environment, and ends when its input ends. It does
not listen to being asked to end (SIGTERM, SIGINT): whoever started it closes the pipe, or is gone.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import struct
import sys
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

_LENGTH = struct.Struct("<Q")


def _received(stream: BinaryIO) -> bytes:
    """What was sent next; nothing at the end."""
    head = stream.read(_LENGTH.size)
    return stream.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""


def main() -> None:
    """Read until the input ends."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not fall among the answers.
    os.dup2(2, 1)
    first = _received(source)
    if not first:
        return
    told = json.loads(first)
    known: dict[str, Any] = told["settings"]
    today = date.fromisoformat(told["today"])
    # Without translation sentences stay as they are written: in German, as refusals are kept.
    settings.configure(USE_I18N=False, USE_TZ=True, **{**known, "ECH_SCHEMAS": Path(known["ECH_SCHEMAS"])})

    from django.utils.module_loading import import_string

    from .batches import read_all
    from .sources import Files
    from .wire import Wire

    prepare = import_string(told["prepare"])
    wire = Wire(told["prepare"].rpartition(".")[0])
    # What is read goes away by itself; looking for rings among it after every few messages costs more than reading.
    gc.freeze()
    gc.set_threshold(100_000)
    with Files() as files:
        while batch := _received(source):
            content = wire.written(read_all(wire.read(batch), files, today=today, prepare=prepare))
            try:
                target.write(_LENGTH.pack(len(content)) + content)
                target.flush()
            except BrokenPipeError:
                # Whoever asked stopped listening: there is nothing to say, and nothing to put in order.
                os._exit(0)


if __name__ == "__main__":
    main()
