"""What people do with letters: make, replace and send them, remind of invoices, say in whose name they are written."""

from .letterhead import letterhead_set
from .making import drafts_today, letter_anew, letters_make
from .reminding import reminder_write
from .sending import deliveries_print, delivery_again, letter_send

__all__ = [
    "deliveries_print",
    "delivery_again",
    "drafts_today",
    "letter_anew",
    "letter_send",
    "letterhead_set",
    "letters_make",
    "reminder_write",
]
