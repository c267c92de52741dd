"""What stands on the papers of an interview, gathered from the records as plain values."""

from __future__ import annotations

from ankunft.domain.arrivals.families import is_child
from ankunft.domain.arrivals.languages import language_name
from ankunft.domain.arrivals.models import Household, Person
from ankunft.domain.interviews.content import steps_of
from ankunft.domain.interviews.guide import guide_on, label_of
from ankunft.domain.interviews.letters import (
    Appointment,
    Conversation,
    Recipient,
    Sender,
    Ticked,
    confirmation,
    invitation,
    letter_languages,
)
from ankunft.domain.interviews.models import Interpreting, Interview, InterviewState
from ankunft.domain.interviews.services import invitation_number
from ankunft.domain.territory.models import ContactFunction
from ankunft.domain.territory.selectors import contacts_on
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .words import persons_of


def invitation_letter(interview: Interview, language: str, actor: Actor) -> bytes:
    """The letter of invitation as PDF, in German and in that language; the interview has an appointment."""
    assert interview.starts_at is not None
    persons = persons_of(interview)
    return invitation(
        sender=_sender(interview, actor),
        recipient=Recipient(_names(_addressed(persons)), _address(interview.household or _home_of(persons))),
        appointment=Appointment(
            kind=interview.kind,
            starts_at=interview.starts_at,
            place=interview.place,
            minutes=interview.minutes,
            persons=_names(persons),
            with_interpreter=interview.interpreting != Interpreting.NONE,
        ),
        language=language,
        number=invitation_number(interview),
        reference=interview.reference,
        made_at=clock.now().replace(microsecond=0),
    )


def confirmation_paper(interview: Interview, language: str, actor: Actor) -> bytes:
    """The confirmation to be signed as PDF: filled in as far as the interview is recorded."""
    persons = persons_of(interview)
    is_held = interview.state == InterviewState.HELD
    elsewhere = interview.performed_by_id != interview.municipality_id
    return confirmation(
        sender=_sender(interview, actor),
        conversation=Conversation(
            reference=interview.reference,
            kind=interview.kind,
            municipality=interview.municipality.name,
            held_on=interview.held_on,
            participants=_names(persons),
            signing=_names(_addressed(persons)),
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
        made_at=clock.now().replace(microsecond=0),
    )


def likely_language(interview: Interview) -> str:
    """The language of a letter to whoever is invited, as a code of `letter_languages`; empty: German alone."""
    spoken = [interview.language, *(person.language for person in persons_of(interview))]
    return next((code for code in spoken if code and code != "de" and code in letter_languages()), "")


def _sender(interview: Interview, actor: Actor) -> Sender:
    place = interview.performed_by
    functions = dict(contacts_on(actor, place, clock.today()))
    officer = functions.get(ContactFunction.INTEGRATION_OFFICER)
    if officer is None:
        return Sender(name=place.name, contact=interview.led_by)
    return Sender(name=place.name, contact=officer.name, phone=officer.phone, email=officer.email)


def _topics(interview: Interview) -> tuple[Ticked, ...]:
    """The guide of the day, with what was talked about; what an older guide had stands behind."""
    ticked = list(interview.topics.order_by("pk").values_list("code", flat=True))
    offered = {one.code: one.label for one in guide_on(interview.held_on or clock.today()).topics_of(interview.kind)}
    others = {code: label_of(code) for code in ticked if code not in offered}
    return tuple(Ticked(label, code in ticked) for code, label in {**offered, **others}.items())


def _addressed(persons: list[Person]) -> list[Person]:
    """To whom one writes: the adults; all of them where there is none."""
    return [person for person in persons if not is_child(person, clock.today())] or persons


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
