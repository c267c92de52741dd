"""Where somebody lives, came from, or goes to (eCH-0010, eCH-0011)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from lxml.etree import _Element

from .parts import E07, E10, E11, E20, Unreadable, country, day, parts, texts, tidy
from .values import Address, Residence, ResidenceKind

LONGEST_HOUSEHOLD = 36
"""The schema knows no limit; the ids of registers are shorter."""

KINDS: dict[str, ResidenceKind] = {
    E20.hasMainResidence: "main",
    E20.hasSecondaryResidence: "secondary",
    E20.hasOtherResidence: "other",
}
"""How somebody lives there, by the element that says it."""


def address(element: _Element) -> Address:
    """Where somebody lives (eCH-0011 dwellingAddress)."""
    told = parts(element)
    household = told.get(E11.householdID)
    number = "" if household is None else tidy(household.text or "")
    if len(number) > LONGEST_HOUSEHOLD:
        raise Unreadable(
            element, _("Die Nummer des Haushalts ist länger als %(most)d Zeichen.") % {"most": LONGEST_HOUSEHOLD}
        )
    return _address(number, told[E11.address])


def contact_address(element: _Element | None) -> Address | None:
    """Where somebody gets their letters (eCH-0011 contactData)."""
    if element is None:
        return None
    return _address("", element.find(f"{E11.contactAddress}/{E10.addressInformation}"))


def _address(household: str, element: _Element | None) -> Address:
    told = {} if element is None else texts(element)
    return Address(
        household,
        tidy(told.get(E10.street, "")),
        tidy(told.get(E10.houseNumber, "")),
        (told.get(E10.swissZipCode) or told.get(E10.foreignZipCode) or "").strip(),
        tidy(told.get(E10.town, "")),
    )


def bfs_number(element: _Element | None, within: _Element) -> int:
    """The number of the municipality that reports (eCH-0007)."""
    for child in () if element is None else element:
        if child.tag == E07.municipalityId:
            return int(child.text or "0")
    raise Unreadable(
        within if element is None else element,
        _("Die Gemeinde hat keine BFS-Nummer; so kann die Meldung keiner Gemeinde zugeteilt werden."),
    )


class Place:
    """Where somebody came from, or goes to (eCH-0011 destination)."""

    __slots__ = ("bfs_number", "country", "is_unknown")

    def __init__(self, element: _Element | None) -> None:
        self.country = ""
        self.bfs_number: int | None = None
        told = None if element is None else element[0]
        self.is_unknown = told is None or told.tag == E11.unknown
        if told is None or self.is_unknown:
            return
        if told.tag == E11.foreignCountry:
            self.country = country(told[0])
            return
        self.country = "CH"
        number = texts(told).get(E07.municipalityId)
        self.bfs_number = int(number) if number else None


def reported(element: _Element) -> tuple[Residence, date | None]:
    """Where somebody came to, when and where from, and when they left again if that is told as well.

    The same stands in two ways: directly (eCH-0020), or one level deeper (eCH-0011), there for a secondary residence
    after the municipality of the main one, and for a main residence before those of secondary ones.
    """
    kind, names = KINDS[element.tag], E20
    if element[0].tag in (E11.mainResidence, E11.secondaryResidence):
        element, names = element[0 if kind == "main" else -1], E11
    told = parts(element)
    arrived, left = told[names.arrivalDate], told.get(names.departureDate)
    place = Place(told.get(names.comesFrom))
    residence = Residence(
        kind,
        bfs_number(told.get(names.reportingMunicipality), element),
        day(arrived.text or "", arrived),
        place.country,
        place.bfs_number,
        place.is_unknown,
        address(told[names.dwellingAddress]),
    )
    return residence, None if left is None else day(left.text or "", left)
