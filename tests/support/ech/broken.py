"""Messages in which one thing is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .messages import message

_DTD = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n'


def _replaced(before: str, after: str) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert before.encode() in content, before
        return content.replace(before.encode(), after.encode())

    return change


def _with_dtd(content: bytes) -> bytes:
    return content.replace(b"?>\n", b"?>\n" + _DTD, 1)


def _with_entity(content: bytes) -> bytes:
    return _with_dtd(content).replace(b">Demo-", b">&b;Demo-", 1)


_COUNTRY = (9998, "QQ", "Nirgendwo")

FAULTS: dict[str, tuple[dict[str, Any], Callable[[bytes], bytes] | None]] = {
    "truncated": ({}, lambda content: content[: len(content) // 2]),
    "empty": ({}, lambda content: b""),
    "no xml": ({}, lambda content: b"Guten Tag"),
    "wrong encoding": ({"family_name": "Demo-Müller"}, lambda content: content.decode().encode("latin-1", "replace")),
    "wrong element": ({}, _replaced("eCH-0020:nameInfo>", "eCH-0020:namesInfo>")),
    "missing element": ({"permit": ""}, None),
    "unknown country": ({"nationalities": [_COUNTRY]}, None),
    "no country code": ({"nationalities": [("", "", "Nirgendwo")]}, None),
    "former state": ({"nationalities": [(8220, "YU", "Jugoslawien")]}, None),
    "unknown country of origin": ({"from_country": _COUNTRY}, None),
    "unknown permit": ({"permit": "9999"}, None),
    "birth in the future": ({"birth": "2031-05-01"}, None),
    "arrival before birth": ({"birth": "2026-01-14", "arrived_on": "2025-11-01"}, None),
    "impossible day": ({"arrived_on": "2026-02-30"}, None),
    "no municipality number": ({"bfs_number": ""}, None),
    "wrong municipality": ({"bfs_number": 261, "municipality": "Zürich"}, None),
    "unknown action": ({"action": "7"}, None),
    "request": ({"action": "5"}, None),
    "sent in the future": ({"sent_at": "2031-01-15T08:00:00+01:00"}, None),
    "dtd": ({}, _with_dtd),
    "entity": ({}, _with_entity),
    "wrong version": ({}, _replaced('version="3.0"', 'version="3.1"')),
    "older version": ({}, _replaced("/eCH-0020/3", "/eCH-0020/2")),
    "another standard": ({}, lambda content: b'<x xmlns="http://www.ech.ch/xmlns/eCH-0093/3"/>'),
}
"""What can be wrong: options of the message, and what is done to its bytes."""


def broken(fault: str, number: int = 1, **options: Any) -> bytes:
    """A move-in with that fault. That of «wrong municipality» can be read; it is only not here."""
    changed, change = FAULTS[fault]
    content = message("moveIn", number, **{**options, **changed})
    return change(content) if change else content
