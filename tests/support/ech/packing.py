"""Archives of messages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

_MOMENT = (2026, 1, 15, 8, 0, 0)


def archive(files: Iterable[tuple[str, bytes]], *, packed: bool = True) -> bytes:
    """A ZIP of these files; the same files give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as target:
        for name, content in files:
            member = zipfile.ZipInfo(name, _MOMENT)
            member.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
            target.writestr(member, content)
    return stream.getvalue()
