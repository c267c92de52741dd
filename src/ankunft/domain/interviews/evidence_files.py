"""Where signed confirmations lie: outside of everything that is served, encrypted, under names that say nothing."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from ankunft.foundation.encryption import Undecipherable, decrypt_bytes, encrypt_bytes
from ankunft.foundation.kernel.errors import Refused

KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
"""How each kind of file that is taken begins, and what it is called."""
UNFINISHED = ".part"
_NAME = re.compile(r"[0-9a-f]{40}(\.part)?")


def media_type_of(content: bytes) -> str:
    """What the file is by its content; empty if it is nothing that is taken."""
    return next((name for signature, name in KINDS if content.startswith(signature)), "")


def store(content: bytes) -> str:
    """Store the file encrypted; returns the name under which it lies. Nobody sees it half written."""
    name = secrets.token_hex(20)
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(UNFINISHED)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(encrypt_bytes(content))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    return name


def read(name: str) -> bytes:
    """The file in clear; Refused where it is not there any more, or was altered."""
    try:
        return decrypt_bytes(_path(name).read_bytes())
    except (FileNotFoundError, Undecipherable) as error:
        raise Refused(
            _(
                "Die Datei dieses Belegs ist nicht mehr lesbar. "
                "Melden Sie das der Betriebsstelle und legen Sie ihn neu ab."
            )
        ) from error


def remove(name: str) -> None:
    """Take the file away; nothing happens where there is none."""
    if name:
        _path(name).unlink(missing_ok=True)


def lying_since_before(moment: datetime) -> Iterator[str]:
    """The names of all files that were written before that moment; of unfinished ones with their ending."""
    for path in Path(settings.EVIDENCE).glob("[0-9a-f][0-9a-f]/*"):
        with contextlib.suppress(FileNotFoundError):
            if _NAME.fullmatch(path.name) and path.stat().st_mtime < moment.timestamp():
                yield path.name


def remove_unfinished(name: str) -> None:
    """Take away what was left half-written."""
    _path(name.removesuffix(UNFINISHED)).with_suffix(UNFINISHED).unlink(missing_ok=True)


def is_there(name: str) -> bool:
    return _path(name).is_file()


def _path(name: str) -> Path:
    if not name.isalnum():
        raise ValueError("not a name of stored evidence")
    return Path(settings.EVIDENCE) / name[:2] / name
