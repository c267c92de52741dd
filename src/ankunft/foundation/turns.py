"""Waiting for one's turn: of what cannot be done twice at the same moment."""

from __future__ import annotations

import zlib

from django.db import connection


def in_turn(what: str) -> None:
    """From here to the end of the transaction nobody else does this: who comes second waits, and sees what was stored.

    On SQLite a transaction that writes has the whole database for itself from its beginning. RuntimeError outside a
    transaction: the turn would be over before anything is done.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("in_turn() is called within a transaction only")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(what.encode())])
