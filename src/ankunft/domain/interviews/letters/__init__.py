"""Letters of this room as PDF: the invitation to an interview, and the confirmation that is signed after it."""

from .appointed import Letter, set_together
from .confirmation import confirmation
from .invitation import invitation_letter
from .languages import LetterLanguage, letter_language, letter_languages
from .reminder import Mail, reminder_letter, reminder_mail
from .values import Appointment, Conversation, Recipient, Sender, Ticked

__all__ = [
    "Appointment",
    "Conversation",
    "Letter",
    "LetterLanguage",
    "Mail",
    "Recipient",
    "Sender",
    "Ticked",
    "confirmation",
    "invitation_letter",
    "letter_language",
    "letter_languages",
    "reminder_letter",
    "reminder_mail",
    "set_together",
]
