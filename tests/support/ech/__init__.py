"""Messages of a register of residents (eCH-0020 version 3) for tests: valid ones of every kind, and broken ones.

    from tests.support import ech

    ech.message("moveIn", 1)                           # bytes; the same arguments give the same bytes
    ech.message("moveIn", 1, bfs_number=2422, from_swiss=True, message_id="m-1", action="4")
    ech.broken("truncated", 1)
    ech.archive([("a.xml", ech.message("moveIn", 1))])  # a ZIP

Tests that read messages ask for the fixture `ech_schemas`: the official schemas are not in the repository.
"""

from .broken import FAULTS, broken
from .messages import KINDS, base_delivery, message
from .packing import archive
from .people import LARGEST_FAMILY, Invented, invented
from .writing import header

__all__ = [
    "FAULTS",
    "KINDS",
    "LARGEST_FAMILY",
    "Invented",
    "archive",
    "base_delivery",
    "broken",
    "header",
    "invented",
    "message",
]
