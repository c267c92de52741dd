"""A finding about an entry."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """What is wrong, and in which field."""

    field: str
    message: str
