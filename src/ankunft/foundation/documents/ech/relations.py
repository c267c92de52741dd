"""Who is whose spouse or parent (eCH-0021)."""

from __future__ import annotations

from lxml.etree import _Element

from .parts import E20, E21, E44, ahv_number, key, parts, tidy
from .values import RelationData, RelationKind

OF_SPOUSES = (E20.maritalRelationship, E20.partnershipRelationship)
OF_PARENTS = (E20.parentalRelationship, E20.addParent)
"""The elements that tell of them."""

_RELATIONS: dict[str, RelationKind] = {
    "1": "spouse",
    "2": "partner",
    "3": "mother",
    "4": "father",
    "5": "foster_parent",
    "6": "foster_parent",
}


def relation(element: _Element) -> RelationData:
    """Who the other one is (eCH-0021 maritalRelationship, parentalRelationship)."""
    told = parts(element)
    other = parts(told[E21.partner][0])
    number = other.get(E44.vn)
    return RelationData(
        _RELATIONS[(told[E21.typeOfRelationship].text or "").strip()],
        key(other.get(E44.localPersonId)),
        "" if number is None else ahv_number(number.text or "", number),
        tidy(other[E44.officialName].text or ""),
        tidy(other[E44.firstName].text or ""),
    )


def relations(element: _Element, *tags: str) -> tuple[RelationData, ...]:
    """All relations that are told in children with these tags."""
    return tuple([relation(child) for child in element.iterchildren(*tags)])
