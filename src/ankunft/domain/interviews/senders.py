"""Who writes to whom about an interview: the municipality that holds it, and the adults who are invited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ankunft.domain.arrivals.families import is_child
from ankunft.domain.arrivals.models import Person
from ankunft.domain.territory.models import ContactFunction
from ankunft.domain.territory.rules import address_lines
from ankunft.domain.territory.selectors import address_on, contacts_on
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .letters import Sender, letter_languages
from .letters.languages import GERMAN
from .models import Interview


def sender_of(interview: Interview, actor: Actor) -> Sender:
    """The municipality that holds the interview, with its officer as far as the actor sees who that is."""
    place, today = interview.performed_by, clock.today()
    known = address_on(place, today)
    address = address_lines(known.street, known.house_number, known.postcode, known.town) if known else []
    officer = dict(contacts_on(actor, place, today)).get(ContactFunction.INTEGRATION_OFFICER)
    if officer is None:
        return Sender(place.name, tuple(address), contact=interview.led_by)
    return Sender(place.name, tuple(address), officer.name, officer.phone, officer.email)


def addressed(persons: Sequence[Person]) -> list[Person]:
    """To whom one writes: the adults; all of them where there is none."""
    return [person for person in persons if not is_child(person, clock.today())] or list(persons)


def reached_by_mail(persons: Iterable[Person]) -> list[Person]:
    """To whom a mail goes: the adults with an address, each address once; who has left is written to no more."""
    there = [person for person in persons if person.email and person.left_on is None and person.merged_into_id is None]
    by_address: dict[str, Person] = {}
    for person in addressed(there):
        by_address.setdefault(person.email.lower(), person)
    return list(by_address.values())


def letter_code(*languages: str) -> str:
    """The first of these languages in which there are letters beside German; empty: German alone."""
    known = letter_languages()
    return next((code for code in languages if code and code != GERMAN and code in known), "")
