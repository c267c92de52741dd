"""A process that reads messages: what to read comes through standard input, what was read goes to standard output.

It knows only the settings that it is told first, no database and no environment, and ends when its input ends. It does
not listen to being asked to end (SIGTERM, SIGINT): whoever started it closes the pipe, or is gone.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import struct
import sys
from typing import Any, BinaryIO

from django.conf import settings

_LENGTH = struct.Struct("<Q")


def _received(stream: BinaryIO) -> Any:
    """What was sent next; None at the end."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    return pickle.loads(stream.read(_LENGTH.unpack(head)[0]))  # noqa: S301 - from whoever started this process


def main() -> None:
    """Read until the input ends."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not fall among the answers.
    os.dup2(2, 1)
    told = _received(source)
    if told is None:
        return
    # Without translation sentences stay as they are written: in German, as refusals are kept.
    settings.configure(USE_I18N=False, USE_TZ=True, **told["settings"])

    from django.utils.module_loading import import_string

    from .batches import read_all
    from .sources import Files

    prepare = import_string(told["prepare"])
    # What is read goes away by itself; looking for rings among it after every few messages costs more than reading.
    gc.freeze()
    gc.set_threshold(100_000)
    with Files() as files:
        while (batch := _received(source)) is not None:
            content = pickle.dumps(
                read_all(batch, files, today=told["today"], prepare=prepare), pickle.HIGHEST_PROTOCOL
            )
            target.write(_LENGTH.pack(len(content)) + content)
            target.flush()


if __name__ == "__main__":
    main()
