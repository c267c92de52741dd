"""What is done with persons: the only writers of this room."""

from .accesses import access_end, access_object, consent_open, sample_open
from .arrivals import (
    arrival_change,
    arrival_inform,
    arrival_invite,
    arrival_recall,
    arrival_record,
    arrival_reopen,
    arrival_undo,
    arrival_waive,
)
from .disclosure import person_disclose, register_disclosure
from .family_entry import FamilyRecorded, family_record
from .households import household_entry_of, household_set
from .needs import interpreter_need_set
from .permits import permit_add, permit_entry_of, permit_remove
from .persons import entry_of, person_change, person_leave, person_lock, person_record, person_unlock
from .reading import ahv_number_read, list_read, person_read
from .register_reading import messages_read
from .relations import relation_add, relation_remove
from .spoken import language_add, language_entry_of, language_remove
from .together import arrivals_change, arrivals_recall, arrivals_undo, arrivals_waive
from .watchers import register_watcher, tell_watchers

__all__ = [
    "FamilyRecorded",
    "access_end",
    "access_object",
    "ahv_number_read",
    "arrival_change",
    "arrival_inform",
    "arrival_invite",
    "arrival_recall",
    "arrival_record",
    "arrival_reopen",
    "arrival_undo",
    "arrival_waive",
    "arrivals_change",
    "arrivals_recall",
    "arrivals_undo",
    "arrivals_waive",
    "consent_open",
    "entry_of",
    "family_record",
    "household_entry_of",
    "household_set",
    "interpreter_need_set",
    "language_add",
    "language_entry_of",
    "language_remove",
    "list_read",
    "messages_read",
    "permit_add",
    "permit_entry_of",
    "permit_remove",
    "person_change",
    "person_disclose",
    "person_leave",
    "person_lock",
    "person_read",
    "person_record",
    "person_unlock",
    "register_disclosure",
    "register_watcher",
    "relation_add",
    "relation_remove",
    "sample_open",
    "tell_watchers",
]
