"""Pages about interviews."""

from .acts import interview_followed_up, interview_missed, interview_step, interview_undo
from .detail import interview_page
from .evidence import evidence_file, evidence_new, evidence_paper, evidence_remove
from .feed import calendar_feed, feed_drop, feed_make
from .hold import interview_hold, interview_preview, interview_record, interview_record_preview
from .lists import calendar_file, interview_calendar, interview_list
from .papers import appointment_file, confirmation, invitation, reminder
from .plan import interview_again, interview_cancel, interview_move, interview_new
from .several import interviews_invite

__all__ = [
    "appointment_file",
    "calendar_feed",
    "calendar_file",
    "confirmation",
    "evidence_file",
    "evidence_new",
    "evidence_paper",
    "evidence_remove",
    "feed_drop",
    "feed_make",
    "interview_again",
    "interview_calendar",
    "interview_cancel",
    "interview_followed_up",
    "interview_hold",
    "interview_list",
    "interview_missed",
    "interview_move",
    "interview_new",
    "interview_page",
    "interview_preview",
    "interview_record",
    "interview_record_preview",
    "interview_step",
    "interview_undo",
    "interviews_invite",
    "invitation",
    "reminder",
]
