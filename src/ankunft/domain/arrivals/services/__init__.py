"""What is done with persons: the only writers of this room."""

from .persons import person_change, person_leave, person_lock, person_record, person_unlock

__all__ = [
    "person_change",
    "person_leave",
    "person_lock",
    "person_record",
    "person_unlock",
]
