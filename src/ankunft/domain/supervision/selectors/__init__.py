"""What people see of supervision."""

from .owed import owed_back, still_owed
from .samples import (
    LookedAt,
    Repetition,
    items_of,
    looked_at,
    repetition,
    requests_open,
    requests_to,
    samples,
)
from .trace import TracedLine, traced

__all__ = [
    "LookedAt",
    "Repetition",
    "TracedLine",
    "items_of",
    "looked_at",
    "owed_back",
    "repetition",
    "requests_open",
    "requests_to",
    "samples",
    "still_owed",
    "traced",
]
