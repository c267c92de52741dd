"""What people do in supervision."""

from .answering import item_answer
from .drawing import sample_draw, sample_drop
from .judging import item_judge, sample_close, sample_inspect, sample_send_back
from .moves import ITEM
from .reading import item_evidence_open, item_read
from .reclaiming import ACT, item_reclaim
from .requesting import sample_request

__all__ = [
    "ACT",
    "ITEM",
    "item_answer",
    "item_evidence_open",
    "item_judge",
    "item_read",
    "item_reclaim",
    "sample_close",
    "sample_draw",
    "sample_drop",
    "sample_inspect",
    "sample_request",
    "sample_send_back",
]
