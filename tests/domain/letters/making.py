"""A small canton that writes letters: in whose name, to whom, about which run."""

from __future__ import annotations

from datetime import date

from ankunft.domain.letters.models import Letter, Letterhead
from ankunft.domain.letters.services import drafts_today, letterhead_set, letters_make
from ankunft.domain.territory.models import Contact, ContactFunction, Municipality, PostalAddress
from ankunft.foundation.kernel.actor import Actor
from tests.domain.settlement.making import MARCH, SPRING, WINTER, Office, canton, office, released, reported

MONTH = str(MARCH)
OFFICER, FINANCE = ContactFunction.INTEGRATION_OFFICER, ContactFunction.FINANCE_DEPARTMENT
PARTS = {
    "authority": "Demo-Kanton Solothurn",
    "office": "Demo-Amt für Integration",
    "street": "Demostrasse",
    "house_number": "1",
    "postcode": "4509",
    "town": "Solothurn",
}


def letterhead(**more: str) -> Letterhead:
    """The name in which letters are written."""
    day = date.fromisoformat(more.pop("valid_from", "2017-01-01"))
    return letterhead_set(valid_from=day, parts={**PARTS, **more}, actor=Actor.operator(), is_demo=True)


def contact(place: Municipality, function: ContactFunction, email: str, since: date = date(2017, 1, 1)) -> None:
    """Who holds a function, with that address of mail."""
    Contact.objects.create(
        municipality=place, function=function, valid_from=since, name="Demo", email=email, is_demo=True
    )


def reachable(*places: Municipality) -> None:
    """Each with a postal address and a mail address for both functions."""
    for place in places:
        PostalAddress.objects.create(
            municipality=place, valid_from=date(2017, 1, 1), street="Dorfstrasse", house_number="7",
            postcode="4600", town=place.name, is_demo=True,
        )  # fmt: skip
        contact(place, OFFICER, f"officer@{place.bfs_number}.example")
        contact(place, FINANCE, f"finanz@{place.bfs_number}.example")


def run_with(*names: str) -> tuple[list[Municipality], Office]:
    """A released run of March 2025 that pays each of these twelve first-information interviews."""
    people = office()
    places = canton(*names)
    for place in places:
        reported(place, WINTER, 12, 0, 0, 0)
    released(MARCH, people)
    return places, people


def made(occasion: str = MONTH, actor: Actor | None = None) -> list[Letter]:
    """All letters of the occasion."""
    head, drafts = drafts_today(occasion)
    return [one.required() for one in letters_make(drafts=drafts, letterhead=head, actor=actor or Actor.operator())]


__all__ = [
    "FINANCE",
    "MONTH",
    "OFFICER",
    "SPRING",
    "contact",
    "letterhead",
    "made",
    "reachable",
    "run_with",
]
