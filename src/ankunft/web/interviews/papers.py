"""What stands on the papers of an interview, gathered from the records as plain values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ankunft.domain.arrivals.languages import language_name
from ankunft.domain.arrivals.models import Household, Person
from ankunft.domain.interviews.content import steps_of
from ankunft.domain.interviews.guide import guide_on, label_of
from ankunft.domain.interviews.letters import (
    Appointment,
    Conversation,
    Letter,
    Recipient,
    Ticked,
    confirmation,
    invitation_letter,
    reminder_letter,
    set_together,
)
from ankunft.domain.interviews.models import (
    Interpreting,
    Interview,
    InterviewState,
    Invitation,
    Reminder,
    ReminderChannel,
)
from ankunft.domain.interviews.senders import addressed, letter_code, sender_of
from ankunft.domain.interviews.services import invitation_made, invitation_number, reminder_made
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .words import persons_of

INVITATION, REMINDER = "einladung", "erinnerung"
"""The kinds of letters, as their files are called."""


def letter_of(interview: Interview, kind: str, language: str, actor: Actor, *, made_at: datetime) -> Letter:
    """The invitation or the reminder, in German and in that language; the interview has an appointment."""
    assert interview.starts_at is not None
    persons = persons_of(interview)
    values: dict[str, Any] = {
        "sender": sender_of(interview, actor),
        "recipient": Recipient(_names(addressed(persons)), _address(interview.household or _home_of(persons))),
        "appointment": Appointment(
            kind=interview.kind,
            starts_at=interview.starts_at,
            place=interview.place,
            minutes=interview.minutes,
            persons=_names(persons),
            with_interpreter=interview.interpreting != Interpreting.NONE,
        ),
        "language": language,
        "reference": interview.reference,
        "made_at": made_at,
    }
    if kind == REMINDER:
        return reminder_letter(**values)
    return invitation_letter(number=invitation_number(interview), **values)


def letter_file(interview: Interview, kind: str, language: str, actor: Actor, *, made_at: datetime) -> bytes:
    """The letter alone as PDF; of the same moment and the same records it is the same, byte for byte."""
    return set_together([letter_of(interview, kind, language, actor, made_at=made_at)], made_at=made_at)


def note_letter(
    interview: Interview, kind: str, language: str, sha256: str, actor: Actor, *, made_at: datetime | None = None
) -> None:
    """Record that the letter was made; `sha256` is that of the file in which it stands."""
    made = reminder_made if kind == REMINDER else invitation_made
    made(interview=interview, language=language, sha256=sha256, actor=actor, made_at=made_at)


def last_letter(interview: Interview, kind: str) -> Invitation | Reminder | None:
    """What is recorded of the letter of that kind that was made last."""
    if kind == REMINDER:
        return interview.reminders.filter(channel=ReminderChannel.LETTER).last()
    return interview.invitations.last()


def confirmation_paper(interview: Interview, language: str, actor: Actor) -> bytes:
    """The confirmation to be signed as PDF: filled in as far as the interview is recorded."""
    persons = persons_of(interview)
    is_held = interview.state == InterviewState.HELD
    elsewhere = interview.performed_by_id != interview.municipality_id
    return confirmation(
        sender=sender_of(interview, actor),
        conversation=Conversation(
            reference=interview.reference,
            kind=interview.kind,
            municipality=interview.municipality.name,
            held_on=interview.held_on,
            participants=_names(persons),
            signing=_names(addressed(persons)),
            led_by=interview.led_by,
            performed_by=interview.performed_by.name if elsewhere else "",
            language=language_name(interview.language) if interview.language else "",
            topics=_topics(interview),
            steps=tuple(step.text for step in steps_of(interview)) if is_held else (),
            interpreting=interview.interpreting,
            interpreting_provider=interview.interpreting_provider,
            interpreting_order=interview.interpreting_order,
        ),
        language=language,
        made_at=clock.now(),
    )


def likely_language(interview: Interview) -> str:
    """The language of a letter to whoever is invited, as a code of `letter_languages`; empty: German alone."""
    return letter_code(interview.language, *(person.language for person in persons_of(interview)))


def _topics(interview: Interview) -> tuple[Ticked, ...]:
    """The guide of the day, with what was talked about; what an older guide had stands behind."""
    ticked = list(interview.topics.order_by("pk").values_list("code", flat=True))
    offered = {one.code: one.label for one in guide_on(interview.held_on or clock.today()).topics_of(interview.kind)}
    others = {code: label_of(code) for code in ticked if code not in offered}
    return tuple(Ticked(label, code in ticked) for code, label in {**offered, **others}.items())


def _names(persons: list[Person]) -> tuple[str, ...]:
    return tuple(f"{person.given_name} {person.family_name}".strip() for person in persons)


def _home_of(persons: list[Person]) -> Household | None:
    return next((person.household for person in persons if person.household), None)


def _address(household: Household | None) -> tuple[str, ...]:
    if household is None:
        return ()
    street = f"{household.street} {household.house_number}".strip()
    town = f"{household.postcode} {household.town}".strip()
    return tuple(line for line in (street, town) if line)
