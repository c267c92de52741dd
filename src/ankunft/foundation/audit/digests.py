"""Digests of events and of blocks of events: pure functions."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

FIRST = "0" * 64


@lru_cache(maxsize=8)
def _keyed(key: str, journal: str) -> hmac.HMAC:
    """The state of the digest after the key, to copy: the key is spread over it once, not for every event."""
    own = hmac.digest(key.encode(), f"ankunft {journal}".encode(), "sha256")
    return hmac.new(own, digestmod=hashlib.sha256)


def event_digest(key: str, journal: str, at: datetime, values: Iterable[Any]) -> str:
    """HMAC-SHA256 over every stored value of an event, in a spelling that does not depend on the database.

    `values` are those of the journal's FIELDS in their order. Without the key nobody can make an event that fits;
    each journal has a key of its own, so that no event can be carried from one to the other.
    """
    content = [_moment(at), *values]
    digest = _keyed(key, journal).copy()
    digest.update(canonical(content).encode())
    return digest.hexdigest()


def block_digest(number: int, sealed_at: datetime, previous: str, entries: Iterable[tuple[int, str]]) -> str:
    """SHA-256 over a block's number and time, the digest of the block before, and its events' ids and digests.

    Without a key: whoever has the blocks can follow the chain to a head that was deposited elsewhere.
    """
    content = [number, _moment(sealed_at), previous, sorted(entries)]
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def canonical(value: Any) -> str:
    """JSON with sorted keys and no blanks: the same value gives the same text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
