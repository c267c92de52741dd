"""The pages of retention."""

from .holds import hold_lift, hold_new, holds
from .lists import item, list_page, list_state, list_step
from .schedule import period, propose, schedule

__all__ = [
    "hold_lift",
    "hold_new",
    "holds",
    "item",
    "list_page",
    "list_state",
    "list_step",
    "period",
    "propose",
    "schedule",
]
