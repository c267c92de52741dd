"""Which workers are alive.

A worker holds a file lock for as long as its process lives; the operating system releases it however
the process ends. Workers of another installation folder (another machine) cannot be asked: for them
the heartbeat of the job decides.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings

from ankunft.foundation.kernel import clock


def _folder() -> Path:
    folder = Path(settings.HOME) / "workers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _node() -> str:
    """The random name of this installation folder, made once."""
    file = _folder() / "node"
    if not file.exists():
        draft = file.with_name(f"node-{os.getpid()}-{secrets.token_hex(4)}")
        draft.write_text(secrets.token_hex(6))
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text()


class Liveness:
    """The sign of life of this process as a worker; `worker_id` names it."""

    def __init__(self) -> None:
        self.worker_id = f"{_node()}-{secrets.token_hex(6)}"
        self._path = _lock_file(self.worker_id)
        self._descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def sign(self) -> None:
        """Leave a sign of life, for whoever asks when there was the last one."""
        os.utime(self._descriptor)

    def close(self) -> None:
        self._path.unlink(missing_ok=True)
        os.close(self._descriptor)


def last_sign() -> datetime | None:
    """When a worker of this installation folder gave its last sign of life; None if every one has ended in order."""
    signs = []
    for path in _folder().glob("*.lock"):
        with contextlib.suppress(FileNotFoundError):  # that worker has just ended
            signs.append(path.stat().st_mtime)
    return datetime.fromtimestamp(max(signs), clock.ZURICH) if signs else None


def is_dead(worker_id: str) -> bool | None:
    """Whether the process of that worker has ended; None if it belongs to another installation folder."""
    if not worker_id.startswith(f"{_node()}-"):
        return None
    path = _lock_file(worker_id)
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        path.unlink(missing_ok=True)
        return True
    finally:
        os.close(descriptor)


def _lock_file(worker_id: str) -> Path:
    return _folder() / f"{worker_id}.lock"
