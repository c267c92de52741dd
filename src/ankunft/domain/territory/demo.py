"""Invented contacts, addresses, accounts and associations of real municipalities. Nobody and nothing in here exists.

Contacts are called "Demo-…" and write from `.example` addresses; streets
say "(Demo)" and have a postcode that does not exist. The accounts have the institution
number 99999, which no bank holds: the check digits are right, a payment to them is impossible. The
associations are possible ones; who really works together in start.integration is in no public document.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from stdnum import iban

from ankunft.foundation.kernel.actor import Actor

from .models import ContactFunction, Payee
from .readings import places
from .rules import Place
from .services import associations_replace, contacts_record, payment_accounts_record, postal_addresses_record
from .values import AccountEntry, AddressEntry, ContactEntry, MembershipEntry

SINCE = date(2017, 1, 1)
ASSOCIATIONS_SINCE = date(2022, 1, 1)

# Lead, members, who is paid.
ASSOCIATIONS = (
    (2581, (2491, 2501, 2502, 2584), Payee.LEAD),
    (2554, (2541, 2544, 2545, 2547, 2548, 2549), Payee.LEAD),
    (2613, (2616, 2617, 2622), Payee.LEAD),
    (2513, (2526,), Payee.LEAD),
    (2422, (2425, 2428), Payee.EACH),
    (2473, (2474, 2475), Payee.EACH),
    (2583, (2574, 2576), Payee.EACH),
)

_GIVEN = ["Andrea", "Beat", "Claudia", "Daniel", "Eliane", "Fabio", "Gabriela", "Hans", "Irene", "Jonas", "Karin"]
_FAMILY = [
    "Ammann",
    "Bürgi",
    "Christen",
    "Dick",
    "Egger",
    "Flury",
    "Graf",
    "Heri",
    "Ingold",
    "Jäggi",
    "Kissling",
    "Frei",
]
_STREETS = ("Hauptstrasse", "Dorfstrasse", "Schulstrasse", "Kirchgasse", "Bahnhofstrasse")


@transaction.atomic
def load_demo(actor: Actor) -> None:
    """Load the invented part. The same every time; loading again changes nothing."""
    known = places()
    recent = [place for place in known.values() if not place.ended_before(SINCE)]
    contacts_record(entries=[entry for place in recent for entry in _contacts(place)], actor=actor, is_demo=True)
    payment_accounts_record(entries=[_account(place) for place in recent], actor=actor, is_demo=True)
    postal_addresses_record(entries=[_address(place) for place in recent], actor=actor, is_demo=True)
    numbers = {place.bfs_number: place.id for place in known.values()}
    associations_replace(
        series={
            numbers[member]: [MembershipEntry(numbers[member], ASSOCIATIONS_SINCE, numbers[lead], payee)]
            for lead, members, payee in ASSOCIATIONS
            for member in members
        },
        actor=actor,
        is_demo=True,
    )


def _contacts(place: Place) -> Iterator[ContactEntry]:
    for offset, function in enumerate(ContactFunction):
        turn = place.bfs_number + 37 * offset
        name = f"{_GIVEN[turn % len(_GIVEN)]} Demo-{_FAMILY[turn % len(_FAMILY)]}"
        email = f"{function.replace('_', '-')}@bfs-{place.bfs_number}.example"
        yield ContactEntry(place.id, function, SINCE, name, email)


def _account(place: Place) -> AccountEntry:
    name = f"Einwohnergemeinde {place.name} (Demo)"
    return AccountEntry(place.id, SINCE, _iban(place.bfs_number), name, *_address(place)[2:])


def _address(place: Place) -> AddressEntry:
    """Street and number are made up, and so is the postcode: none in Switzerland begins like it."""
    return AddressEntry(
        place.id,
        SINCE,
        f"{_STREETS[place.bfs_number % len(_STREETS)]} (Demo)",
        str(place.bfs_number % 89 + 1),
        "9999",
        place.name.removesuffix(" (SO)"),
    )


def _iban(bfs_number: int) -> str:
    account = f"99999{bfs_number:012d}"
    return f"CH{iban.calc_check_digits('CH00' + account)}{account}"
