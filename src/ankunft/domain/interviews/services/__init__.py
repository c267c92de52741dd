"""What is done with interviews: the only writers of this room."""

from .appointments import persons_changed
from .evidence import evidence_add, evidence_on_paper, evidence_open, evidence_remove
from .followed_up import follow_up_done, step_done
from .holding import entry_of, interview_change, interview_hold, interview_record
from .planning import (
    interview_cancel,
    interview_invite_again,
    interview_missed,
    interview_move,
    interview_plan,
    invitation_made,
    invitation_number,
)
from .reading import interview_read
from .reminding import reminder_made, reminders_send
from .several import FamilyEntry, interviews_plan
from .strays import evidence_tidy
from .undoing import interview_undo
from .verdicts import refresh, refresh_persons

__all__ = [
    "FamilyEntry",
    "entry_of",
    "evidence_add",
    "evidence_on_paper",
    "evidence_open",
    "evidence_remove",
    "evidence_tidy",
    "follow_up_done",
    "interview_cancel",
    "interview_change",
    "interview_hold",
    "interview_invite_again",
    "interview_missed",
    "interview_move",
    "interview_plan",
    "interview_read",
    "interview_record",
    "interview_undo",
    "interviews_plan",
    "invitation_made",
    "invitation_number",
    "persons_changed",
    "refresh",
    "refresh_persons",
    "reminder_made",
    "reminders_send",
    "step_done",
]
