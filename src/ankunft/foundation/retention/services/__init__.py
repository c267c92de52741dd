"""The only writers: periods, holds, deletion lists, and carrying them out."""

from .carrying_out import carry_out_by_itself, list_carry_out
from .holds import hold_lift, hold_set
from .lists import item_keep, item_plan, list_approve, list_drop, list_propose, list_resume, list_review, list_send_back
from .periods import load_periods, period_record

__all__ = [
    "carry_out_by_itself",
    "hold_lift",
    "hold_set",
    "item_keep",
    "item_plan",
    "list_approve",
    "list_carry_out",
    "list_drop",
    "list_propose",
    "list_resume",
    "list_review",
    "list_send_back",
    "load_periods",
    "period_record",
]
