"""Papers that lie with their record, encrypted: as they come in, and as they are read again."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from django.conf import settings

from ankunft.domain.interviews.evidence_files import media_type_of
from ankunft.foundation.encryption import decrypt_bytes, encrypt_bytes
from ankunft.foundation.kernel.errors import Refused

from ..models.papers import Paper


class Kept(NamedTuple):
    """A paper as it is stored: the columns of `Paper`."""

    media_type: str
    content: bytes
    sha256: str


def paper_keep(content: bytes, refusal: str) -> Kept:
    """The paper as it is stored. Refused with that sentence for what is too large, or no PDF, JPEG or PNG."""
    media_type = media_type_of(content)
    if not media_type or len(content) > settings.EVIDENCE_MAX_BYTES:
        raise Refused(refusal % {"limit": settings.EVIDENCE_MAX_BYTES // 1024**2})
    return Kept(media_type, encrypt_bytes(content), hashlib.sha256(content).hexdigest())


def paper_read(paper: Paper, refusal: str) -> bytes:
    """The paper in clear, as it came in. Refused with that sentence if it is not what was kept."""
    content = decrypt_bytes(bytes(paper.content))
    if hashlib.sha256(content).hexdigest() != paper.sha256:
        raise Refused(refusal)
    return content
