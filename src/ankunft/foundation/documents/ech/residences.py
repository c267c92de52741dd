"""Where somebody lives, came from, or goes to (eCH-0010, eCH-0011)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from lxml.etree import _Element

from .parts import E07, E10, E11, E20, Unreadable, country, day, parts, texts, tidy
from .values import Address, Residence, ResidenceKind

KINDS: dict[str, ResidenceKind] = {
    f"{E20}hasMainResidence": "main",
    f"{E20}hasSecondaryResidence": "secondary",
    f"{E20}hasOtherResidence": "other",
}
"""How somebody lives there, by the element that says it."""


def address(element: _Element) -> Address:
    """Where somebody lives (eCH-0011 dwellingAddress)."""
    told = parts(element)
    household = told.get(f"{E11}householdID")
    return _address("" if household is None else tidy(household.text or ""), told[f"{E11}address"])


def contact_address(element: _Element | None) -> Address | None:
    """Where somebody gets their letters (eCH-0011 contactData)."""
    if element is None:
        return None
    return _address("", element.find(f"{E11}contactAddress/{E10}addressInformation"))


def _address(household: str, element: _Element | None) -> Address:
    told = {} if element is None else texts(element)
    return Address(
        household,
        tidy(told.get(f"{E10}street", "")),
        tidy(told.get(f"{E10}houseNumber", "")),
        (told.get(f"{E10}swissZipCode") or told.get(f"{E10}foreignZipCode") or "").strip(),
        tidy(told.get(f"{E10}town", "")),
    )


def bfs_number(element: _Element | None, within: _Element) -> int:
    """The number of the municipality that reports (eCH-0007)."""
    for child in () if element is None else element:
        if child.tag == f"{E07}municipalityId":
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
        self.is_unknown = told is None or told.tag == f"{E11}unknown"
        if told is None or self.is_unknown:
            return
        if told.tag == f"{E11}foreignCountry":
            self.country = country(told[0])
            return
        self.country = "CH"
        number = texts(told).get(f"{E07}municipalityId")
        self.bfs_number = int(number) if number else None


def residence(kind: ResidenceKind, element: _Element, namespace: str) -> Residence:
    """Where somebody came to, when and where from: the same elements in two namespaces (eCH-0011, eCH-0020)."""
    told = parts(element)
    place = Place(told.get(f"{namespace}comesFrom"))
    arrived = told[f"{namespace}arrivalDate"]
    return Residence(
        kind,
        bfs_number(told.get(f"{namespace}reportingMunicipality"), element),
        day(arrived.text or "", arrived),
        place.country,
        place.bfs_number,
        place.is_unknown,
        address(told[f"{namespace}dwellingAddress"]),
    )


def reported(element: _Element) -> tuple[Residence, date | None]:
    """Where somebody came to, and when they left again if a delivery tells it."""
    kind, namespace = KINDS[element.tag], E20
    if nested := [child for child in element if child.tag in (f"{E11}mainResidence", f"{E11}secondaryResidence")]:
        element, namespace = nested[-1], E11
    left = element.find(f"{namespace}departureDate")
    return residence(kind, element, namespace), None if left is None else day(left.text or "", left)
