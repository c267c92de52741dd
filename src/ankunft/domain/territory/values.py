"""What goes into the services of the territory: plain values, as files and forms bring them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class MunicipalityEntry(NamedTuple):
    """A municipality as the historical register states it; `valid_to` is its last day."""

    bfs_number: int
    name: str
    district: str
    valid_from: date
    valid_to: date | None = None
    successor_bfs_number: int | None = None


class FigureEntry(NamedTuple):
    """Residents of a municipality (by id) on a day."""

    municipality: int
    reference_date: date
    residents: int
    foreign_residents: int


class PublicationEntry(NamedTuple):
    """What the source says of a reference date."""

    reference_date: date
    provisional: bool
    source: str


class CantonalTotalEntry(NamedTuple):
    """A total for the whole canton as published; None where the publication does not say it."""

    reference_date: date
    residents: int | None
    foreign_residents: int | None
    source: str
    note: str = ""


class MembershipEntry(NamedTuple):
    """From `valid_from` on the member (by id) belongs to the association of `lead` (by id), or to none."""

    member: int
    valid_from: date
    lead: int | None
    payee: str


class RegionEntry(NamedTuple):
    """From `valid_from` on the municipality (by id) belongs to the social region of that number, or to none."""

    municipality: int
    valid_from: date
    region_number: int | None
    note: str = ""


class AccountEntry(NamedTuple):
    """The account and structured address of a municipality (by id) from `valid_from` on."""

    municipality: int
    valid_from: date
    iban: str
    name: str
    street: str
    house_number: str
    postcode: str
    town: str


class AddressEntry(NamedTuple):
    """The structured postal address of a municipality (by id) from `valid_from` on."""

    municipality: int
    valid_from: date
    street: str
    house_number: str
    postcode: str
    town: str


class ContactEntry(NamedTuple):
    """Who holds a function in a municipality (by id) from `valid_from` on; an empty name: nobody."""

    municipality: int
    function: str
    valid_from: date
    name: str
    email: str = ""
    phone: str = ""


class Outcome(NamedTuple):
    """How many records were new, different, or there already."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


class Fault(NamedTuple):
    """Something wrong with an entry: the field (named as the column of a file) and the sentence."""

    column: str
    message: str
