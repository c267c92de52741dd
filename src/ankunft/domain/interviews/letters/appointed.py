"""What letters about an appointment have in common: two languages, the lines of the appointment, how they are set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from babel.dates import format_date

from ankunft.foundation.documents.letters import typeset
from ankunft.foundation.kernel.clock import ZURICH

from .languages import GERMAN, LetterLanguage, letter_language, unchecked
from .values import Appointment, Recipient, Sender

TEMPLATE = Path(__file__).with_name("appointment.typ")
SEVERAL = "Briefe zu Gesprächen"

Letter = Mapping[str, Any]
"""One letter as the template takes it."""


def letter(
    *,
    title: str,
    before: Mapping[str, bool],
    sender: Sender,
    recipient: Recipient,
    appointment: Appointment,
    language: str,
    reference: str,
    made_at: datetime,
) -> Letter:
    """A letter in German and in that language; it is set with others by `set_together`.

    `title` and `before` name sentences: those that stand before the appointment, if they hold.
    """
    german, own = letter_language(GERMAN), letter_language(language)
    keys = [key for key, holds in before.items() if holds]
    return {
        "title": german.sentences[title],
        "sender": {"name": sender.name, "address": list(sender.address)},
        "recipient": [*recipient.names, *recipient.address],
        "written_on": f"{made_at.astimezone(ZURICH):%d.%m.%Y}",
        "signed_by": sender.contact or sender.name,
        "reference": reference,
        "note": unchecked(own),
        "parts": [
            _part(one, title, keys, sender, appointment) for one in ([german] if own is german else [german, own])
        ],
    }


def set_together(letters: Sequence[Letter], *, made_at: datetime) -> bytes:
    """These letters in one PDF, each beginning on a page of its own. The same values give the same bytes.

    Refuses text for which there is no font.
    """
    first = letters[0]
    data = {
        "title": first["title"] if len(letters) == 1 else SEVERAL,
        "author": first["sender"]["name"],
        "letters": list(letters),
    }
    return typeset(TEMPLATE, data, made_at=made_at)


def lines(language: LetterLanguage, sender: Sender, appointment: Appointment) -> list[dict[str, Any]]:
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


def _part(
    language: LetterLanguage, title: str, before: Sequence[str], sender: Sender, appointment: Appointment
) -> dict[str, Any]:
    """The letter in one language: title, paragraphs before and after the appointment, and its lines."""
    said = language.sentences
    family = len(appointment.persons) > 1
    after = [
        *([said["together"]] if family else []),
        *([said["interpreter"]] if appointment.with_interpreter else []),
        said["bring"],
        said["hindered"],
    ]
    return {
        "language": language.code,
        "right_to_left": language.right_to_left,
        "title": said[title],
        "greeting": said["greeting"],
        "before": [said[key] for key in before],
        "lines": lines(language, sender, appointment),
        "after": after,
        "closing": said["closing"],
        "note": "" if language.code == GERMAN else said["translation"],
    }


def _line(label: str, *written: str, own: str = "", strong: bool = True) -> dict[str, Any]:
    """A label and its values: `own` is in the language of the letter, what is `written` is as in German."""
    values = [{"text": own, "own": True}, *({"text": one, "own": False} for one in written)]
    return {"label": label, "values": [value for value in values if value["text"]], "strong": strong}
