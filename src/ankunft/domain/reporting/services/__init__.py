"""The only writers of the room: single reports, self-declarations, and both in bulk."""

from .deciding import report_accept, report_return
from .declaration_sheets import declaration_accept, declaration_begin
from .declarations import declaration_record
from .reminding import deadline_reminders_send, remind_by_hand
from .reports import report_correct, report_discard, report_open, report_save
from .signing import report_decline, report_offer, report_sign, report_submit, report_withdraw

__all__ = [
    "deadline_reminders_send",
    "declaration_accept",
    "declaration_begin",
    "declaration_record",
    "remind_by_hand",
    "report_accept",
    "report_correct",
    "report_decline",
    "report_discard",
    "report_offer",
    "report_open",
    "report_return",
    "report_save",
    "report_sign",
    "report_submit",
    "report_withdraw",
]
