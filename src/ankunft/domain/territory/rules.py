"""Who stands for a municipality on a day: its successor after a merger, its lead municipality, its payee."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

from stdnum import iban as stdnum_iban

from ankunft.foundation.kernel.dated import Dated

T = TypeVar("T")


class Place(NamedTuple):
    """A municipality record: when it existed (`valid_to` is its last day) and the id of the one it was merged into."""

    id: int
    bfs_number: int
    name: str
    valid_from: date
    valid_to: date | None
    successor: int | None

    def exists_on(self, day: date) -> bool:
        return self.valid_from <= day and not self.ended_before(day)

    def ended_before(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to < day


class Lead(NamedTuple):
    """The lead municipality that a member belongs to, by id, and whether it is paid for the member (KS 3.4.2)."""

    municipality: int
    is_paid: bool


Places = Mapping[int, Place]
LeadSeries = Dated[Lead | None]


def successor_on(places: Places, municipality: int, day: date) -> int:
    """The municipality that carries what belonged to `municipality` on that day, through any number of mergers.

    Figures and open claims of a merged municipality pass to the one it was merged into (historical
    register of the BFS, eCH-0071). Itself until its last day, before its first one, and where nobody
    followed. ValueError if the register runs in a circle.
    """
    current = municipality
    for _ in range(len(places) + 1):
        place = places[current]
        if not place.ended_before(day) or place.successor is None:
            return current
        current = place.successor
    raise ValueError(f"the successors of municipality {places[municipality].bfs_number} run in a circle")


def predecessors_of(places: Places, municipalities: Iterable[int]) -> set[int]:
    """All that were, directly or in steps, merged into one of these; without these themselves."""
    merged_into: dict[int, list[int]] = {}
    for place in places.values():
        if place.successor is not None:
            merged_into.setdefault(place.successor, []).append(place.id)
    start = set(municipalities)
    found: set[int] = set()
    waiting = list(start)
    while waiting:
        new = [predecessor for predecessor in merged_into.get(waiting.pop(), ()) if predecessor not in found]
        found.update(new)
        waiting.extend(new)
    return found - start


def responsible_lead(places: Places, leads: LeadSeries | None, municipality: int, day: date) -> int | None:
    """The lead municipality that carries out the tasks for `municipality` on that day; None: it does so itself.

    Organisation, officer and tasks are then the lead's to fulfil (KS 3.4.2, 4.2). A merged lead is
    followed by its successor; a member merged with its lead has none any more.
    """
    lead = leads.at(day) if leads is not None else None
    if lead is None:
        return None
    carrier = successor_on(places, lead.municipality, day)
    return None if carrier == successor_on(places, municipality, day) else carrier


def acting_for(places: Places, leads: Mapping[int, int], municipality: int, day: date) -> set[int]:
    """Who acts for a municipality on that day: itself, whoever it was merged into by then, and the leads of these.

    `leads` gives the lead of each member of an association on that day (KS 3.4.2).
    """
    found = {municipality}
    current = places[municipality]
    while current.ended_before(day) and current.successor is not None and current.successor not in found:
        found.add(current.successor)
        current = places[current.successor]
    return found | {leads[one] for one in found if one in leads}


def payee_on(places: Places, leads: LeadSeries | None, municipality: int, day: date, payment_date: date) -> int:
    """Who is paid on the payment date what `municipality` is owed for `day`.

    Only municipalities are paid (KS 4.5.2), and on the payment date the payee must exist: a merged one
    is followed by its successor. Whether a member's contributions go to its lead is stated in no
    document; the association's own agreement of that day says so.
    """
    lead = leads.at(day) if leads is not None else None
    holder = lead.municipality if lead is not None and lead.is_paid else municipality
    return successor_on(places, holder, payment_date)


def roll_up(places: Places, values: Mapping[int, T], day: date) -> dict[int, dict[int, T]]:
    """Values of a reference date (population, KS 4.3.2) by the municipalities that carry them on `day`.

    Each with the values it is made of, by their own municipality, its own first. Nothing is lost and
    nothing counted twice: every value appears exactly once.
    """
    carried: dict[int, dict[int, T]] = {}
    for municipality in sorted(values, key=lambda key: (places[key].ended_before(day), places[key].bfs_number)):
        carried.setdefault(successor_on(places, municipality, day), {})[municipality] = values[municipality]
    return carried


_ANY_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}")
_SWISS_IBAN = re.compile(r"[A-Z]{2}[0-9]{7}[0-9A-Z]{12}")


class IbanFault(StrEnum):
    """Why an IBAN cannot be that of a payee."""

    FORMAT = "format"
    CHECKSUM = "checksum"
    COUNTRY = "country"
    QR = "qr"


def compact_iban(iban: str) -> str:
    """The IBAN in capitals without blanks."""
    return "".join(iban.split()).upper()


def iban_fault(iban: str) -> IbanFault | None:
    """What is wrong with the IBAN of a payee (compact spelling); None if it can be paid to.

    ISO 13616 (check digits by mod 97), Switzerland and Liechtenstein only. A QR-IBAN (institution
    number 30000 to 31999) accepts payments with a QR reference only, which the canton does not have
    for its payees (SIX, Swiss Payment Standards).
    """
    if not _ANY_IBAN.fullmatch(iban):
        return IbanFault.FORMAT
    if iban[:2] not in ("CH", "LI"):
        return IbanFault.COUNTRY
    if not _SWISS_IBAN.fullmatch(iban):
        return IbanFault.FORMAT
    if not stdnum_iban.is_valid(iban):
        return IbanFault.CHECKSUM
    if 30000 <= int(iban[4:9]) <= 31999:
        return IbanFault.QR
    return None


def address_lines(street: str, house_number: str, postcode: str, town: str) -> list[str]:
    """A structured address as it stands on a letter, what is empty left out."""
    lines = (f"{street} {house_number}", f"{postcode} {town}")
    return [line.strip() for line in lines if line.strip()]
