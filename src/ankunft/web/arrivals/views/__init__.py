"""Pages about persons and about access to them."""

from .accesses import access_end, access_list, access_object, consent_new, sample_new
from .entry import person_change, person_disclose, person_leave, person_lock, person_new
from .person_list import person_list
from .persons import ahv_number, history_page, person_page, reads_page

__all__ = [
    "access_end",
    "access_list",
    "access_object",
    "ahv_number",
    "consent_new",
    "history_page",
    "person_change",
    "person_disclose",
    "person_leave",
    "person_list",
    "person_lock",
    "person_new",
    "person_page",
    "reads_page",
    "sample_new",
]
