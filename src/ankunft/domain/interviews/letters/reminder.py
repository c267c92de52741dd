"""The reminder of an appointment, as a letter and as a mail: German, and below it the same in the person's language."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from .appointed import Letter, letter, lines
from .languages import GERMAN, LetterLanguage, letter_language
from .values import Appointment, Recipient, Sender

RULE = "-" * 40


class Mail(NamedTuple):
    """What is sent."""

    subject: str
    text: str


def reminder_letter(
    *,
    sender: Sender,
    recipient: Recipient,
    appointment: Appointment,
    language: str = "",
    reference: str = "",
    made_at: datetime,
) -> Letter:
    """A reminder on paper, to be set by `set_together`. Refuses an unknown language."""
    return letter(
        title="title_reminder",
        before={"remind": True},
        sender=sender,
        recipient=recipient,
        appointment=appointment,
        language=language,
        reference=reference,
        made_at=made_at,
    )


def reminder_mail(*, sender: Sender, appointment: Appointment, language: str = "") -> Mail:
    """A reminder as a mail: when and where, by whom, and how to cancel. Refuses an unknown language.

    It goes through other people's servers, so it names neither who is invited, nor which interview it is. Persons that
    stand in `appointment` are left out.
    """
    german, own = letter_language(GERMAN), letter_language(language)
    said = [german] if own is german else [german, own]
    return Mail(
        subject=" / ".join(one.sentences["title_reminder"] for one in said),
        text=f"\n{RULE}\n\n".join(_text(one, sender, appointment) for one in said),
    )


def _text(language: LetterLanguage, sender: Sender, appointment: Appointment) -> str:
    said = language.sentences
    bare = Appointment(appointment.kind, appointment.starts_at, appointment.place, appointment.minutes)
    told = "\n".join(
        f"{line['label']}: {' · '.join(value['text'] for value in line['values'])}"
        for line in lines(language, sender, bare)
    )
    note = [] if language.code == GERMAN else [said["translation"]]
    closing = f"{said['closing']}\n{sender.name}"
    return "\n\n".join([said["greeting"], said["remind"], told, said["hindered"], closing, *note]) + "\n"
