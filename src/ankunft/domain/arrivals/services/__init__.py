"""What is done with persons: the only writers of this room."""

from .accesses import access_end, access_object, consent_open, sample_open
from .persons import entry_of, person_change, person_leave, person_lock, person_record, person_unlock

__all__ = [
    "access_end",
    "access_object",
    "consent_open",
    "entry_of",
    "person_change",
    "person_leave",
    "person_lock",
    "person_record",
    "person_unlock",
    "sample_open",
]
