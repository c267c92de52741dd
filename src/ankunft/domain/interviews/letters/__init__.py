"""Letters of this room as PDF: the invitation to an interview, and the confirmation that is signed after it."""

from .confirmation import confirmation
from .invitation import invitation
from .languages import LetterLanguage, letter_language, letter_languages
from .values import Appointment, Conversation, Recipient, Sender, Ticked

__all__ = [
    "Appointment",
    "Conversation",
    "LetterLanguage",
    "Recipient",
    "Sender",
    "Ticked",
    "confirmation",
    "invitation",
    "letter_language",
    "letter_languages",
]
