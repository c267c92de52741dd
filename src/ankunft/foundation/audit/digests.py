"""Digests of events and of blocks of events: pure functions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

FIRST = "0" * 64

FIELDS = (
    "nonce",
    "actor_id",
    "actor_label",
    "actor_roles",
    "origin",
    "action",
    "object_type",
    "object_key",
    "summary",
    "before",
    "after",
    "reason",
)


def event_digest(at: datetime, fields: Mapping[str, Any]) -> str:
    """SHA-256 over every stored value of an event, in a spelling that does not depend on the database."""
    content = [_moment(at), *(fields[name] for name in FIELDS)]
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def block_digest(number: int, sealed_at: datetime, previous: str, entries: Iterable[tuple[int, str]]) -> str:
    """SHA-256 over a block's number and time, the digest of the block before, and its events' ids and digests."""
    content = [number, _moment(sealed_at), previous, sorted(entries)]
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def canonical(value: Any) -> str:
    """JSON with sorted keys and no blanks: the same value gives the same text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
