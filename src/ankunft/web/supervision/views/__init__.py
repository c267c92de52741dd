"""Supervision as pages."""

from .items import item, item_evidence, item_judge, item_reclaim
from .requests import request_answer, requests
from .samples import sample, sample_new, sample_step, samples
from .trace import payment_trace

__all__ = [
    "item",
    "item_evidence",
    "item_judge",
    "item_reclaim",
    "payment_trace",
    "request_answer",
    "requests",
    "sample",
    "sample_new",
    "sample_step",
    "samples",
]
