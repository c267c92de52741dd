"""Who stands for a municipality on a day: its successor after a merger, its lead municipality, its payee."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from stdnum import iban as stdnum_iban
from stdnum.exceptions import InvalidChecksum, ValidationError

from ankunft.foundation.kernel.dated import Dated

T = TypeVar("T")

PAYEE_LEAD = "lead"
PAYEE_EACH = "each"


@dataclass(frozen=True, slots=True)
class MunicipalityRecord:
    """When a municipality existed (`valid_to` is its last day) and which one it was merged into, by BFS number."""

    bfs_number: int
    valid_from: date
    valid_to: date | None = None
    successor: int | None = None

    def exists_on(self, day: date) -> bool:
        return self.valid_from <= day and not self.ended_before(day)

    def ended_before(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to < day


@dataclass(frozen=True, slots=True)
class Belonging:
    """Membership in the association of a lead municipality, and who is paid: `lead` or `each` (KS 3.4.2)."""

    lead: int
    payee: str


Records = Mapping[int, MunicipalityRecord]
Belongings = Mapping[int, Dated[Belonging | None]]


def successor_on(records: Records, bfs_number: int, day: date) -> int | None:
    """The municipality that carries what belonged to `bfs_number` on that day, through any number of mergers.

    The municipality itself until its last day (and before its first); None if it ended without a
    successor. Figures and open claims of a merged municipality pass to its successor (eCH-0071; the
    historical register names it). ValueError if the register runs in a circle.
    """
    seen: set[int] = set()
    current: int | None = bfs_number
    while current is not None and records[current].ended_before(day):
        if current in seen:
            raise ValueError(f"the successors of municipality {bfs_number} run in a circle")
        seen.add(current)
        current = records[current].successor
    return current


def predecessors_of(records: Records, bfs_numbers: Iterable[int]) -> set[int]:
    """All municipalities that were, directly or in steps, merged into one of these; without these themselves."""
    merged_into: dict[int, list[int]] = {}
    for record in records.values():
        if record.successor is not None:
            merged_into.setdefault(record.successor, []).append(record.bfs_number)
    start = set(bfs_numbers)
    found: set[int] = set()
    waiting = list(start)
    while waiting:
        for predecessor in merged_into.get(waiting.pop(), ()):
            if predecessor not in found:
                found.add(predecessor)
                waiting.append(predecessor)
    return found - start


def belonging_on(records: Records, belongings: Belongings, bfs_number: int, day: date) -> Belonging | None:
    """The association that the municipality (or its successor) belongs to on that day, its lead rolled to *its* successor.

    None where it belongs to none, or where lead and member have become one municipality (KS 3.4.2).
    """
    member = successor_on(records, bfs_number, day)
    if member is None:
        return None
    series = belongings.get(member)
    belonging = series.at(day) if series is not None else None
    if belonging is None:
        return None
    lead = successor_on(records, belonging.lead, day)
    if lead is None or lead == member:
        return None
    return Belonging(lead, belonging.payee)


def responsible_lead(records: Records, belongings: Belongings, bfs_number: int, day: date) -> int | None:
    """The lead municipality that carries out the tasks for `bfs_number` on that day; None: it does so itself.

    Organisation, officer and tasks are then the lead's to fulfil (KS 3.4.2, 4.2).
    """
    belonging = belonging_on(records, belongings, bfs_number, day)
    return belonging.lead if belonging else None


def payee_on(records: Records, belongings: Belongings, bfs_number: int, day: date) -> int | None:
    """The municipality that is paid on that day what `bfs_number` is owed; None if none is left to pay.

    Only municipalities are paid (KS 4.5.2). Whether the contributions of a member go to the lead is
    stated in no document: the association's own agreement says `lead` or `each`.
    """
    member = successor_on(records, bfs_number, day)
    belonging = belonging_on(records, belongings, bfs_number, day)
    if belonging is not None and belonging.payee == PAYEE_LEAD:
        return belonging.lead
    return member


@dataclass(frozen=True, slots=True)
class RolledUp:
    """Values by the municipality that carries them, each with the values it is made of by their own BFS number.

    `left_over` are those that no municipality carries any more.
    """

    by_municipality: dict[int, dict[int, T]]  # type: ignore[valid-type]
    left_over: dict[int, T]  # type: ignore[valid-type]


def roll_up(records: Records, values: Mapping[int, T], day: date) -> RolledUp:
    """Values of a reference date (population, KS 4.3.2) by the municipalities that carry them on `day`.

    Nothing is lost and nothing counted twice: every value appears once.
    """
    by_municipality: dict[int, dict[int, T]] = {}
    left_over: dict[int, T] = {}
    for bfs_number in sorted(values):
        carrier = successor_on(records, bfs_number, day)
        if carrier is None:
            left_over[bfs_number] = values[bfs_number]
        else:
            by_municipality.setdefault(carrier, {})[bfs_number] = values[bfs_number]
    return RolledUp(by_municipality, left_over)


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
    try:
        stdnum_iban.validate(iban)
    except InvalidChecksum:
        return IbanFault.CHECKSUM
    except ValidationError:
        return IbanFault.FORMAT
    if iban[:2] not in ("CH", "LI"):
        return IbanFault.COUNTRY
    if 30000 <= int(iban[4:9]) <= 31999:
        return IbanFault.QR
    return None


def can_be_paid(text: str) -> bool:
    """Whether a payment file can carry every character (SIX: Latin-1, Latin Extended-A, Ș ș Ț ț and €)."""
    return all(character.isprintable() and (ord(character) <= 0x17F or character in "ȘșȚț€") for character in text)
