"""The only writers of the room: single reports, self-declarations, and both in bulk."""

from .declarations import declaration_record
from .reports import (
    report_accept,
    report_correct,
    report_discard,
    report_open,
    report_return,
    report_save,
    report_submit,
)

__all__ = [
    "declaration_record",
    "report_accept",
    "report_correct",
    "report_discard",
    "report_open",
    "report_return",
    "report_save",
    "report_submit",
]
