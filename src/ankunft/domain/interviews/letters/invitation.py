"""The letter of invitation: German, and below it the same in the language of the person."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from babel.dates import format_date

from ankunft.domain.interviews.models import Kind
from ankunft.foundation.documents.letters import typeset
from ankunft.foundation.kernel.clock import ZURICH

from .languages import GERMAN, LetterLanguage, letter_language
from .values import Appointment, Recipient, Sender

TEMPLATE = Path(__file__).with_suffix(".typ")


def invitation(
    *,
    sender: Sender,
    recipient: Recipient,
    appointment: Appointment,
    language: str = "",
    number: int = 1,
    reference: str = "",
    made_at: datetime,
) -> bytes:
    """The letter as PDF. The same values give the same bytes.

    `language` is a code of `letter_languages()`; empty or `de` gives German alone. `number` 2 or more says that nobody
    came to the last appointment. `reference` is the interview's. Refuses an unknown language, and text for which there
    is no font.
    """
    german, own = letter_language(GERMAN), letter_language(language)
    return typeset(
        TEMPLATE,
        {
            "title": german.sentences[f"title_{appointment.kind}"],
            "sender": {"name": sender.name, "address": list(sender.address)},
            "recipient": [*recipient.names, *recipient.address],
            "written_on": f"{made_at.astimezone(ZURICH):%d.%m.%Y}",
            "signed_by": sender.contact or sender.name,
            "reference": reference,
            "parts": [
                _part(one, sender, appointment, again=number > 1)
                for one in ([german] if own is german else [german, own])
            ],
        },
        made_at=made_at,
    )


def _part(language: LetterLanguage, sender: Sender, appointment: Appointment, *, again: bool) -> dict[str, Any]:
    """The letter in one language: title, paragraphs before and after the appointment, and its lines."""
    said = language.sentences
    family = len(appointment.persons) > 1
    welcome = appointment.kind == Kind.FIRST_INFORMATION and not again
    before = [
        *([said["welcome"]] if welcome else []),
        *([said["again"]] if again else []),
        said[f"purpose_{appointment.kind}"],
        said["invite"],
    ]
    after = [
        *([said["together"]] if family else []),
        *([said["interpreter"]] if appointment.with_interpreter else []),
        said["bring"],
        said["hindered"],
    ]
    return {
        "language": language.code,
        "right_to_left": language.right_to_left,
        "title": said[f"title_{appointment.kind}"],
        "greeting": said["greeting"],
        "before": before,
        "lines": _lines(language, sender, appointment),
        "after": after,
        "closing": said["closing"],
        "note": "" if language.code == GERMAN else said["translation"],
    }


def _lines(language: LetterLanguage, sender: Sender, appointment: Appointment) -> list[dict[str, Any]]:
    """The appointment line by line. Digits are the same in every language, so that both halves can be compared."""
    said = language.sentences
    begin = appointment.starts_at.astimezone(ZURICH)
    hours = f"{begin:%H:%M}"
    if appointment.minutes:
        hours += f"–{begin + timedelta(minutes=appointment.minutes):%H:%M}"
    weekday = format_date(begin.date(), "EEEE", locale=language.locale)
    contact = (sender.contact, sender.phone, sender.email)
    rows: list[dict[str, Any]] = [
        _line(said["day"], f"{begin:%d.%m.%Y}", own=weekday),
        _line(said["time"], hours),
        _line(said["place"], appointment.place),
        _line(said["persons"], *appointment.persons, strong=False),
        _line(said["contact"], *contact, strong=False),
    ]
    return [row for row in rows if row["values"]]


def _line(label: str, *written: str, own: str = "", strong: bool = True) -> dict[str, Any]:
    """A label and its values: `own` is in the language of the letter, what is `written` is as in German."""
    values = [{"text": own, "own": True}, *({"text": one, "own": False} for one in written)]
    return {"label": label, "values": [value for value in values if value["text"]], "strong": strong}
