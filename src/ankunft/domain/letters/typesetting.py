"""How letters are set: one template for all kinds, whose digest says with which one a letter was made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import ankunft
from ankunft.foundation.documents.letters import typeset
from ankunft.foundation.documents.qrbill import PART

TEMPLATE = Path(__file__).parent / "templates" / "letter.typ"
ROOT = Path(ankunft.__file__).parent
"""The payment part is imported from the foundation: templates read within the package, and nowhere else."""


def set_letter(data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """The letter as PDF. The same data at the same moment give the same bytes."""
    return typeset(TEMPLATE, data, made_at=made_at, root=ROOT)


def canonical(data: Mapping[str, Any]) -> str:
    """The data as they are kept: one spelling for the same content."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@cache
def template_digest() -> str:
    """SHA-256 over the templates as they are now."""
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in (TEMPLATE, PART))).hexdigest()
