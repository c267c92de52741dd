"""The confirmation of an interview: signed by who took part, it is the evidence that it was held (KS 4.3.1, 6)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from ankunft.domain.interviews.models import Interpreting, Kind
from ankunft.foundation.documents.letters import typeset

from .languages import GERMAN, letter_language, unchecked
from .values import Conversation, Sender

TEMPLATE = Path(__file__).with_suffix(".typ")

# The letter is German whatever language its maker reads: no sentence here is translated.
TITLES = {
    Kind.FIRST_INFORMATION.value: "Bestätigung des Erstinformationsgesprächs",
    Kind.INTEGRATION.value: "Bestätigung des Integrationsgesprächs",
}
WITHOUT_INTERPRETER = "ohne"
PARTNER = "HEKS Linguadukt"


def confirmation(*, sender: Sender, conversation: Conversation, language: str = "", made_at: datetime) -> bytes:
    """The confirmation as PDF, ready to be signed. The same values give the same bytes.

    German throughout; the sentence that the persons sign stands in their language too (`language`: a code of
    `letter_languages()`). It can be printed before the interview: what is not known yet is a line to write on, and
    topics are boxes to tick as long as none is ticked. Refuses an unknown language, and text that no font can show.
    """
    german, own = letter_language(GERMAN), letter_language(language)
    talked_about = [one.label for one in conversation.topics if one.ticked]
    return typeset(
        TEMPLATE,
        {
            "sender": {"name": sender.name, "address": list(sender.address)},
            "title": TITLES[conversation.kind],
            "reference": conversation.reference,
            "note": unchecked(own),
            "lines": _lines(conversation),
            "talked_about": talked_about,
            "to_tick": [] if talked_about else [one.label for one in conversation.topics],
            "steps": list(conversation.steps),
            "signed": [
                {
                    "language": one.code,
                    "right_to_left": one.right_to_left,
                    "sentence": one.sentences["confirm"],
                    "note": "" if one is german else one.sentences["translation"],
                }
                for one in ([german] if own is german else [german, own])
            ],
            "signing": list(conversation.signing or conversation.participants) or [""],
            "led_by": conversation.led_by,
            "with_interpreter": conversation.interpreting != Interpreting.NONE.value,
        },
        made_at=made_at,
    )


def _lines(conversation: Conversation) -> list[dict[str, Any]]:
    """What is known of the interview, label by label; an empty value is drawn as a line to write on."""
    elsewhere = conversation.performed_by not in ("", conversation.municipality)
    held_on = f"{conversation.held_on:%d.%m.%Y}" if conversation.held_on else ""
    rows = [
        ("Gemeinde", [conversation.municipality]),
        *([("Durchgeführt von", [conversation.performed_by])] if elsewhere else []),
        ("Datum", [held_on]),
        ("Teilnehmende", list(conversation.participants) or [""]),
        ("Geführt von", [conversation.led_by]),
        ("Sprache", [conversation.language]),
        *_interpreting(conversation),
    ]
    return [{"label": label, "values": values} for label, values in rows]


def _interpreting(conversation: Conversation) -> list[tuple[str, list[str]]]:
    if conversation.interpreting == Interpreting.NONE.value:
        return [("Dolmetschen", [WITHOUT_INTERPRETER])]
    partner = conversation.interpreting == Interpreting.PARTNER.value
    return [
        ("Dolmetschen, vermittelt durch", [PARTNER if partner else conversation.interpreting_provider]),
        ("Auftragsnummer", [conversation.interpreting_order]),
    ]
